"""The chronology: everything from everybody in one list, sifted, as known at any moment, pinned, printed, a page at a time."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.urls import reverse

from tests import browsing
from tests.partnership import Partnership, acting, ago, at, invented_child, northhaven, reported, said
from wayhome.desk.web import sifting
from wayhome.platform import wall
from wayhome.record.operations import facts, particulars
from wayhome.record.operations.facts import Draft
from wayhome.record.queries import chronology
from wayhome.record.queries.chronology import Asked
from wayhome.ui import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(db: None) -> Partnership:
    return northhaven()


@pytest.fixture
def child(place: Partnership) -> UUID:
    return invented_child(place)


def page_of(place: Partnership, child: UUID, query: str = "", name: str = "worker"):  # type: ignore[no-untyped-def]
    return browsing.browser(place, name).get(reverse("child-timeline", args=[child]) + query)


def tell(place: Partnership, child: UUID, *drafts: Draft, by: str = "worker") -> tuple[UUID, ...]:
    with acting(place, by) as actor:
        return facts.record(actor=actor, child=child, drafts=drafts)


def test_every_kind_of_fact_of_a_child_can_be_found_by_what_it_is_about() -> None:
    assert sifting.unfound_kinds() == frozenset()


def test_what_every_agency_told_stands_in_one_list_newest_first(place: Partnership, child: UUID) -> None:
    tell(place, child, said("child.phone", 30, text="01632 960001"))
    tell(place, child, said("intelligence.received", 20), by="inspector")
    tell(place, child, said("child.health-need", 10, text="Asthma"), by="nurse")
    page = browsing.words(page_of(place, child))
    assert page.index("01632 960001") < page.index("The plan the child is subject to")
    assert "by Nurse" not in page  # health's own: neither shown nor hinted at
    seen_by_health = browsing.words(page_of(place, child, name="nurse"))
    assert seen_by_health.index("Asthma") < seen_by_health.index("01632 960001")
    assert "by Nurse" in seen_by_health
    assert "by Worker" in seen_by_health


def test_pages_are_cut_by_key_and_together_hold_everything_once(place: Partnership, child: UUID) -> None:
    # Many at one same moment: only the whole key parts them.
    moment = ago(48)
    drafts = [Draft("child.phone", at(moment), wall.now(), text=f"number {n}") for n in range(130)]
    tell(place, child, *drafts)
    with acting(place, "worker"):
        seen: list[UUID] = []
        after, pages = None, 0
        while True:
            page = chronology.page(child, Asked(), after=after)
            seen += [e.id for e in page.entries]
            pages += 1
            if page.after is None:
                break
            after = page.after
        assert pages == 3
        assert len(seen) == len(set(seen)) == page.total
    first = page_of(place, child)
    older = re.search(r'href="([^"]+)" rel="next"', first.content.decode())
    assert older
    second = browsing.browser(place, "worker").get(older[1].replace("&amp;", "&"))
    ids = [set(re.findall(r'id="fact-([0-9a-f-]+)"', p.content.decode())) for p in (first, second)]
    assert [len(i) for i in ids] == [50, 50]
    assert not ids[0] & ids[1]


@pytest.mark.parametrize("after", ["nonsense", "1~2~3", "2026-01-01T00:00:00~2026-01-01T00:00:00~" + "0" * 32, "~~"])
def test_a_page_that_cannot_be_read_is_the_first(place: Partnership, child: UUID, after: str) -> None:
    page = page_of(place, child, f"?after={after}")
    assert page.status_code == 200
    assert "The child's name" in browsing.words(page).replace("’", "'")


def test_it_is_sifted_by_what_by_whom_by_when_and_by_words(place: Partnership, child: UUID) -> None:
    tell(place, child, said("child.phone", 24 * 40, text="01632 960001"), said("child.alias", 2, text="Invented Bee"))
    tell(place, child, said("child.street-name", 24, text="Shop"), by="inspector")
    reported(place, child, hours_ago=3)
    police = browsing.words(page_of(place, child, f"?agency={place.agencies['police']}"))
    assert "Shop" in police
    assert "01632" not in police
    missing = browsing.words(page_of(place, child, "?about=missing"))
    assert "The time missing since" in missing
    assert "Invented Bee" not in missing
    day = words.local(ago(24 * 40)).date()
    boxes = "&".join(
        f"{end}_{part}={getattr(day, part)}" for end in ("first", "last") for part in ("day", "month", "year")
    )
    on_that_day = browsing.words(page_of(place, child, f"?{boxes}"))
    assert "01632 960001" in on_that_day
    assert "Invented Bee" not in on_that_day


def test_words_to_look_for_never_stand_in_an_address(place: Partnership, child: UUID) -> None:
    tell(
        place,
        child,
        *(said("child.alias", n, text=f"Invented Bee {n}") for n in range(60)),
        said("child.phone", 1, text="1"),
    )
    browser = browsing.browser(place, "worker")
    where = reverse("child-timeline", args=[child])
    found = browser.post(where, {"words": "invented bee"})
    assert found.status_code == 200
    assert "60 entries found" in browsing.words(found)
    assert "Bee" not in "".join(re.findall(r'(?:href|action)="([^"]*)"', found.content.decode()))
    boxes = dict(re.findall(r'<input type="hidden" name="(words|after)" value="([^"]*)"', found.content.decode()))
    second = browser.post(where, boxes)
    assert len(re.findall(r'id="fact-', second.content.decode())) == 10
    others = browser.post(where, {"words": "", "about": "missing"})
    assert others.status_code == 302
    assert others.url == f"{where}?about=missing"
    for odd in ("%", "_", "\\", "'; drop table record_fact; --", "👧🏽", "x" * 300):
        assert browser.post(where, {"words": odd}).status_code == 200


def test_it_is_shown_as_it_was_known_at_a_past_moment(place: Partnership, child: UUID) -> None:
    (wrong,) = tell(place, child, said("child.school", 24 * 9, text="Elm Hghi"))
    with acting(place, "worker") as actor:
        new = particulars.amend(
            actor=actor,
            fact=wrong,
            draft=said("child.school", 24 * 9, text="Elm High"),
            said={},
            reason="Spelt wrongly",
        )
    now = browsing.words(page_of(place, child))
    assert "replaced" in now
    assert "because: Spelt wrongly" in now
    with acting(place, "worker"):
        before = chronology.page(child, Asked(known_at=_recorded(new) - timedelta(microseconds=1)))
    assert [e.current for e in before.entries if e.id == wrong] == [True]
    assert new not in {e.id for e in before.entries}
    year = page_of(place, child, "?known_on_day=3&known_on_month=3&known_on_year=2020")
    assert "what was recorded by Tuesday 3 March 2020, 11:59pm" in browsing.words(year)
    assert "0 entries" in browsing.words(year)
    today = words.local(wall.now()).date()
    late = f"?known_on_day={today.day}&known_on_month={today.month}&known_on_year={today.year}"
    page = page_of(place, child, late).content.decode()
    assert "Elm High" in page
    assert "/correct" not in page
    assert "At what time that day" in browsing.words(page_of(place, child, late + "&known_time=25:99"))


def _recorded(fact: UUID):  # type: ignore[no-untyped-def]
    from wayhome.record.queries import ledger

    found = ledger.fact(fact)
    assert found
    return found.recorded_at


def test_a_pin_is_for_everybody_carries_its_reason_and_stays_with_a_corrected_entry(
    place: Partnership, child: UUID
) -> None:
    (fact,) = tell(place, child, said("child.said", 24 * 300, text="Please ring my gran first"))
    browser = browsing.browser(place, "worker")
    where = reverse("pin-entry", args=[child, fact])
    boxes = {"key": browsing.hidden(browser.get(where), "key")}
    assert browser.post(where, boxes).status_code == 422
    boxes["why"] = "Whoever finds her must know"
    assert browser.post(where, boxes).status_code == 302
    others = page_of(place, child, name="inspector").content.decode()
    top = others[others.index("Pinned for everybody") :]
    assert "Please ring my gran first" in top[: top.index("</section>")]
    assert "because: Whoever finds her must know" in top
    with acting(place, "worker") as actor:
        particulars.amend(
            actor=actor,
            fact=fact,
            draft=said("child.said", 24 * 300, text="Please ring my nan first"),
            said={},
            reason="Her word",
        )
    later = page_of(place, child).content.decode()
    assert "Please ring my nan first" in later[later.index("Pinned for everybody") :].partition("</section>")[0]
    assert "chronology.pinned" not in later
    with acting(place, "worker"):
        newest = next(e for e in chronology.page(child, Asked()).entries if e.kind == "child.said" and e.current)
    out = reverse("pin-entry", args=[child, newest.id])
    boxes = {"key": browsing.hidden(browser.get(out), "key"), "why": "She has moved"}
    assert browser.post(out, boxes).status_code == 302
    assert "Pinned for everybody" not in browsing.words(page_of(place, child))


def test_paper_has_the_whole_list_who_printed_it_and_no_links(place: Partnership, child: UUID) -> None:
    tell(place, child, *(said("child.alias", n, text=f"Bee {n}") for n in range(80)))
    paper = page_of(place, child, "?print=yes")
    html = paper.content.decode()
    assert len(re.findall(r'id="fact-', html)) > 80
    assert "Printed by Worker" in browsing.words(paper)
    assert "Invented" not in browsing.title(paper)


def test_a_child_one_may_not_see_has_no_timeline(place: Partnership, child: UUID) -> None:
    (fact,) = tell(place, child, said("child.phone", 1, text="1"))
    assert page_of(place, child, name="farshire").status_code == 404
    assert browsing.browser(place, "farshire").get(reverse("pin-entry", args=[child, fact])).status_code == 404


def test_the_number_of_statements_does_not_grow_with_the_facts(place: Partnership) -> None:
    counts, kinds = [], ("child.phone", "child.said", "safeguarding.harm-suspected", "plan.safeguarding-reviewed")
    for number in (10, 400):
        child = invented_child(place)
        tell(
            place, child, said("exploitation.level-judged", 500, code="high")
        )  # so the page says what a level asks for
        tell(place, child, *(said(kinds[n % 4], n, text=f"number {n}") for n in range(number)))
        overview = browsing.browser(place, "worker").get(reverse("child", args=[child]))
        assert "What the level of risk asks for" in browsing.words(overview)
        for page in ("child-timeline", "child-about", "child-people", "child"):
            browser = browsing.browser(place, "worker")
            browser.get(reverse(page, args=[child]))  # what a process learns once is learnt
            with browsing.counted() as statements:
                assert browser.get(reverse(page, args=[child])).status_code == 200
            counts.append((number, page, len(statements)))
    few, many = counts[:4], counts[4:]
    assert [c[1:] for c in few] == [c[1:] for c in many]
