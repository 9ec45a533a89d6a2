"""A duty given, taken, put off and given back: only by those whose it is, and never out of sight of its time."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.utils.html import escape

from tests.browsing import browser, counted, words
from tests.partnership import Partnership, acting, ago, as_owner, at, invented_child
from wayhome.clocks.operations import sweep
from wayhome.clocks.queries.duties import Duty
from wayhome.packs.roles import load_roles
from wayhome.platform import wall
from wayhome.platform.actor import Actor
from wayhome.platform.models import Leave, Team, User
from wayhome.platform.operations import leave
from wayhome.platform.operations import partnership as setting_up
from wayhome.platform.roles import as_clock
from wayhome.record.operations import access, facts
from wayhome.record.operations.errors import BadValue, NotFound
from wayhome.record.operations.facts import Draft
from wayhome.record.subjects import Subject
from wayhome.worklists.models import Notice
from wayhome.worklists.operations import cover, giving, notices
from wayhome.worklists.operations.giving import NotYours, To
from wayhome.worklists.queries import gestures, work
from wayhome.worklists.queries.reach import above, may_arrange_leave
from wayhome.worklists.queries.work import Mine
from wayhome.worklists.web.arrange import address


def list_of(place: Partnership, name: str) -> Mine:
    with acting(place, name) as actor:
        return work.mine(actor.user, place.authority, now=wall.now())


def keys(found: tuple[Duty, ...]) -> set[str]:
    return {duty.key for duty in found}


def one_of(place: Partnership, name: str, child: UUID, *, due: bool = True) -> Duty:
    """Return a duty about the child on somebody's list that is still to come, or one that is overdue."""
    now = wall.now()
    for duty in list_of(place, name).todo:
        ahead = duty.due_at is not None and duty.due_at > now + timedelta(hours=1)
        if duty.child_id == child and duty.due_at and ahead == due:
            return duty
    raise AssertionError(f"{name} has no such duty")


def suspected(place: Partnership, child: UUID, *, hours_ago: float) -> None:
    """Slavery is suspected: the allocated worker owes something within a day of it."""
    with acting(place, "worker") as actor:
        then = ago(hours_ago)
        draft = Draft("safeguarding.slavery-suspected", at(then), then, text="Words of a taxi driver")
        facts.record(actor=actor, child=child, drafts=[draft])


def given_notices(place: Partnership, key: str) -> list[Notice]:
    with transaction.atomic(), as_clock():
        return list(Notice.objects.filter(reading_key=key, rung="given").order_by("told_at", "key"))


def test_given_it_moves_to_the_other_list_and_they_are_told(north: Partnership) -> None:
    child = invented_child(north)
    suspected(north, child, hours_ago=1)
    duty = one_of(north, "worker", child)
    for stranger in ("loner", "nurse", "inspector"):
        with acting(north, stranger) as actor, pytest.raises((NotYours, NotFound)):
            giving.give(actor=actor, key=duty.key, to=To(user=north.people["loner"]), reason="x", now=wall.now())
    with acting(north, "worker") as actor:
        for to, reason in (
            (To(), "x"),
            (To(user=north.people["loner"]), " "),
            (To(user=north.people["farshire"]), "x"),
        ):
            with pytest.raises(BadValue):
                giving.give(actor=actor, key=duty.key, to=to, reason=reason, now=wall.now())
        giving.give(
            actor=actor, key=duty.key, to=To(user=north.people["loner"]), reason="Knows the home", now=wall.now()
        )
    assert duty.key in keys(list_of(north, "worker").elsewhere) and duty.key not in keys(list_of(north, "worker").todo)
    assert duty.key in keys(list_of(north, "loner").todo)
    told = given_notices(north, duty.key)
    assert [n.recipient for n in told] == [north.people["loner"]] and told[0].acknowledge_by is not None
    # Not seen in time: back to the post that owns it.
    assert told[0].acknowledge_by is not None
    notices.chase(now=told[0].acknowledge_by)
    onward = [n for n in given_notices(north, duty.key) if n.id != told[0].id]
    assert north.people["worker"] in {n.recipient for n in onward}
    with acting(north, "loner") as actor:
        giving.give_back(actor=actor, key=duty.key, reason="I do not", now=wall.now())
    assert duty.key in keys(list_of(north, "worker").todo)
    with acting(north, "worker"):
        assert [made.verb for made in gestures.history(duty.key)] == ["given-back", "given"]


def test_each_later_step_tells_whoever_has_it_now(north: Partnership) -> None:
    """A duty that becomes overdue is told to the post or the team it was given to, and of a sealed child to none unnamed."""
    with as_owner():
        team = Team.objects.get(authority_id=north.authority).id
    hands = {"post": To(post="met-coordinator"), "team": To(team=team), "sealed": To(team=team)}
    given: dict[str, Duty] = {}
    for name, to in hands.items():
        child = invented_child(north)
        suspected(north, child, hours_ago=1)
        given[name] = one_of(north, "worker", child)
        with acting(north, "manager") as actor:
            giving.give(actor=actor, key=given[name].key, to=to, reason="They know the child", now=wall.now())
    with acting(north, "worker") as actor:
        assert given["sealed"].child_id
        access.seal(actor=actor, child=given["sealed"].child_id, users=[], teams=[], reason="At risk")
    overdue = max(duty.due_at for duty in given.values() if duty.due_at) + timedelta(minutes=1)
    sweep.sweep(now=overdue)
    people = {name: later(north, duty.key) for name, duty in given.items()}
    assert people["post"] == {"met"}
    assert people["team"] >= {"worker", "manager"} and "met" not in people["team"]
    assert people["sealed"] == {"worker"}, "the one who sealed it is named for it; a colleague of the team is not"


def later(place: Partnership, key: str) -> set[str]:
    """Return by name who was told at the later steps of a duty because it was given to them."""
    names = {user: name for name, user in place.people.items()}
    with transaction.atomic(), as_clock():
        rows = Notice.objects.filter(reading_key=key, key__contains="/given>", recipient__isnull=False)
        return {names[row.recipient] for row in rows.exclude(rung="given") if row.recipient in names}


def test_a_manager_gives_the_team_s_and_a_team_s_is_taken(north: Partnership) -> None:
    child = invented_child(north)
    suspected(north, child, hours_ago=1)
    duty = one_of(north, "worker", child)
    with as_owner():
        team = Team.objects.get(authority_id=north.authority)
    with acting(north, "manager") as actor:
        giving.give(actor=actor, key=duty.key, to=To(team=team.id), reason="Whoever is in", now=wall.now())
    assert duty.key in keys(list_of(north, "worker").team)
    with acting(north, "worker") as actor:
        giving.take(actor=actor, key=duty.key, now=wall.now())
    assert duty.key in keys(list_of(north, "worker").todo)
    other = invented_child(north, worker="loner")
    suspected(north, other, hours_ago=1)
    with acting(north, "manager") as actor, pytest.raises(NotYours):
        giving.take(actor=actor, key=one_of(north, "loner", other).key, now=wall.now())


def test_put_off_it_comes_back_by_itself_and_never_past_its_time(north: Partnership) -> None:
    child = invented_child(north)
    suspected(north, child, hours_ago=1)
    duty, now = one_of(north, "worker", child), wall.now()
    assert duty.due_at is not None
    latest = giving.latest_put_off(duty, now)
    assert latest is not None and latest <= duty.due_at
    with acting(north, "worker") as actor:
        for until, reason in ((now - timedelta(1), "x"), (latest + timedelta(seconds=1), "x"), (latest, "")):
            with pytest.raises(BadValue):
                giving.put_off(actor=actor, key=duty.key, until=until, reason=reason, now=now)
        giving.put_off(actor=actor, key=duty.key, until=latest, reason="The home rings at six", now=now)
        mine = work.mine(actor.user, north.authority, now=latest - timedelta(seconds=1))
        after = work.mine(actor.user, north.authority, now=latest)
    assert duty.key in keys(mine.off) and duty.key not in keys(mine.todo)
    assert duty.key in keys(after.todo), "it did not come back by itself"
    with acting(north, "manager"):
        seen = work.theirs([north.people["worker"]], (), (), north.authority, now=now)
    assert duty.key in keys(seen.off) and seen.put_off[duty.key].reason == "The home rings at six"
    with acting(north, "worker") as actor:
        giving.bring_back(actor=actor, key=duty.key, now=now)
    assert duty.key in keys(list_of(north, "worker").todo)


def test_nobody_puts_off_what_is_overdue(north: Partnership) -> None:
    child = invented_child(north)
    suspected(north, child, hours_ago=90)
    late = one_of(north, "worker", child, due=False)
    with acting(north, "worker") as actor, pytest.raises(BadValue, match="overdue"):
        giving.put_off(actor=actor, key=late.key, until=wall.now() + timedelta(hours=1), reason="x", now=wall.now())


def test_on_leave_the_cover_has_both_lists_and_what_waits_goes_on_at_once(north: Partnership) -> None:
    child = invented_child(north)
    with as_owner():
        team = Team.objects.get(authority_id=north.authority)
        mate = setting_up.add_person(
            authority=north.authority, agency=north.agencies["social-care"], email="mate@northhaven.example",
            name="Mate", job_title="mate", password="only for tests, nobody real", team=team.id,
        )  # fmt: skip
    try:
        suspected(north, child, hours_ago=21)
        duty, now = one_of(north, "worker", child), wall.now()
        with acting(north, "nurse") as actor, pytest.raises(NotYours):
            cover.go_away(
                actor=actor,
                user=north.people["worker"],
                from_at=now,
                until_at=now + timedelta(1),
                covered_by=mate,
                now=now,
            )
        with acting(north, "manager") as actor:
            with pytest.raises(BadValue, match="themselves"):
                cover.go_away(
                    actor=actor, user=mate, from_at=now, until_at=now + timedelta(1), covered_by=mate, now=now
                )
            away = cover.go_away(
                actor=actor, user=north.people["worker"], from_at=now, until_at=now + timedelta(days=2), covered_by=mate, now=now
            )  # fmt: skip
        covering = Partnership(north.authority, north.agencies, {**north.people, "loner": mate})
        assert duty.key in keys(list_of(covering, "loner").todo)
        with transaction.atomic(), as_clock():
            waiting = set(
                Notice.objects.filter(
                    child_id=child, recipient=north.people["worker"], acknowledge_by__isnull=False,
                    acknowledged_at__isnull=True, passed_up_at__isnull=True,
                ).values_list("id", flat=True)
            )  # fmt: skip
        assert waiting, "the worker was told of nothing, so this test would show nothing"
        notices.chase(now=now + timedelta(seconds=1), batch=5000)
        with transaction.atomic(), as_clock():
            assert not Notice.objects.filter(id__in=waiting, passed_up_at__isnull=True).exists()
            on = Notice.objects.filter(child_id=child, recipient=mate)
            assert on and all(n.because.startswith("now away: ") for n in on)
            mine = Notice.objects.filter(child_id=child, recipient=north.people["worker"], because=notices.COPY)
            assert not mine, "a copy of what they have already"
        with transaction.atomic(), as_clock():
            steps = notices.steps_to(Subject.child(child), north.authority, now, user=north.people["worker"])
        assert [(s.user, s.covers) for s in steps if s.user] == [(mate, north.people["worker"])]
        with acting(north, "worker") as actor:
            cover.change(
                actor=actor, away=away, until_at=wall.now(), covered_by=mate, now=wall.now() - timedelta(seconds=1)
            )
        assert duty.key not in keys(list_of(covering, "loner").todo)
    finally:
        with as_owner():
            Leave.objects.filter(covered_by_id=mate).delete()
            User.objects.filter(id=mate).update(is_active=False)


def test_the_database_keeps_other_agencies_from_sending_people_away(north: Partnership) -> None:
    from django.db import ProgrammingError

    from wayhome.platform.operations import leave

    now = wall.now()
    with pytest.raises(ProgrammingError), acting(north, "nurse") as actor:
        leave.record(
            actor=actor, user=north.people["worker"], from_at=now, until_at=now + timedelta(1), covered_by=None
        )


def test_on_the_pages(north: Partnership) -> None:
    child = invented_child(north)
    suspected(north, child, hours_ago=1)
    duty, client = one_of(north, "worker", child), browser(north, "worker")
    mine = client.get("/my-work").content.decode()
    assert escape(address(duty.key)) in mine
    page = client.get(address(duty.key))
    assert "I will do this" in words(page) and "It can wait a little" in words(page)
    assert client.post(address(duty.key), {"do": "off", "off-until": "hour", "off-reason": ""}).status_code == 422
    assert client.post(address(duty.key), {"do": "off", "off-until": "hour", "off-reason": "Asleep"}).status_code == 302
    after = words(client.get("/my-work?fragment=1"))
    assert "Put off by Worker until" in after and "Asleep" in after
    manager = browser(north, "manager")
    listed = manager.get(f"/whose-work?of=person:{north.people['worker']}")
    assert "Put off by Worker until" in words(listed)
    sent = {"key": [duty.key, "no such duty"], "to": f"user:{north.people['manager']}", "reason": "I am in"}
    assert manager.post(f"/whose-work?of=person:{north.people['worker']}", sent).status_code == 302
    shown = words(manager.get("/my-work"))
    assert "1 duty given" in shown and "Left as it was" in shown
    assert "Manager gave this to Manager" in words(browser(north, "worker").get("/my-work"))
    assert browser(north, "farshire").get(address(duty.key)).status_code == 404
    assert manager.get("/time-away").status_code == 200


def test_as_many_statements_for_many_as_for_few(north: Partnership) -> None:
    client = browser(north, "manager")
    of = f"/whose-work?of=person:{north.people['worker']}"
    suspected(north, invented_child(north), hours_ago=1)
    client.get(of)
    with counted() as few:
        client.get(of)
    for _ in range(3):
        suspected(north, invented_child(north), hours_ago=1)
    with counted() as many:
        client.get(of)
    assert len(few) == len(many)


def test_the_database_lets_nobody_make_themselves_the_cover_of_a_post_above_them(north: Partnership) -> None:
    with acting(north, "worker"), connection.cursor() as cursor:
        for role, each in load_roles().items():
            cursor.execute("select wayhome_above(%s)", [role])
            assert set(cursor.fetchone()[0]) == above(role), each
    now = wall.now()
    times = {"from_at": now - timedelta(hours=1), "until_at": now + timedelta(hours=9)}
    for taker in ("loner", "worker", "nurse", "met"):
        with acting(north, taker) as actor:
            with pytest.raises(ProgrammingError), transaction.atomic():
                leave.record(actor=actor, user=north.people["duty-manager"], covered_by=actor.user, **times)
            taken = Leave.objects.get(user_id=north.people["service"])
            assert not leave.change(leave=taken.id, until_at=times["until_at"], covered_by=actor.user)
    with acting(north, "manager") as actor:
        for whose, may in (("worker", True), ("manager", True), ("loner", False), ("director", False)):
            assert may_arrange_leave(actor, north.people[whose], now=now) is may
            assert _records(actor, north.people[whose], times) is may
    with acting(north, "director") as actor:
        assert _records(actor, north.people["duty-manager"], times), "a post above"


def _records(actor: Actor, whose: UUID, times: dict[str, datetime]) -> bool:
    try:
        with transaction.atomic():
            leave.record(actor=actor, user=whose, covered_by=None, **times)
            Leave.objects.filter(user_id=whose, from_at=times["from_at"]).update(until_at=times["until_at"])
    except ProgrammingError:
        return False
    return True
