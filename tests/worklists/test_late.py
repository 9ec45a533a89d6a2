"""Actions past their day are told to who sees to them, then upwards; what is given to a team is told to each of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from tests.browsing import browser, words
from tests.forums.test_meetings import begun, gathered, listed, planned, risky
from tests.partnership import PEOPLE, Partnership, acting, as_owner, invented_child
from tests.worklists.test_giving import given_notices, keys, list_of, one_of, suspected
from wayhome.forums.operations import deciding
from wayhome.plans.days import today
from wayhome.plans.operations import actions
from wayhome.plans.operations.actions import About, Agreed, Owner
from wayhome.platform import wall
from wayhome.platform.models import Holding, Post, Team
from wayhome.platform.operations import partnership as setting_up
from wayhome.platform.roles import as_clock
from wayhome.record.operations import access
from wayhome.worklists.models import Notice
from wayhome.worklists.operations import cover, giving, late, notices
from wayhome.worklists.operations.giving import To

LONG_AFTER = timedelta(days=8)


def told(place: Partnership, action: UUID, kind: str) -> dict[UUID | None, str]:
    """Return who was told that an action is late, and why they."""
    with transaction.atomic(), as_clock():
        rows = Notice.objects.filter(kind=kind, reading_key__endswith=str(action))
        return dict(rows.values_list("recipient", "because"))


def chased(now: datetime) -> int:
    return late.chase(now=now)


def agreed(place: Partnership, owner: Owner, child: UUID) -> UUID:
    with acting(place, "met") as actor:
        return actions.open_action(actor=actor, agreed=Agreed("Ring the school", owner, today(), About(child=child)))


@contextmanager
def holding(place: Partnership, who: dict[str, str]) -> Iterator[None]:
    """Let somebody hold posts that stand empty, for a while: what the owner writes outlives a test."""
    made = []
    with as_owner():
        for role, name in who.items():
            post = setting_up.add_post(
                authority=place.authority, role=role, title=role, agency=place.agencies[PEOPLE[name][0]]
            )  # fmt: skip
            setting_up.hold(authority=place.authority, post=post, users=[place.people[name]], from_at=wall.now())
            made.append(post)
    try:
        yield
    finally:
        with as_owner():
            Holding.objects.filter(post_id__in=made).delete()
            Post.objects.filter(id__in=made).delete()


def test_an_action_past_its_day_is_told_once_then_goes_up(north: Partnership) -> None:
    child, people = invented_child(north), north.people
    action = agreed(north, Owner(person=people["worker"]), child)
    tomorrow, later = wall.now() + timedelta(days=1), wall.now() + LONG_AFTER
    assert chased(wall.now()) == 0, "its day is not over"
    assert chased(tomorrow) == 1 and chased(tomorrow) == 0
    assert told(north, action, "action-late") == {people["worker"]: "its day is over"}
    assert told(north, action, "action-late-up") == {}
    assert "Something you see to is overdue" in words(browser(north, "worker").get("/my-work"))
    assert chased(later) == 1 and chased(later) == 0
    assert told(north, action, "action-late-up") == {people["manager"]: "it is still not done"}
    with acting(north, "worker") as actor:
        actions.extend(actor=actor, action=action, due_on=today() + timedelta(days=9), reason="The school is shut")
    assert chased(later) == 0
    assert chased(later + LONG_AFTER) == 2, "given longer, it is told of anew"
    with acting(north, "worker") as actor:
        actions.complete(actor=actor, action=action)
    notices.chase(now=later + 3 * LONG_AFTER)
    with transaction.atomic(), as_clock():
        assert not Notice.objects.filter(kind__startswith="action-late", passed_up_at__isnull=False).exists()


def test_nobody_is_told_of_what_is_past_or_of_what_they_may_not_open(north: Partnership) -> None:
    child, people = invented_child(north), north.people
    with acting(north, "met") as actor:
        days_ago = Agreed(
            "Ring the school", Owner(person=people["worker"]), today() - timedelta(days=3), About(child=child)
        )
        past = actions.open_action(actor=actor, agreed=days_ago)
    sealed = agreed(north, Owner(person=people["worker"]), child)
    with acting(north, "worker") as actor:
        access.be_named(actor=actor, child=child, reason="Knows the child")
        access.seal(actor=actor, child=child, users=[], teams=[], reason="A threat")
    chased(wall.now() + LONG_AFTER)
    assert told(north, past, "action-late") == {}, "written down after its day"
    assert set(told(north, sealed, "action-late")) == {people["worker"]}, "whoever was asked may open it"
    assert people["manager"] not in told(north, sealed, "action-late-up")


def test_what_a_meeting_agreed_goes_to_who_answers_there_and_to_the_chair(north: Partnership) -> None:
    child, meeting = risky(north), planned(north)
    gathered(north, meeting)
    begun(north, meeting)
    item = listed(north, meeting)[child]
    with holding(north, {"health-lead": "nurse", "met-chair": "head-cover"}):
        with acting(north, "met") as actor:
            action = deciding.agree_action(
                actor=actor, item=item, what="Offer a nurse", owner=Owner(agency=north.agencies["health"]),
                due_on=today(), title="The meeting",
            )  # fmt: skip
        assert chased(wall.now() + LONG_AFTER) == 2
        assert set(told(north, action, "action-late")) == {north.people["nurse"]}
        assert told(north, action, "action-late-up")[north.people["head-cover"]] == "it was agreed with you"


def test_what_is_given_to_a_team_is_told_to_each_by_name_and_goes_up_once(north: Partnership) -> None:
    child, people = invented_child(north), north.people
    suspected(north, child, hours_ago=1)
    duty = one_of(north, "worker", child)
    with as_owner():
        team = Team.objects.get(authority_id=north.authority).id
    now = wall.now()
    with acting(north, "manager") as actor:
        cover.go_away(
            actor=actor, user=people["manager"], from_at=now, until_at=now + LONG_AFTER, covered_by=people["loner"], now=now
        )  # fmt: skip
    with acting(north, "manager") as actor:
        giving.give(actor=actor, key=duty.key, to=To(team=team), reason="Whoever is in", now=wall.now())
    asked = {n.recipient: n for n in given_notices(north, duty.key)}
    assert {people["worker"], people["loner"]} <= set(asked), "each by name; who is away, by who covers"
    assert "it was given to your team" in words(browser(north, "worker").get(f"/notices/{asked[people['worker']].id}"))
    limit = asked[people["worker"]].acknowledge_by
    assert limit is not None
    notices.chase(now=limit)
    new = [n for n in given_notices(north, duty.key) if n.told_at == limit]
    assert [n.recipient for n in new].count(people["worker"]) == 1, "once for the team, to the post that owns it"


def test_once_somebody_of_the_team_has_it_nobody_else_is_chased_upwards(north: Partnership) -> None:
    child = invented_child(north)
    suspected(north, child, hours_ago=1)
    duty = one_of(north, "worker", child)
    with as_owner():
        team = Team.objects.get(authority_id=north.authority).id
    with acting(north, "manager") as actor:
        giving.give(actor=actor, key=duty.key, to=To(team=team), reason="Whoever is in", now=wall.now())
    asked = given_notices(north, duty.key)
    with acting(north, "worker") as actor:
        giving.take(actor=actor, key=duty.key, now=wall.now())
    assert duty.key in keys(list_of(north, "worker").todo)
    notices.chase(now=max(n.acknowledge_by for n in asked if n.acknowledge_by))
    assert len(given_notices(north, duty.key)) == len(asked)
