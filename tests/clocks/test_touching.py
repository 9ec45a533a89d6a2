"""A new fact has only the duties read again that it, or time, can have changed; what is stored is as if all had been."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import transaction

from tests.partnership import Partnership, acting, ago, at, invented_child, reported, said
from wayhome.clocks.models import Reading, Standing
from wayhome.clocks.operations import recompute, sweep
from wayhome.platform import wall
from wayhome.platform.roles import as_clock
from wayhome.record.operations import facts
from wayhome.record.operations.facts import Draft
from wayhome.record.subjects import Subject

HOUR = timedelta(hours=1)


def everything_is_as_if_read_in_full(child: UUID) -> None:
    """Nothing differs from a whole reading, and the board says what a whole reading makes it say."""
    assert list(sweep.check(now=wall.now())) == []
    before = _board(child)
    with transaction.atomic():
        recompute.recompute(Subject.child(child), now=wall.now(), moved=True)
    assert _board(child) == before


def _board(child: UUID) -> list[tuple[object, ...]]:
    with transaction.atomic(), as_clock():
        rows = Standing.objects.filter(child_id=child).order_by("episode_id")
        return list(rows.values_list("episode_id", "next_key", "next_due_at", "open_count", "cannot_tell_count"))


def _say(place: Partnership, child: UUID, draft: Draft, episode: UUID | None = None) -> UUID:
    with acting(place, "worker") as actor:
        return facts.record(actor=actor, child=child, drafts=[draft], episode=episode)[0]


def test_step_by_step_everything_is_as_if_read_in_full(north: Partnership) -> None:
    child = invented_child(north)
    episode = reported(north, child, hours_ago=30)
    told = [
        (said("child.care-status", 40, code="looked-after"), False),
        (said("missing.risk-graded", 29, code="high"), True),
        (said("child.plan", 0, code="child-protection"), False),
        (said("missing.returned", 2, text="Home"), True),
        (said("return.conversation-offered", 1, code="independent"), True),
        (said("missing.risk-graded", 31, code="medium"), True),  # late, and before the first
        (said("child.allocation", 3, code="allocated"), False),
    ]
    written = []
    for draft, of_episode in told:
        written.append(_say(north, child, draft, episode if of_episode else None))
        everything_is_as_if_read_in_full(child)
    with acting(north, "worker") as actor:
        new = said("missing.returned", 20, text="Home earlier")
        facts.correct(actor=actor, fact=written[3], draft=new, reason="Seen earlier")
    everything_is_as_if_read_in_full(child)
    with acting(north, "worker") as actor:
        facts.withdraw(actor=actor, fact=written[4], reason="Another child's")
    everything_is_as_if_read_in_full(child)
    _say(north, child, said("child.plan", 0, code="none"))
    everything_is_as_if_read_in_full(child)


@pytest.mark.parametrize("slept", [True, False])
def test_a_duty_whose_time_has_come_is_read_with_whatever_is_recorded_next(north: Partnership, slept: bool) -> None:
    child = invented_child(north)
    reported(north, child, hours_ago=1)
    with transaction.atomic(), as_clock():
        asleep = Reading.objects.filter(child_id=child, clock="strategy-to-locate")
        assert asleep.update(state="not-started", digest="", changes_at=ago(0) if slept else wall.now() + HOUR)
    _say(north, child, said("child.gender", 0, code="girl"))
    with transaction.atomic(), as_clock():
        state = Reading.objects.get(child_id=child, clock="strategy-to-locate").state
    # What no fact and no time has touched is not read: nothing else could have changed it.
    assert state == ("running" if slept else "not-started")


def test_a_fact_told_for_later_is_counted_when_its_time_has_come(north: Partnership) -> None:
    child = invented_child(north)
    episode = reported(north, child, hours_ago=3)
    moment = wall.now()
    _say(north, child, Draft("missing.risk-graded", at(moment), moment, code="high"), episode)
    everything_is_as_if_read_in_full(child)
    _say(north, child, said("child.plan", 0, code="none"))
    everything_is_as_if_read_in_full(child)
