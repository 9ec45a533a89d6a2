"""A duty that a sealed fact began is for those named for the child: to anybody else it would give the fact away."""

from datetime import timedelta

import pytest
from django.db import transaction

from tests.partnership import Partnership, acting, invented_child, reported
from wayhome.clocks.models import FiredRung, Reading, Transition
from wayhome.clocks.operations import recompute
from wayhome.engine.facts import Moment
from wayhome.platform import wall
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
    for person in ("met", "nurse"):
        assert seen(person) == [not sealed] * 3, person
