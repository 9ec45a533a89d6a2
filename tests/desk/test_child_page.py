"""The child's page: every episode newest first, what is due, what is recorded and what is not, as known on any day."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.urls import reverse

from tests import browsing
from tests.partnership import Partnership, acting, ago, at, invented_child, northhaven, reported, said, southhaven
from wayhome.engine.facts import Moment
from wayhome.missing.operations import episodes as operations
from wayhome.plans.operations import actions
from wayhome.platform import wall
from wayhome.platform.roles import enter
from wayhome.record.operations.facts import correct, record
from wayhome.record.queries import children
from wayhome.record.queries.ledger import current_facts
from wayhome.ui import words
from wayhome.ui.when import WhenEntry, read_when

pytestmark = pytest.mark.django_db
APPENDIX_6 = Path(__file__).parents[2] / "examples" / "lewisham-appendix-6" / "episodes.csv"


@pytest.fixture
def place(db: None) -> Partnership:
    return northhaven()


def whole_day(day: str) -> Moment:
    """Return a day of which nobody knows the time."""
    return read_when(WhenEntry.on(date.fromisoformat(day), sureness="day"), wall.now())


def came_back(place: Partnership, episode: UUID, hours_ago: float) -> None:
    with acting(place, "worker") as actor:
        told = operations.CameBack(located=at(ago(hours_ago)), returned=None, where="At a friend's")
        operations.came_back(actor=actor, episode=episode, told=told, told_at=wall.now())


def page_of(place: Partnership, child: UUID, name: str = "worker", query: str = ""):  # type: ignore[no-untyped-def]
    return browsing.browser(place, name).get(reverse("child", args=[child]) + query)


def test_every_episode_is_listed_newest_first_with_its_word(db: None) -> None:
    place = southhaven()
    child = invented_child(place)
    first = reported(place, child, hours_ago=200)
    came_back(place, first, 190)
    second = reported(place, child, hours_ago=100, category="unauthorised-absence")
    came_back(place, second, 97)
    third = reported(place, child, hours_ago=5)
    page = page_of(place, child)
    html = page.content.decode()
    places = [html.index(f'id="episode-{episode}"') for episode in (third, second, first)]
    assert places == sorted(places)
    rows = [browsing.re.sub(r"<[^>]+>|\s+", " ", html[a : html.index("</tr>", a)]) for a in places]
    assert "Missing now" in rows[0]
    assert "Not yet" in rows[0]
    assert "Unauthorised absence" in rows[1]
    assert "3 hours" in rows[1]
    assert "Found" in rows[2]
    for episode in (first, second, third):
        assert reverse("episode", args=[episode]) in html


def test_the_list_of_appendix_6_reads_as_it_does_there(db: None) -> None:
    """LEW Joint Protocol App 6 §8: thirteen records, known by their days only, newest first, with these words."""
    place, rows = southhaven(), []
    child = invented_child(place)
    with APPENDIX_6.open() as listed:
        rows = [row for row in csv.DictReader(listed) if row["source"].endswith("section 8")]
    for row in rows:
        with acting(place, "worker") as actor:
            report = operations.Report(category=row["category"], since=whole_day(row["began"]))
            episode = operations.report(actor=actor, child=child, report=report, told_at=wall.now())
            back = operations.CameBack(located=None, returned=whole_day(row["returned"]))
            operations.came_back(actor=actor, episode=episode, told=back, told_at=wall.now())
    html = page_of(place, child).content.decode()
    shown = [browsing.re.sub(r"<[^>]+>|\s+", " ", row) for row in html.split('role="row" id="episode-')[1:]]
    assert len(shown) == len(rows) == 13
    for row, said_there in zip(reversed(rows), shown, strict=True):
        started, ended = (words.day(date.fromisoformat(row[name])) for name in ("began", "returned"))
        status = "Found" if row["category"] == "missing" else "Unauthorised absence"
        assert said_there.index(started) < said_there.index(ended) < said_there.index(status)
        assert "time not known" not in said_there[:400]
        assert f"up to {'4' if row['began'] == '2012-10-05' else '2'} days" in said_there


def test_what_is_due_for_the_child_who_is_missing_now_comes_first(place: Partnership) -> None:
    child = invented_child(place)
    came_back(place, reported(place, child, hours_ago=900), 890)
    episode = reported(place, child, hours_ago=1)
    html = page_of(place, child).content.decode()
    first = browsing.re.search(r"/episodes/([0-9a-f-]+)#duty-", html)
    assert first
    assert first[1] == str(episode)


def test_a_missing_child_is_said_to_be_missing_and_the_way_leads_to_the_open_episode(place: Partnership) -> None:
    child = invented_child(place)
    assert "Report missing" in browsing.words(page_of(place, child))
    episode = reported(place, child, hours_ago=5)
    page = page_of(place, child)
    assert "MISSING since" in browsing.words(page)
    assert "Update the open episode" in browsing.words(page)
    assert "Report missing" not in browsing.words(page)
    assert page.content.decode().count(reverse("episode", args=[episode])) >= 3
    assert "What is due" in browsing.words(page)
    assert f"{reverse('episode', args=[episode])}#duty-" in page.content.decode()


def test_what_nobody_recorded_says_so(place: Partnership) -> None:
    said_there = browsing.words(page_of(place, invented_child(place)))
    assert "Trafficked Not recorded" in said_there
    assert "Ethnicity Not recorded" in said_there
    assert "Looked after Looked after, since" in said_there


@pytest.mark.parametrize("name", ["farshire"])
def test_another_agency_is_told_there_is_no_such_child(place: Partnership, name: str) -> None:
    there = page_of(place, invented_child(place), name)
    nowhere = page_of(place, UUID("00000000-0000-4000-8000-000000000000"), name)
    assert there.status_code == nowhere.status_code == 404
    assert browsing.words(there) == browsing.words(nowhere)


def test_a_reader_sees_only_what_its_agency_reads(place: Partnership) -> None:
    child = invented_child(place)
    with acting(place, "worker") as actor:
        record(actor=actor, child=child, drafts=[said("child.section-47", 2, code="open")])
    assert "Enquiries open" in browsing.words(page_of(place, child))
    assert "Enquiries open" not in browsing.words(page_of(place, child, "nurse"))


def test_a_correction_stays_in_sight_struck_through(place: Partnership) -> None:
    child = invented_child(place)
    with acting(place, "worker") as actor:
        (fact,) = record(actor=actor, child=child, drafts=[said("child.known-as", 5, text="Robyn")])
        correct(actor=actor, fact=fact, draft=said("child.known-as", 5, text="Robin"), reason="Spelt so by the child")
    html = page_of(place, child).content.decode()
    assert "<s>Robyn</s>" in html
    assert "Spelt so by the child" in html


def test_the_page_as_known_on_an_earlier_day_knows_nothing_recorded_since(place: Partnership) -> None:
    child = invented_child(place)
    before = wall.now() - timedelta(days=2)
    query = f"?known_at_day={before.day}&known_at_month={before.month}&known_at_year={before.year}"
    page = page_of(place, child, query=query)
    assert "what was recorded by the end of" in browsing.words(page)
    assert "Looked after Not recorded" in browsing.words(page)
    today = words.local(wall.now())
    query = f"?known_at_day={today.day}&known_at_month={today.month}&known_at_year={today.year}"
    assert "Looked after Looked after, since" in browsing.words(page_of(place, child, query=query))


@pytest.mark.parametrize(
    "query", ["?known_at_day=31&known_at_month=2&known_at_year=2026", "?known_at=nonsense&timeline=all"]
)
def test_a_day_that_cannot_be_read_shows_the_child_as_now(place: Partnership, query: str) -> None:
    page = page_of(place, invented_child(place), query=query)
    assert page.status_code == 200
    assert "You are looking at" not in browsing.words(page)


def test_the_overview_says_how_safe_since_when_and_who_does_what_by_when(place: Partnership) -> None:
    child = invented_child(place)
    due = words.local(wall.now()).date() + timedelta(days=9)
    with acting(place, "worker") as actor:
        for days, code in ((90, "medium"), (40, "high"), (5, "high")):
            record(actor=actor, child=child, drafts=[said("exploitation.level-judged", days * 24, code=code)])
        record(actor=actor, child=child, drafts=[said("assessment.ceraf", 24 * 5, code="low")])
        told = actions.Agreed("Ring <the> school", actions.Owner(person=actor.user), due, actions.About(child=child))
        actions.open_action(actor=actor, agreed=told)
    page = page_of(place, child)
    there = browsing.words(page)
    first, last = (words.day(ago(days * 24)).partition(" ")[2] for days in (40, 5))
    assert f"High since {first} , judged again {last}, by Worker" in there
    assert "Before that: Medium" in there
    assert f"Low by the score of the CERAF, {last}" in there
    assert f"To do: Ring &lt;the&gt; school . Worker. Due by {words.day(due)}" in there
    assert there.index("How safe") < there.index("What is due") < there.index("Add to the record")


def test_what_has_not_begun_never_stands_before_what_is_overdue(place: Partnership) -> None:
    child = invented_child(place)
    with acting(place, "worker") as actor:
        record(actor=actor, child=child, drafts=[said("exploitation.level-judged", 24 * 300, code="high")])
    reported(place, child, hours_ago=2)
    there = browsing.words(page_of(place, child))
    there = there[there.index("What is due") : there.index("Missing episodes")]
    assert there.rindex("Overdue") < there.index("Not started")


def test_statements_do_not_grow_with_the_record(place: Partnership) -> None:
    child = invented_child(place)
    came_back(place, reported(place, child, hours_ago=300), 290)
    client = browsing.browser(place, "worker")
    address = reverse("child", args=[child])
    client.get(address)
    with browsing.counted() as few:
        client.get(address)
    for hours in (200, 100, 50):
        came_back(place, reported(place, child, hours_ago=hours), hours - 10)
    with browsing.counted() as many:
        client.get(address)
    assert len(few) == len(many), "\n".join(many)


def change(place: Partnership, child: UUID, status: str, **sent: str):  # type: ignore[no-untyped-def]
    return browsing.browser(place, "worker").post(reverse("change-status", args=[child, status]), sent)


def test_a_child_becomes_looked_after_while_missing(place: Partnership) -> None:
    child = invented_child(place, care="not-looked-after")
    reported(place, child, hours_ago=10)
    sent = change(place, child, "care-status", value="looked-after", **browsing.at_day("since", 2))
    assert sent["Location"] == reverse("child", args=[child])
    enter(place.people["worker"])
    held = current_facts(child, ["child.care-status"])
    assert [e.code for e in held] == ["not-looked-after", "looked-after"]
    assert "Looked after Looked after, since" in browsing.words(page_of(place, child))


def test_a_worker_is_allocated_and_no_longer(place: Partnership) -> None:
    child = invented_child(place, worker=None)
    change(place, child, "allocated-worker", value=str(place.people["met"]), **browsing.at_day("since", 20))
    enter(place.people["worker"])
    now_is = children.banner(child)
    assert now_is
    assert (now_is.allocated_worker, now_is.allocation) == (place.people["met"], "allocated")
    change(place, child, "allocated-worker", value="nobody", **browsing.at_day("since", 2))
    now_is = children.banner(child)
    assert now_is
    assert (now_is.allocated_worker, now_is.allocation) == (None, "unallocated")
    assert "Nobody is allocated" in browsing.words(page_of(place, child))


def test_nobody_before_the_worker_began_is_refused_in_words(place: Partnership) -> None:
    child = invented_child(place, worker=None)
    change(place, child, "allocated-worker", value=str(place.people["met"]), **browsing.at_day("since", 2))
    page = change(place, child, "allocated-worker", value="nobody", **browsing.at_day("since", 20))
    assert page.status_code == 422
    assert "before this worker was allocated" in browsing.words(page)


def test_a_related_colleague_is_recorded(place: Partnership) -> None:
    child = invented_child(place)
    change(place, child, "conflict", value=str(place.people["manager"]), **browsing.at_day("since", 2))
    assert "Colleague related to the child Manager" in browsing.words(page_of(place, child))


@pytest.mark.parametrize(
    ("status", "sent", "said_there"),
    [
        ("care-status", {}, "Choose one of the answers"),
        ("care-status", {"value": "looked-after"}, "select the day"),
        ("allocated-worker", {"value": "0000"}, "There is a problem"),
        ("care-status", {"value": "looked-after", "since_sureness": "unknown"}, "say how sure you are"),
    ],
)
def test_a_change_that_cannot_be_read_is_refused(
    place: Partnership, status: str, sent: dict[str, str], said_there: str
) -> None:
    page = change(place, invented_child(place), status, **sent)
    assert page.status_code == 422
    assert said_there in browsing.words(page)


def test_a_status_there_is_not_and_a_child_one_may_not_see_are_alike(place: Partnership) -> None:
    child = invented_child(place)
    client = browsing.browser(place, "worker")
    assert client.get(reverse("change-status", args=[child, "wealth"])).status_code == 404
    other = browsing.browser(place, "farshire")
    assert other.post(reverse("change-status", args=[child, "plan"]), {"value": "none"}).status_code == 404


def test_a_status_is_named_and_the_title_is_not(place: Partnership) -> None:
    child = invented_child(place)
    for page in (
        page_of(place, child),
        browsing.browser(place, "worker").get(reverse("change-status", args=[child, "plan"])),
    ):
        assert page.status_code == 200
        assert "Invented" not in browsing.title(page)
