"""What is wrong with a page for people who cannot see it well, who use no mouse, or whose window is narrow."""

from __future__ import annotations

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, ViewportSize

from tests.journeys.person import Person

WIDTHS = (1280, 320)
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
# All whose colours change with the width of the window, as tests/ui/test_assets.py proves. On a page without them the
# contrast of a narrow window is that of the wide one, and it is the dearest of all rules to ask twice.
COLOURED_BY_WIDTH = ".app-stacked__label"


def faults(who: Person) -> list[str]:
    """Say what is wrong with the page as it stands, at each width."""
    found = []
    for width in WIDTHS:
        who.page.set_viewport_size(ViewportSize(width=width, height=900))
        wide = who.page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            found.append(f"{width}: {wide} pixels wide; too wide: {_too_wide(who, width)}")
        colours = width == WIDTHS[0] or who.page.locator(COLOURED_BY_WIDTH).count() > 0
        found += [f"{width}: {fault}" for fault in violations(who.page, colours=colours)]
    who.page.set_viewport_size(ViewportSize(width=1280, height=900))
    return found


def violations(page: Page, *, colours: bool = True) -> list[str]:
    """Return what the accessibility rules find on the page as it stands: the rule, what it asks, and where it is broken.

    `colours`: whether the contrast of every text is measured too.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(
        "(options) => axe.run(document, options).then((results) => results.violations.map("
        "(each) => [each.id, each.help, each.nodes.slice(0, 4).map((node) => node.target.join(' '))]))",
        RULES if colours else {**RULES, "rules": {"color-contrast": {"enabled": False}}},
    )
    return [f"{rule}, {asks}: {'; '.join(where)}" for rule, asks, where in found]


def _too_wide(who: Person, width: int) -> str:
    return str(
        who.page.evaluate(
            "(width) => [...document.querySelectorAll('body *')]"
            ".filter((part) => part.getBoundingClientRect().right > width + 1)"
            ".slice(0, 5).map((part) => part.tagName + '.' + part.className).join('; ')",
            width,
        )
    )
