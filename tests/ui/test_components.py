"""Each component says what it must, escapes what people typed, and leaves nothing to colour alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser

import pytest
from jinja2 import Environment, UndefinedError

from tests.ui import gallery
from wayhome.ui import chrome, components
from wayhome.ui.when import WhenEntry


@pytest.fixture
def full_frame() -> Iterator[None]:
    """Draw pages inside the gallery's frame, and put back whoever drew it before."""
    before = list(chrome._providers)
    chrome.register(gallery.chrome)
    yield
    chrome._providers[:] = before


def draw(pages: Environment) -> str:
    return pages.from_string(gallery.PAGE).render(**gallery.values(pages))


class Page(HTMLParser):
    """What a page refers to: its identifiers, labels, headings and the names of its boxes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: Counter[str] = Counter()
        self.labelled: set[str] = set()
        self.boxes: list[str] = []
        self.described: list[str] = []
        self.anchors: list[str] = []
        self.headings: list[int] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.ids[given["id"]] += 1
        if tag == "label":
            self.labelled.add(given.get("for", ""))
        if tag in ("input", "select", "textarea") and given.get("type") != "hidden":
            self.boxes.append(given.get("id", ""))
        if tag in ("h1", "h2", "h3", "h4"):
            self.headings.append(int(tag[1]))
        self.described += given.get("aria-describedby", "").split()
        if given.get("href", "").startswith("#"):
            self.anchors.append(given["href"][1:])


@pytest.mark.parametrize("wrong", [False, True], ids=["fresh", "with errors"])
def test_the_gallery_is_sound(pages: Environment, wrong: bool) -> None:
    form = gallery.Report({"seen_day": "other"} if wrong else None, now=gallery.NOW)
    html = pages.from_string(gallery.PAGE).render(**gallery.values(pages, form))
    page = Page(html)
    assert [name for name, times in page.ids.items() if times > 1] == []
    assert [box for box in page.boxes if box not in page.labelled] == []
    assert [name for name in page.described if name not in page.ids] == []
    assert [name for name in page.anchors if name not in page.ids] == []
    assert page.headings.count(1) == 1


def test_what_people_typed_is_shown_and_never_run(pages: Environment) -> None:
    html = draw(pages)
    assert "Ash &lt;b&gt;Rowan&lt;/b&gt;" in html
    assert "By the &lt;pier&gt;" in html


def test_a_title_carries_no_name_and_says_when_something_is_wrong(pages: Environment) -> None:
    fresh = draw(pages)
    wrong = pages.from_string(gallery.PAGE).render(**gallery.values(pages, gallery.Report({}, now=gallery.NOW)))
    assert "<title>Gallery - Wayhome</title>" in fresh
    assert "<title>Error: Gallery - Wayhome</title>" in wrong


def test_every_error_is_listed_and_leads_to_its_box(pages: Environment) -> None:
    data = {"name": "Ash", **WhenEntry.on(date(2026, 10, 25), "1:30am").as_data("seen")}
    form = gallery.Report(data, now=gallery.NOW)
    html = pages.from_string(gallery.PAGE).render(**gallery.values(pages, form))
    assert html.index("There is a problem") < html.index('<h1 class="govuk-heading-l">')
    for link in ("#id_seen_fold", "#id_teller", "#id_worries", "#id_place", "#id_words"):
        assert f'href="{link}"' in html
    assert "Before the clocks went back" in html and "Nobody knows which" in html


def test_the_question_about_the_clocks_is_asked_only_when_it_matters(pages: Environment) -> None:
    assert "clocks went back" not in draw(pages)


def test_a_day_no_longer_offered_moves_into_the_date_boxes(pages: Environment) -> None:
    form = gallery.Report(WhenEntry(day="2026-11-19").as_data("seen"), now=gallery.NOW)
    html = pages.globals["form_field"](form["seen"])  # type: ignore[operator]
    assert 'value="19"' in html and 'value="2026"' in html


@pytest.mark.parametrize("cell", gallery.DEADLINES, ids=lambda cell: cell.state)
def test_a_deadline_says_its_state_in_a_word_and_a_shape(pages: Environment, cell: components.DeadlineCell) -> None:
    html = pages.globals["ui"].deadline(cell)  # type: ignore[attr-defined]
    assert cell.state_words in html and cell.symbol in html and cell.detail in html
    assert ("data-due" in html) == (cell.state in ("running", "due-soon", "breached"))


def test_every_state_of_the_engine_has_its_word() -> None:
    cells = [components.DeadlineCell("", state, gallery.NOW) for state in components.State]
    words = {(cell.state_words, cell.symbol) for cell in cells}
    assert len({word for word, _ in words}) == len(components.State)


def test_missing_is_said_in_words(pages: Environment) -> None:
    html = pages.globals["ui"].person_banner(gallery.BANNER)  # type: ignore[attr-defined]
    assert "MISSING since Friday 20 November 2026, 9pm" in html
    home = components.PersonBanner("Ash", "SP-1", "14")
    quiet = pages.globals["ui"].person_banner(home)  # type: ignore[attr-defined]
    assert "MISSING" not in quiet and quiet.count("Not recorded") == 3


def test_an_empty_table_says_so_and_what_to_do(pages: Environment) -> None:
    html = pages.globals["ui"].table(gallery.board(()))  # type: ignore[attr-defined]
    assert "Nobody is missing now." in html and 'href="/report"' in html and "<table" not in html


def test_each_stacked_cell_carries_its_heading(pages: Environment) -> None:
    html = pages.globals["ui"].table(gallery.board(("one",)))  # type: ignore[attr-defined]
    assert html.count('class="app-stacked__label" aria-hidden="true"') == 3


def test_why_names_the_rule_its_paragraph_and_both_kinds_of_fact(pages: Environment) -> None:
    html = pages.globals["ui"].why(gallery.WHY)  # type: ignore[attr-defined]
    for words in (gallery.WHY.rule, gallery.WHY.citation, *gallery.WHY.facts, *gallery.WHY.missing, *gallery.WHY.steps):
        assert words in html


def test_a_misspelt_name_fails_loudly(pages: Environment) -> None:
    with pytest.raises(UndefinedError):
        pages.from_string("{{ chidl.name }}").render(child="Ash")


def test_the_frame_says_where_one_is_and_that_people_are_invented(pages: Environment, full_frame: None) -> None:
    frame = pages.from_string('{% extends "ui/layouts/page.html" %}{% block messages %}{% endblock %}')
    html = frame.render(request=object())
    assert "every person here is invented" in html
    assert 'href="/missing" aria-current="true"' in html
    assert "Emergency duty team" in html and "last checked 3 minutes ago" in html


def test_paper_says_who_printed_it_and_when(pages: Environment) -> None:
    page = pages.from_string('{% extends "ui/layouts/print.html" %}')
    html = page.render(marking="Official: sensitive", printed_by="Robin Invented", printed_at=gallery.NOW)
    assert "Printed by Robin Invented" in html and "Saturday 21 November 2026, 10:55am" in html
    assert html.count("Official: sensitive") == 2


def test_confirming_shows_the_details_and_a_way_back(pages: Environment) -> None:
    confirm = components.Confirm("Close this episode?", (components.SummaryRow("Child", "SP-1"),), "Close it", "/back")
    page = pages.from_string("{% call ui.confirm(it, '') %}<p>Reason</p>{% endcall %}")
    html = page.render(it=confirm)
    assert all(words in html for words in ("Close this episode?", "SP-1", "Close it", 'href="/back"', "<p>Reason</p>"))


def test_choices_can_reveal_a_question(pages: Environment) -> None:
    form = gallery.Report(now=gallery.NOW)
    html = pages.globals["form_field"](form["teller"], reveal={"police": "<p>Which force?</p>"})  # type: ignore[operator]
    assert "<p>Which force?</p>" in html and "govuk-radios__conditional" in html


def test_a_plain_question_left_empty_says_what_to_do() -> None:
    form = gallery.Report({"words": "x" * 2001, "place": "moon"}, now=gallery.NOW)
    said = {name: errors[0] for name, errors in form.errors.items()}
    assert said["name"] == "What name does the child like to be called: enter an answer"
    assert said["teller"] == "Who told us: select an answer"
    assert said["place"] == "Where were they last seen: choose from the answers offered"
    assert said["words"].endswith("must be 2,000 characters or fewer")
    assert "This field" not in str(form.errors)
