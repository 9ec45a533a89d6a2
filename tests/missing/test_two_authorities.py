"""One child, two authorities: what each may see of one episode, and what a report gives away of another."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse

from tests import browsing
from tests.partnership import (
    PASSWORD,
    QUICK_PASSWORDS,
    Partnership,
    acting,
    ago,
    as_owner,
    at,
    invented_child,
    northhaven,
    reported,
    said,
)
from wayhome.missing.operations import episodes as operations
from wayhome.missing.operations.errors import AlreadyMissing
from wayhome.missing.queries import episodes, held
from wayhome.missing.queries.episodes import EpisodeView
from wayhome.platform import wall
from wayhome.platform.models import Grant, User
from wayhome.platform.operations import partnership as setting_up
from wayhome.platform.operations import sharing as platform_sharing
from wayhome.platform.roles import enter
from wayhome.record.operations import facts, sharing
from wayhome.record.operations.errors import BadValue
from wayhome.record.queries import ledger

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(db: None) -> Partnership:
    return northhaven()


def theirs(place: Partnership) -> UUID:
    """Return a child whose record Farshire opened: both authorities see the child."""
    return invented_child(place, by="farshire", worker=None)


def seen(place: Partnership, name: str, episode: UUID) -> EpisodeView | None:
    with acting(place, name):
        return episodes.episode(episode)


def sent(place: Partnership, child: UUID, name: str = "farshire", **more: str):  # type: ignore[no-untyped-def]
    client = browsing.browser(place, name)
    address = reverse("report-missing", args=[child])
    key = browsing.hidden(client.get(address), "key")
    told = {"key": key, "category": "missing", "last_seen": "By the bus station", **browsing.at_day("since", 2), **more}
    return client, address, told


def test_each_column_follows_the_fact_behind_it(place: Partnership) -> None:
    child = theirs(place)
    episode = reported(place, child, hours_ago=10, by="farshire", missing_from="care")
    with acting(place, "inspector") as actor:
        told = [said("missing.risk-graded", 9, code="high"), said("missing.reported", 9)]
        operations.add(actor=actor, episode=episode, drafts=told)
        came = operations.CameBack(located=at(ago(1)), returned=None, where="The pier")
        operations.came_back(actor=actor, episode=episode, told=came, told_at=wall.now())
    mine, police = seen(place, "farshire", episode), seen(place, "inspector", episode)
    assert mine and police
    assert (police.police_risk, police.reported_at is None, police.ended_from is None) == ("high", False, False)
    assert not police.withheld
    assert (mine.police_risk, mine.reported_at, mine.ended_from, mine.ended_until) == ("", None, None, None)
    assert (mine.missing_from, mine.category, mine.section) == ("care", "missing", "returned")
    assert mine.withheld == {"police_risk", "reported", "ended"}
    assert mine.ended is not None  # found, at a time this reader may not read


@pytest.mark.parametrize("column", ["police_risk", "ended_from", "reported_at", "category", "closed_at"])
def test_the_database_refuses_the_columns_to_the_role_that_serves(place: Partnership, column: str) -> None:
    episode = reported(place, invented_child(place), hours_ago=10)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        enter(place.people["worker"])
        with connection.cursor() as cursor:
            cursor.execute(f"select {column} from missing_episode where id = %s", [episode])


def test_a_report_says_nothing_of_an_episode_its_author_may_not_see(place: Partnership) -> None:
    free, taken = theirs(place), theirs(place)
    hidden = reported(place, taken, hours_ago=10)
    answers = []
    for child in (free, taken):
        client, address, told = sent(place, child)
        begun = time.monotonic()
        answer = client.post(address, told)
        answers.append((answer, client.get(answer["Location"]), int((time.monotonic() - begun) / 10)))
    assert [a[0].status_code for a in answers] == [302, 302]
    assert all(a[0]["Location"].startswith("/reports/") for a in answers)
    assert answers[0][2] == answers[1][2]
    pages = [browsing.words(a[1]).replace(str(c), "") for a, c in zip(answers, (free, taken), strict=True)]
    told = [p[p.rindex("Your report is recorded") : p.rindex("Open the child")] for p in pages]
    assert len({re.sub(r"\d{1,2}:\d\d[ap]m", "", page) for page in told}) == 1, "alike but for a minute that went by"
    assert "Somebody may already hold this" in told[0]
    assert "By the bus station" in told[0]
    for answer in answers:
        assert str(hidden) not in answer[1].content.decode() + answer[0]["Location"]
    with acting(place, "farshire"):
        assert episodes.of_child(taken) == ()
        assert all(e.episode != hidden for e in ledger.entries(taken))


def test_a_held_report_waits_for_those_who_see_the_episode_and_becomes_part_of_it(place: Partnership) -> None:
    child = theirs(place)
    episode = reported(place, child, hours_ago=10)
    client, address, told = sent(place, child, police_risk="high")
    first, second = client.post(address, told), client.post(address, told)
    assert first["Location"] == second["Location"]
    assert first["Location"] in client.get(address).content.decode()
    with acting(place, "worker"):
        (waiting,) = held.waiting(child)
    worker = browsing.browser(place, "worker")
    page = worker.get(reverse("episode", args=[episode]))
    adding = reverse("add-report", args=[episode, waiting.id])
    assert adding in page.content.decode()
    assert "By the bus station" in browsing.words(worker.get(adding))
    assert worker.post(adding).status_code == worker.post(adding).status_code == 302
    with acting(place, "worker"):
        log = [e for e in ledger.entries(child, episode=episode) if e.source.endswith(str(waiting.id))]
        assert held.waiting(child) == ()
        assert episodes.missing_now(child) is not None
    assert {(e.kind, e.code or e.text) for e in log} >= {
        ("missing.update", "Also reported missing by another agency, as: missing."),
        ("missing.risk-graded", "high"),
        ("missing.last-seen", "By the bus station"),
    }
    assert len([e for e in log if e.kind == "missing.update"]) == 1
    assert client.get(adding).status_code == 404


def test_nobody_else_reads_a_receipt(place: Partnership) -> None:
    client, address, told = sent(place, theirs(place))
    receipt = client.post(address, told)["Location"]
    assert client.get(receipt).status_code == 200
    assert browsing.browser(place, "nurse").get(receipt).status_code == 404


def test_undoing_an_earlier_return_says_nothing_of_an_episode_that_is_not_seen(place: Partnership) -> None:
    child = theirs(place)
    first = reported(place, child, hours_ago=30, by="farshire")
    with acting(place, "farshire") as actor:
        came = operations.CameBack(located=None, returned=at(ago(20)))
        operations.came_back(actor=actor, episode=first, told=came, told_at=wall.now())
    hidden = reported(place, child, hours_ago=5)
    with acting(place, "farshire") as actor:
        back = next(e for e in ledger.entries(child, episode=first) if e.kind == "missing.returned")
        with pytest.raises(operations.MayBeHeld) as refused, transaction.atomic():
            facts.withdraw(actor=actor, fact=back.id, reason="A mistake")
    assert str(hidden) not in str(refused.value)
    assert not isinstance(refused.value, AlreadyMissing)


# --- placed in, placed out, passing through: one row, four readers ---


def far_police(place: Partnership) -> UUID:
    """Return somebody of Farshire's police, who are another agency than Farshire itself."""
    with as_owner(), QUICK_PASSWORDS:
        slug = f"far-{uuid4().hex[:8]}"
        agency = setting_up.add_agency(
            authority=place.authority, slug=slug, name="Farshire Police", kind="other-authority"
        )
        return setting_up.add_person(
            authority=place.authority, agency=agency, email=f"{slug}@far.example", name="Far Officer",
            job_title="officer", password=PASSWORD,
        )  # fmt: skip


@pytest.mark.parametrize("lives", ["placed-in", "placed-out", ""])
def test_four_readers_see_one_row(place: Partnership, lives: str) -> None:
    child = invented_child(place)
    if lives:
        with acting(place, "worker") as actor:
            facts.record(actor=actor, child=child, drafts=[said("child.placement", 100, code=lives)])
    episode = reported(place, child, hours_ago=10, by="worker", last_seen="By the pier")
    with acting(place, "inspector") as actor:
        operations.add(actor=actor, episode=episode, drafts=[said("missing.risk-graded", 9, code="high")])
    with acting(place, "worker") as actor:
        secret = [said("told.director", 8, code="high-risk"), said("child.address", 8, text="1 Invented Street")]
        facts.record(actor=actor, child=child, episode=episode, drafts=secret[:1])
        facts.record(actor=actor, child=child, drafts=secret[1:])
    officer = far_police(place)

    def reads(user: UUID) -> tuple[str, set[str]] | None:
        with transaction.atomic():
            enter(user)
            view = episodes.episode(episode)
            return (view.police_risk, {e.kind for e in ledger.entries(child)}) if view else None

    host, police, authority = (place.people[n] for n in ("worker", "inspector", "farshire"))
    assert (reads(authority), reads(officer)) == (None, None)
    for agency, user in ((place.agencies["other-authority"], authority), (agency_of(officer), officer)):
        with acting(place, "worker") as actor:
            sharing.let_in(actor=actor, child=child, agency=agency, until=None, reason="Responsible for the child")
        seen_now = reads(user)
        assert seen_now is not None
        assert seen_now[0] == "high"
        assert {"missing.began", "missing.last-seen", "child.name"} <= seen_now[1]
        assert not {"told.director", "child.address"} & seen_now[1]
    for user in (host, police):
        full = reads(user)
        assert full is not None
        assert {"told.director", "child.address", "missing.risk-graded"} <= full[1]
    with acting(place, "worker"), connection.cursor() as cursor:
        cursor.execute("select count(*) from missing_episode where child_id = %s", [child])
        assert cursor.fetchone() == (1,)
    with acting(place, "worker") as actor:
        sharing.end(actor=actor, child=child, agency=place.agencies["other-authority"], reason="Moved home")
    assert reads(authority) is None
    assert reads(officer) is not None


def agency_of(user: UUID) -> UUID:
    with transaction.atomic():
        enter(user)
        return User.objects.values_list("agency_id", flat=True).get(id=user)


def test_sharing_ends_by_itself_and_never_opens_a_restricted_row(place: Partnership) -> None:
    child = invented_child(place)
    reported(place, child, hours_ago=10)
    agency = place.agencies["other-authority"]
    with acting(place, "worker") as actor:
        sharing.let_in(actor=actor, child=child, agency=agency, until=ago(1), reason="For a day")
    with acting(place, "farshire"):
        assert ledger.entries(child) == ()
    with as_owner():
        Grant.objects.create(
            authority_id=place.authority, user_id=place.people["worker"], subject=child, reason="Sealed"
        )
    with acting(place, "worker") as actor:
        sealed = replace(said("missing.update", 1, text="Sealed words"), sealed=True)
        open_one = episodes.missing_now(child)
        assert open_one
        facts.record(actor=actor, child=child, drafts=[sealed], episode=open_one.id)
        sharing.let_in(actor=actor, child=child, agency=agency, until=None, reason="Responsible")
    with acting(place, "farshire"):
        assert "Sealed words" not in {e.text for e in ledger.entries(child)}
        assert len(ledger.entries(child)) > 3


def test_nobody_lets_themselves_in(place: Partnership) -> None:
    child = theirs(place)
    reported(place, child, hours_ago=10)
    agency = place.agencies["other-authority"]
    with acting(place, "farshire") as actor:
        with pytest.raises(BadValue, match="do not read all"):
            sharing.let_in(actor=actor, child=child, agency=agency, until=None, reason="Curious")
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            platform_sharing.let_in(actor=actor, agency=agency, subject=child, until=None, reason="Curious")
        assert episodes.of_child(child) == ()
    assert browsing.browser(place, "farshire").post(reverse("child-authorities", args=[child])).status_code == 404


def test_another_authority_is_let_in_and_out_in_the_browser(place: Partnership) -> None:
    child = invented_child(place)
    episode = reported(place, child, hours_ago=10)
    worker, other = browsing.browser(place, "worker"), browsing.browser(place, "farshire")
    page, there = reverse("child-authorities", args=[child]), reverse("episode", args=[episode])
    agency = str(place.agencies["other-authority"])
    assert other.get(there).status_code == 404
    assert worker.post(page, {"agency": agency, "reason": ""}).status_code == 422
    assert worker.post(page, {"agency": "nonsense", "reason": "x"}).status_code == 422
    assert worker.post(page, {"agency": agency, "reason": "Responsible for the child"}).status_code == 302
    assert "Responsible for the child" in browsing.words(worker.get(page))
    assert other.get(there).status_code == 200
    assert there in other.get(reverse("board")).content.decode()
    assert other.get(page).status_code == 200
    assert "Responsible for the child" not in browsing.words(other.get(page))
    other.post(reverse("add-update", args=[episode]), {"text": "Seen at a cousin’s", **browsing.at_day("when", 1)})
    assert "Seen at a cousin’s" in browsing.words(worker.get(there))
    assert worker.post(page, {"end": agency, "why": ""}).status_code == 422
    assert worker.post(page, {"end": agency, "why": "Went home"}).status_code == 302
    assert other.get(there).status_code == 404
