"""A duty is for those who may read the fact that began it: to anybody else it would give the fact away."""

from datetime import timedelta

import pytest
from django.db import transaction

from tests.partnership import Partnership, acting, invented_child, reported
from wayhome.clocks.models import FiredRung, Reading, Transition
from wayhome.clocks.operations import recompute
from wayhome.engine.facts import Moment
from wayhome.engine.plans import ClockPlan, plan_of
from wayhome.packs.loading import load_protocol, protocol_ids
from wayhome.packs.roles import load_roles
from wayhome.packs.vocabulary import load_vocabulary
from wayhome.platform import wall
from wayhome.platform.reading_rules import READ_BY_ALL, reads
from wayhome.platform.roles import as_clock
from wayhome.record.operations import access, facts
from wayhome.record.operations.facts import Draft
from wayhome.record.subjects import Subject

CLOCK = "urgent-strategy"


@pytest.mark.parametrize("sealed", [False, True])
def test_only_those_named_see_what_a_sealed_fact_began(north: Partnership, sealed: bool) -> None:
    child = invented_child(north)
    reported(north, child, hours_ago=2)

    def seen(person: str) -> list[bool]:
        with acting(north, person):
            return [
                rows.filter(child_id=child, key__contains=f"/{CLOCK}/").exists()
                for rows in (Reading.objects, Transition.objects, FiredRung.objects)
            ]

    with acting(north, "worker") as actor:
        access.be_named(actor=actor, child=child, reason="Knows the child")
        now = wall.now()
        facts.record(
            actor=actor,
            child=child,
            drafts=[Draft("safeguarding.immediate-danger", Moment(now, now), now, text="Said so", sealed=sealed)],
        )
    with transaction.atomic(), as_clock():
        recompute.recompute(Subject.child(child), now=now + timedelta(days=2))
    assert seen("worker") == [True] * 3
    assert seen("met") == [not sealed] * 3
    assert seen("nurse") == [False] * 3  # health reads that a child is missing, and not social care's decisions


def test_what_began_with_the_child_being_missing_is_for_every_agency(north: Partnership) -> None:
    child = invented_child(north)
    reported(north, child, hours_ago=2)
    with acting(north, "nurse"):
        assert Reading.objects.filter(child_id=child, key__contains="/tell-social-worker/").exists()


@pytest.mark.parametrize("line", protocol_ids())
def test_whoever_owns_a_duty_or_is_told_of_it_reads_what_begins_it(line: str) -> None:
    kinds, roles = load_vocabulary().kinds, load_roles()
    unread = [
        f"{plan.clock.id}: {role} does not read {handling}"
        for plan in plan_of(load_protocol(line)).clocks
        for handling in {kinds[kind].handling for kind in _beginnings(plan)} - READ_BY_ALL
        for role in {plan.clock.owner, *(told for rung in plan.clock.rungs for told in rung.tell)}
        if not reads(roles[role].agency, own=False, handling=handling)
    ]
    assert unread == []


def _beginnings(plan: ClockPlan) -> set[str]:
    return {kind for kind, _ in plan.starts} | set(plan.when.kinds if plan.when else ())
