"""GOV.UK's macros, as our environment draws them, give the HTML that GOV.UK Frontend's own examples give."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from wayhome.ui.components import Colour, Tag
from wayhome.ui.library import Library

FOLDER = Path(__file__).parent / "fixtures" / "govuk"
CASES = [
    pytest.param(path.stem, case["options"], case["html"], id=f"{path.stem}: {case['name']}")
    for path in sorted(FOLDER.glob("*.json"))
    for case in json.loads(path.read_text())
]


class Outline(HTMLParser):
    """The tags, attributes and words of a page, with spacing and the order of attributes left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[Any] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kept = sorted((name, " ".join((value or "").split())) for name, value in attrs)
        self.parts.append((tag, tuple(kept)))

    def handle_endtag(self, tag: str) -> None:
        self.parts.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        words = re.sub(r"\s+", " ", data).strip()
        if words:
            self.parts.append(words)


def outline(html: str) -> list[Any]:
    reader = Outline()
    reader.feed(html)
    return reader.parts


@pytest.fixture(scope="module")
def library() -> Library:
    return Library()


def test_there_are_examples_to_hold_to() -> None:
    assert len(list(FOLDER.glob("*.json"))) >= 8
    assert len(CASES) > 90


@pytest.mark.parametrize(("component", "options", "html"), CASES)
def test_a_macro_gives_the_official_html(library: Library, component: str, options: dict[str, Any], html: str) -> None:
    assert outline(library.draw(component, options)) == outline(html)


def test_a_difference_would_be_seen(library: Library) -> None:
    drawn = library.draw("tag", {"text": "alpha"})
    assert outline(drawn) != outline('<strong class="govuk-tag govuk-tag--grey">alpha</strong>')


def test_our_tag_is_govuks_tag(pages: Any, library: Library) -> None:
    ours = pages.globals["ui"].tag(Tag("Closed", Colour.GREY))
    assert outline(ours) == outline(library.draw("tag", {"text": "Closed", "classes": "govuk-tag--grey"}))
