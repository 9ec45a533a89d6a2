"""Access and sharing: who may see a child's record, sealing it, naming people for it, and keeping somebody away."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from tests import browsing
from tests.partnership import Partnership, acting, ago, at, invented_child, reported, said
from wayhome.clocks.models import Reading
from wayhome.missing.models import Episode
from wayhome.platform import wall
from wayhome.platform.models.access import Exclusion, Grant, Sealing
from wayhome.platform.operations import naming
from wayhome.platform.queries import naming as asking
from wayhome.platform.web.hearing import Change, Reach
from wayhome.record.models import ChildNow, Fact, Supersession
from wayhome.record.operations import access, facts
from wayhome.record.operations.errors import BadValue, NotFound
from wayhome.record.queries import ledger
from wayhome.worklists.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def child(north: Partnership) -> UUID:
    made = invented_child(north)
    reported(north, made, hours_ago=30)
    return made


def sealed(place: Partnership, child: UUID, *people: str) -> None:
    with acting(place, "worker") as actor:
        access.seal(actor=actor, child=child, users=[place.people[p] for p in people], teams=[], reason="At risk")


def rows_of(child: UUID) -> dict[str, int]:
    """Return how many rows of each kind the present reader gets."""
    tables = (Fact, ChildNow, Episode, Reading, Sealing, Exclusion)
    key = {Sealing: "subject", Exclusion: "subject"}
    return {t.__name__: t.objects.filter(**{key.get(t, "child_id"): child}).count() for t in tables}


def decide(browser: Client, child: UUID, act: str, **boxes: object) -> int:
    return browser.post(reverse("child-access-decide", args=[child, act]), boxes).status_code


def test_the_page_is_in_the_row_and_not_there_for_who_may_not_see_the_child(north: Partnership) -> None:
    child = invented_child(north)
    page = browsing.browser(north, "worker").get(reverse("child-access", args=[child]))
    assert "Nobody is named" in browsing.words(page)
    assert browsing.browser(north, "farshire").get(reverse("child-access", args=[child])).status_code == 404


def test_sealing_later_seals_what_came_before_for_all_but_those_named(north: Partnership, child: UUID) -> None:
    with acting(north, "met"):
        before = rows_of(child)
    assert all(before[t] for t in ("Fact", "ChildNow", "Episode", "Reading")), before
    browser = browsing.browser(north, "worker")
    assert decide(browser, child, "seal", reason="At risk", people=[north.people["manager"]]) == 302
    for name in ("met", "hub-one", "inspector", "nurse", "head"):
        with acting(north, name):
            assert not any(rows_of(child).values()), name
        for url in ("child", "child-about", "child-access", "child-documents", "child-people"):
            assert browsing.browser(north, name).get(reverse(url, args=[child])).status_code == 404, (name, url)
    for name in ("worker", "manager"):
        with acting(north, name):
            assert rows_of(child)["Fact"] == before["Fact"], name
    assert "This record is sealed" in browsing.words(browser.get(reverse("child-access", args=[child])))


def test_what_is_recorded_while_sealed_is_sealed_and_opens_with_it(north: Partnership, child: UUID) -> None:
    sealed(north, child)
    with acting(north, "worker") as actor:
        facts.record(actor=actor, child=child, drafts=[said("child.known-as", text="Pip")])
    with acting(north, "met"):
        assert not ledger.entries(child)
    with acting(north, "worker") as actor:
        access.open_again(actor=actor, child=child, reason="The danger is over")
    with acting(north, "met"):
        assert "Pip" in {e.text for e in ledger.entries(child)}


def test_a_team_and_a_person_until_a_day_see_it_and_then_no_longer(north: Partnership, child: UUID) -> None:
    sealed(north, child)
    with acting(north, "worker") as actor:
        access.name(
            actor=actor, child=child, users=[north.people["met"]], teams=[],
            until=wall.now() + timedelta(days=1), reason="On duty",
        )  # fmt: skip
    with acting(north, "met"):
        assert rows_of(child)["Fact"]
    with acting(north, "worker") as actor:
        (row,) = [n for n in asking.named_for(child, wall.now()) if n.user == north.people["met"]]
        naming.end_naming(actor=actor, subject=child, grant=row.id, reason="Off duty")
        naming.name(actor=actor, subject=child, users=[north.people["met"]], reason="Over", until=ago(0.01))
    with acting(north, "met"):
        assert not any(rows_of(child).values())
    team = _team_of(north, "manager")
    with acting(north, "worker") as actor:
        access.name(actor=actor, child=child, users=[], teams=[team], until=None, reason="Their child")
    with acting(north, "manager"):
        assert rows_of(child)["Fact"]
    with acting(north, "loner"):
        assert not any(rows_of(child).values())


def _team_of(place: Partnership, name: str) -> UUID:
    with acting(place, name), connection.cursor() as cursor:
        cursor.execute("select team_id from platform_user where id = %s", [place.people[name]])
        return cursor.fetchone()[0]


def test_nobody_names_themselves_once_somebody_is_named(north: Partnership, child: UUID) -> None:
    with acting(north, "worker") as actor:
        access.name(
            actor=actor, child=child, users=[north.people["manager"]], teams=[], until=None, reason="Sealed note"
        )
    with acting(north, "met") as actor:
        with pytest.raises(BadValue, match="may not decide"):
            access.name(actor=actor, child=child, users=[actor.user], teams=[], until=None, reason="Curious")
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            naming.name(actor=actor, subject=child, users=[actor.user], reason="Curious")
    for name in ("inspector", "nurse"):
        with acting(north, name) as actor, pytest.raises(BadValue):
            access.seal(actor=actor, child=child, users=[], teams=[], reason="Not theirs")


def test_somebody_always_stays_named_for_a_sealed_record(north: Partnership, child: UUID) -> None:
    sealed(north, child)
    with acting(north, "worker") as actor:
        (own,) = Grant.objects.filter(subject=child).values_list("id", flat=True)
        with pytest.raises(BadValue, match="Somebody must stay named"):
            access.end_naming(actor=actor, child=child, grant=own, reason="Leaving")
        access.name(actor=actor, child=child, users=[north.people["met"]], teams=[], until=None, reason="Instead")
        access.end_naming(actor=actor, child=child, grant=own, reason="Leaving")
    with acting(north, "worker"):
        assert not rows_of(child)["Fact"]
    with acting(north, "met"):
        assert rows_of(child)["Fact"]


def test_a_colleague_kept_away_sees_nothing_not_even_that_and_is_let_back(north: Partnership, child: UUID) -> None:
    browser = browsing.browser(north, "worker")
    assert decide(browser, child, "keep-away", colleague=north.people["met"], reason="An aunt") == 302
    with acting(north, "met") as actor:
        assert not any(rows_of(child).values())
        with pytest.raises(NotFound):
            access.keep_away(actor=actor, child=child, user=north.people["worker"], reason="Back at you")
    assert decide(browser, child, "keep-away", colleague=north.people["met"], reason="Twice") == 422
    with acting(north, "worker"):
        (row,) = Exclusion.objects.filter(subject=child).values_list("id", flat=True)
    there = reverse("child-access-end", args=[child, "let-back", row])
    assert browser.post(there, {"reason": ""}).status_code == 422
    assert browser.post(there, {"reason": "A mistake"}).status_code == 302
    with acting(north, "met"):
        assert rows_of(child)["Fact"]


def test_who_was_asked_still_sees_that_they_were_asked(north: Partnership, child: UUID) -> None:
    with acting(north, "worker"):
        told = {n.recipient for n in Notice.objects.filter(child_id=child) if n.recipient}
    name = next(n for n, id_ in north.people.items() if id_ in told and n != "worker")
    sealed(north, child)
    with acting(north, name):
        assert Notice.objects.filter(child_id=child, recipient=north.people[name]).exists()
        assert not Notice.objects.filter(child_id=child).exclude(recipient=north.people[name]).exists()


def test_a_correction_may_be_sealed_and_the_old_fact_says_only_that_it_was_corrected(
    north: Partnership, child: UUID
) -> None:
    with acting(north, "worker") as actor:
        (old,) = facts.record(actor=actor, child=child, drafts=[said("child.address", 5, text="1 Invented Row")])
        access.be_named(actor=actor, child=child, reason="Moved in secret")
        draft = facts.Draft(
            "child.address", at(ago(1)), wall.now(), text="2 Secret Row", sealed=True
        )  # fmt: skip
        new = facts.correct(actor=actor, fact=old, draft=draft, reason="The family moved")
    with acting(north, "inspector"):
        assert Fact.objects.filter(id=old).exists()
        assert not Fact.objects.filter(id=new).exists()
        assert Supersession.objects.filter(old=old).exists()
    browser = browsing.browser(north, "inspector")
    for url in ("child-about", "child-people", "child-timeline"):
        assert "Secret Row" not in browser.get(reverse(url, args=[child])).content.decode(), url
    assert "2 Secret Row" in browsing.words(
        browsing.browser(north, "worker").get(reverse("child-people", args=[child]))
    )


def test_one_may_choose_who_sees_what_one_records(north: Partnership, child: UUID) -> None:
    browser = browsing.browser(north, "worker")
    where = reverse("tell-topic", args=[child, "phone"])
    page = browser.get(where)
    assert "Who may see this?" in browsing.words(page)
    boxes = {n: browsing.hidden(page, n) for n in ("key", "read_at")} | {"value": "01632 960111", "seen": "named"}
    assert browser.post(where, boxes).status_code == 302
    for name, sees in {"worker": True, "met": False, "inspector": False}.items():
        page = browsing.browser(north, name).get(reverse("child-people", args=[child]))
        assert ("01632 960111" in page.content.decode()) is sees, name
    nurse = browsing.browser(north, "nurse")
    assert nurse.post(where, boxes | {"key": str(child)}).status_code == 422


def test_when_an_episode_was_last_changed_says_nothing_of_what_some_may_not_read(north: Partnership) -> None:
    child = invented_child(north)
    episode = reported(north, child, hours_ago=3)

    def changed() -> object:
        with acting(north, "nurse"):
            return Episode.objects.values_list("updated_at", flat=True).get(id=episode)

    before = changed()
    with acting(north, "worker") as actor:
        access.be_named(actor=actor, child=child, reason="Knows her")
        for told in (said("missing.update", text="x", sealed=True), said("strategy-discussion.held", code="to-locate")):
            facts.record(actor=actor, child=child, episode=episode, drafts=[told])
    assert changed() == before
    with acting(north, "inspector") as actor:
        facts.record(actor=actor, child=child, episode=episode, drafts=[said("missing.update", text="Seen")])
    assert changed() != before


def test_an_open_page_of_who_is_shut_out_hears_nothing(north: Partnership) -> None:
    now, child = wall.now(), "6a1f"
    open_one = Change.read(f"3:{child}:open", now)
    assert open_one is not None
    assert Reach(frozenset({3})).covers(open_one)
    assert not Reach(frozenset({3}), excluded=frozenset({child})).covers(open_one)
    restricted = Change.read(f"3:{child}", now)
    assert restricted is not None
    assert not Reach(frozenset({3})).covers(restricted)
