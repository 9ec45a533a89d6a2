"""The row of links on every page about a child: the same everywhere, only what is registered, the present page marked."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from tests import browsing
from tests.partnership import Partnership, invented_child, northhaven
from wayhome.record.web import child_sections

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(db: None) -> Partnership:
    return northhaven()


def row(html: str) -> list[tuple[str, str, str]]:
    """Return each link of the row: its address, whether it is here, and its words."""
    found = re.search(r'<nav class="moj-sub-navigation".*?</nav>', html, flags=re.S)
    assert found, "there is no row of links"
    return re.findall(r'href="([^"]+)"(?: aria-current="(\w+)")?>([^<]+)<', found[0])


def test_the_row_is_the_same_on_each_page_and_marks_where_one_is(place: Partnership) -> None:
    child = invented_child(place)
    browser = browsing.browser(place, "worker")
    overview = row(browser.get(reverse("child", args=[child])).content.decode())
    changing = row(browser.get(reverse("change-status", args=[child, "plan"])).content.decode())
    assert [link[::2] for link in overview] == [link[::2] for link in changing]
    assert (reverse("child", args=[child]), "page", "Overview") in overview
    assert [here for _, here, _ in changing if here == "page"] == []


def test_only_registered_pages_are_shown_in_their_order_and_once(
    place: Partnership, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = invented_child(place)
    monkeypatch.setattr(child_sections, "_sections", {})
    child_sections.register(20, "Report", "report-missing")
    child_sections.register(10, "Overview", "child")
    child_sections.register(10, "Overview", "child")
    assert [link.text for link in child_sections.links(child)] == ["Overview", "Report"]
    page = browsing.browser(place, "worker").get(reverse("report-missing", args=[child]))
    assert [link[1:] for link in row(page.content.decode())] == [("", "Overview"), ("page", "Report")]
