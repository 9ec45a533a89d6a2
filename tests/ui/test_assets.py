"""What is served is ours to serve: no crown, no typeface of GOV.UK's, no request to anyone else, the right releases."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import re
import shutil
from pathlib import Path

import pytest

import wayhome.ui
from tests.journeys.faults import COLOURED_BY_WIDTH

ROOM = Path(wayhome.ui.__file__).parent
STATIC = ROOM / "static" / "ui"
ASSETS = Path(__file__).parents[2] / "assets"
NAMESPACES = ("http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink", "http://www.w3.org/1999/xhtml")
LIBRARIES = ("govuk-frontend", "@ministryofjustice/frontend")
# Each release of the macros is a port of one release of the style sheet and script.
PAIRS = {"4.1.0": "6.3.0"}
FORBIDDEN = re.compile(r"GDS Transport|\.woff|govuk-crest|logotype|@font-face|<svg[^>]*crown", re.IGNORECASE)


def faults(text: str) -> list[str]:
    """Name what may not be in a file that a browser gets."""
    bare = text
    for namespace in NAMESPACES:
        bare = bare.replace(namespace, "")
    # A selector such as [href^="http://"] names no server.
    addresses = re.findall(r"https?://[\w.-]+\.[\w.-]+", bare)
    return [*FORBIDDEN.findall(bare), *addresses]


@pytest.mark.parametrize("name", ["app.css", "app.js", "early.js", "offline.js", "images/favicon.svg"])
def test_a_built_file_is_ours_to_serve(name: str) -> None:
    assert faults((STATIC / name).read_text()) == []


@pytest.mark.parametrize(
    "planted",
    ["font-family:'GDS Transport'", "src:url(a.woff2)", "url(https://example.org/a.png)", "images/govuk-crest.svg"],
)
def test_a_planted_fault_is_seen(planted: str) -> None:
    assert faults(planted)


def test_no_font_and_no_crest_is_shipped() -> None:
    served = {path.suffix for path in STATIC.rglob("*") if path.is_file()}
    assert served <= {".css", ".js", ".json", ".svg", ".txt"}


def test_every_picture_the_style_sheet_names_is_there() -> None:
    named = set(re.findall(r"url\(\"?(images/[^)\"]+)", (STATIC / "app.css").read_text()))
    assert named
    assert [name for name in named if not (STATIC / name).is_file()] == []


COLOURS = re.compile(r"(?:^|;)\s*(?:color|background(?:-color|-image)?|opacity|filter|mix-blend-mode)\s*:")


def coloured_by_width(style: str) -> set[str]:
    """Return the selectors whose colours a rule about the window's width sets."""
    found: set[str] = set()
    for start in re.finditer(r"@(?:media|container)[^{]*width[^{]*\{", style):
        depth, end = 1, start.end()
        while depth:
            depth += {"{": 1, "}": -1}.get(style[end], 0)
            end += 1
        rules = re.findall(r"([^{}]+)\{([^{}]*)\}", style[start.end() : end - 1])
        found |= {selector.strip() for selector, said in rules if COLOURS.search(said)}
    return found


def test_one_thing_only_changes_its_colour_with_the_width_of_the_window() -> None:
    """The journeys ask for the contrast of a narrow window only where that thing stands."""
    assert coloured_by_width((STATIC / "app.css").read_text()) == {COLOURED_BY_WIDTH}
    assert coloured_by_width("@media (min-width:40em){.a{margin:0;color:red}.b{margin:0}}.c{color:red}") == {".a"}


def test_the_releases_go_together() -> None:
    built = json.loads((STATIC / "versions.json").read_text())
    asked = json.loads((ASSETS / "package.json").read_text())["devDependencies"]
    assert {name: built[name] for name in asked if name in built} == {name: asked[name] for name in LIBRARIES}
    assert built["govuk-frontend"] == PAIRS[importlib.metadata.version("govuk-frontend-jinja")]
    assert built["@ministryofjustice/frontend"] == "11.1.0"


def fingerprint(assets: Path) -> str:
    """Return the hash of everything the build reads, as assets/build.mjs makes it."""
    made = hashlib.sha256()
    for folder in ("images", "js", "licences", "scss", "."):
        names = (
            ["build.mjs", "package-lock.json"]
            if folder == "."
            else sorted(path.name for path in (assets / folder).iterdir())
        )
        for name in names:
            made.update(f"{folder}/{name}\n".encode())
            made.update((assets / folder / name).read_bytes())
    return made.hexdigest()


def test_nobody_forgot_to_build() -> None:
    built = json.loads((STATIC / "versions.json").read_text())["sources"]
    assert built == fingerprint(ASSETS), "run: cd assets && npm ci && npm run build, and commit what it wrote"


def test_a_change_without_a_build_is_seen(tmp_path: Path) -> None:
    copy = tmp_path / "assets"
    shutil.copytree(ASSETS, copy, ignore=shutil.ignore_patterns("node_modules"))
    assert fingerprint(copy) == fingerprint(ASSETS)
    (copy / "js" / "app.js").write_text("// changed")
    assert fingerprint(copy) != fingerprint(ASSETS)


def test_the_lock_names_no_host() -> None:
    lock = (ASSETS / "package-lock.json").read_text()
    assert '"resolved"' not in lock
    assert lock.count('"integrity"') > 10


def test_the_licences_of_what_is_inside_are_beside_it() -> None:
    text = (STATIC / "THIRD_PARTY_LICENSES.txt").read_text()
    assert (
        "govuk-frontend" in text and "@ministryofjustice/frontend" in text and text.count("Permission is hereby") == 2
    )


@pytest.mark.parametrize("page", sorted(ROOM.rglob("*.html")), ids=lambda page: page.name)
def test_a_template_has_nothing_inline_and_asks_nobody_else(page: Path) -> None:
    text = page.read_text()
    assert faults(text) == []
    # The security policy would refuse any of these in the browser.
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", text), (
        "the security policy would refuse it"
    )
