"""A child's missing history: every time, how it ended, who listened, and how often as the protocol in force counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from tests import browsing
from tests.partnership import Partnership, acting, ago, at, invented_child, northhaven, reported, southhaven
from wayhome.engine.facts import Precision
from wayhome.missing.operations import conversations
from wayhome.missing.operations import episodes as operations
from wayhome.missing.queries import repeats
from wayhome.missing.queries.episodes import EpisodeView
from wayhome.platform import wall

PATHWAY, FOUR_BOARDS, LEWISHAM = "portsmouth-pathway@1.0.0", "4lscb-2013@1.0.0", "lewisham-2017@1.0.0"


def view(since: datetime | None, category: str = "missing", section: str = "returned") -> EpisodeView:
    precision = Precision.EXACT if since else Precision.UNKNOWN
    return EpisodeView(
        uuid4(), uuid4(), uuid4(), section, category, category, "home", since, since, precision, None, "", "",
        None, None, "", None, datetime(2026, 6, 1, tzinfo=UTC),
    )  # fmt: skip


def count(law: str, had: list[EpisodeView], now: datetime, monkeypatch: pytest.MonkeyPatch) -> list[repeats.Counted]:
    monkeypatch.setattr(repeats, "law_at", lambda authority, moment: law)
    return list(repeats.counted(uuid4(), had, now))


@pytest.mark.parametrize(("law", "number"), [(PATHWAY, 3), (FOUR_BOARDS, 3), (LEWISHAM, 3)])
def test_each_protocol_counts_in_its_own_way_and_says_where_that_is_written(law: str, number: int) -> None:
    found = repeats.ways(law)
    assert found
    for way in found:
        assert way.number == number
        assert way.cite
    assert len(found) == len({(w.number, w.span, w.categories, w.as_now) for w in found})


def test_ninety_days_are_counted_to_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    now = datetime(2026, 6, 30, 12, tzinfo=UTC)
    first = datetime(2026, 4, 1, 23, 30, tzinfo=UTC)  # 2 April in London, 89 days before
    for law in (PATHWAY, FOUR_BOARDS):
        assert {counted.times for counted in count(law, [view(first)], now, monkeypatch)} == {1}
    early = datetime(2026, 4, 1, 12, tzinfo=UTC)
    pathway = count(PATHWAY, [view(early)], now, monkeypatch)[0]
    boards = count(FOUR_BOARDS, [view(early)], now, monkeypatch)[0]
    assert (pathway.times, boards.times) == (0, 1)  # 90 days both ends counted, and 90 days after the day
    assert str(pathway.since) == "2026-04-02"
    assert str(boards.since) == "2026-04-01"


def test_a_way_asks_for_the_category_as_it_stands_or_as_it_began(monkeypatch: pytest.MonkeyPatch) -> None:
    now = datetime(2026, 6, 30, 12, tzinfo=UTC)
    changed = replace(view(now - timedelta(days=1), category="unauthorised-absence"), category="missing")
    said = {each.way.as_now: each.times for each in count(PATHWAY, [changed], now, monkeypatch)}
    assert said == {True: 1, False: 0}


def test_errors_are_no_times_and_what_nobody_can_date_stands_beside(monkeypatch: pytest.MonkeyPatch) -> None:
    now = datetime(2026, 6, 30, 12, tzinfo=UTC)
    had = [
        view(now - timedelta(days=1)), view(now - timedelta(days=2), section="error"), view(None),
        view(now - timedelta(days=3), category="unauthorised-absence"),
    ]  # fmt: skip
    counted = count(PATHWAY, had, now, monkeypatch)[0]
    assert (counted.times, counted.undated, counted.reached) == (1, 1, False)
    had += [view(now - timedelta(days=10)), view(now - timedelta(days=20))]
    again = count(PATHWAY, had, now, monkeypatch)[0]
    assert (again.times, again.reached) == (3, True)


@pytest.fixture
def place(db: None) -> Partnership:
    return northhaven()


def back(place: Partnership, child: UUID, hours_ago: float) -> UUID:
    episode = reported(place, child, hours_ago=hours_ago, missing_from="care", last_seen="The bus station")
    with acting(place, "worker") as actor:
        came = operations.CameBack(located=at(ago(hours_ago - 3)), returned=at(ago(hours_ago - 4)), where="The pier")
        operations.came_back(actor=actor, episode=episode, told=came, told_at=wall.now())
    return episode


@pytest.mark.django_db
def test_every_time_is_there_with_how_it_ended_and_who_listened(place: Partnership) -> None:
    child = invented_child(place)
    first, second = back(place, child, 90), back(place, child, 50)
    now_missing = reported(place, child, hours_ago=5)
    with acting(place, "worker") as actor:
        offer = conversations.Offer(at(ago(40)), "mentor", "Invented Mentor", "accepted", "")
        conversations.offer(actor=actor, episode=second, offer=offer, told_at=wall.now())
    page = browsing.browser(place, "worker").get(reverse("child-missing", args=[child]))
    said = browsing.words(page)
    assert page.status_code == 200
    places = [page.content.decode().index(str(e)) for e in (now_missing, second, first)]
    order = [page.content.decode().index(f"episode-{e}") for e in (now_missing, second, first)]
    assert order == sorted(order), places
    assert "3 times" in said
    assert "Reached" in said
    assert "PATH" in said
    for each in ("Care: a foster home", "Last seen: The bus station", "Found: The pier", "Still missing"):
        assert each in said
    assert "Offered. The child said: accepted" in said
    assert "Nobody has recorded an offer" in said
    assert reverse("episode", args=[first]) in page.content.decode()
    assert 'aria-current="page">Missing</a>' in page.content.decode()


@pytest.mark.django_db
def test_a_child_one_may_not_see_has_no_history(place: Partnership) -> None:
    child = invented_child(place)
    assert browsing.browser(southhaven(), "worker").get(reverse("child-missing", args=[child])).status_code == 404


@pytest.mark.django_db
def test_a_child_never_missing_says_so(place: Partnership) -> None:
    page = browsing.browser(place, "worker").get(reverse("child-missing", args=[invented_child(place)]))
    assert "No missing episode has been recorded for this child." in browsing.words(page)


@pytest.mark.django_db
def test_the_questions_put_to_the_database_do_not_grow_with_the_times(place: Partnership) -> None:
    child, other = invented_child(place), invented_child(place)
    back(place, child, 50)
    for hours in (400, 300, 200, 100):
        back(place, other, hours)
    browser, asked = browsing.browser(place, "worker"), []
    for one in (child, child, other):
        with browsing.counted() as statements:
            browser.get(reverse("child-missing", args=[one]))
        asked.append(len(statements))
    assert asked[1] == asked[2]
