"""A small house of the bench of need to know: no page's statement reads half of the ledger, and the longest reach answers rightly."""

from __future__ import annotations

from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import transaction

from bench.access import plans
from bench.board import population
from tests import scratch
from tests.partnership import QUICK_PASSWORDS, Partnership, acting, as_owner, invented_child, northhaven
from wayhome.clocks.operations import recompute
from wayhome.missing import projector as episodes
from wayhome.platform import wall
from wayhome.platform.models import Agency, Audience, Grant, Reader
from wayhome.platform.operations import naming
from wayhome.platform.operations import partnership as setting_up
from wayhome.platform.reading_rules import reads
from wayhome.record import projector
from wayhome.record.models import Child, Fact

CHILDREN, EACH, MISSING, LARGE = 600, 40, 10, 20_000


def test_no_page_reads_half_of_the_ledger(committed_db: None) -> None:
    root = scratch.CLUSTER.root_url(scratch.DATABASE)
    with as_owner(), QUICK_PASSWORDS:
        region = population.found(7)
    with as_owner():
        population.fill(region, root, CHILDREN, EACH, MISSING, wall.now())
        children = list(Child.objects.values_list("id", flat=True))
        projector.rebuild(children, lambda: None)
        episodes.rebuild(children, lambda: None)
        first = Child.objects.order_by("reference").values_list("id", flat=True)[: MISSING * 2]
        recompute.on_loaded(list(first), lambda: None)
    with psycopg.connect(root, autocommit=True) as raw:
        raw.execute("analyze")
    seen = plans.read_whole(region.reader_of_all, LARGE)
    assert seen.faults == [], "\n".join(fault[:420] for fault in seen.faults)
    assert seen.pages > 30
    assert seen.statements > 100
    asked = "select count(*) from record_fact where text = 'nothing'"
    assert plans.half_read(region.reader_of_all, asked, {"record_fact": CHILDREN * EACH}), "one that does is found"


def test_the_longest_reach_answers_rightly_and_none_is_longer(committed_db: None) -> None:
    place = northhaven()
    with as_owner(), QUICK_PASSWORDS:
        while True:
            number = Agency.objects.count()
            try:
                with transaction.atomic():
                    setting_up.add_agency(
                        authority=place.authority, slug=f"more-{number}", name=f"More {number}", kind="police"
                    )
                    for user in place.people.values():
                        setting_up.refresh_reader(user=user)
            except ValueError as full:
                assert "64 is the most" in str(full)
                break
    child, over = invented_child(place), invented_child(place)
    _named_for_the_most(place, child)
    told = _told_by_everybody(place, child)
    with acting(place, "worker"):
        mine = Reader.objects.filter(user_id=place.people["worker"]).count()
        seen = set(Fact.objects.filter(id__in=told).values_list("id", flat=True))
    assert mine > 56, "as long as it gets"
    assert seen == {fact for fact, may in told.items() if may}
    with acting(place, "met"):
        assert not Fact.objects.filter(id__in=told, restricted=True).exists(), "who is not named reads nothing sealed"
    with acting(place, "manager") as actor, pytest.raises(naming.TooMany):
        naming.name(actor=actor, subject=over, users=[place.people["worker"]], reason="one more")


def _named_for_the_most(place: Partnership, child: UUID) -> None:
    """Name the worker for as many records as anybody may be named for, this one the last."""
    with as_owner():
        there = Grant.objects.filter(user_id=place.people["worker"]).count()
        subjects = [*(uuid4() for _ in range(naming.MOST_GRANTS - there - 1)), child]
        Grant.objects.bulk_create(
            Grant(authority_id=place.authority, subject=each, user_id=place.people["worker"], reason="a test")
            for each in subjects
        )


def _told_by_everybody(place: Partnership, child: UUID) -> dict[UUID, bool]:
    """Write a fact of each class of each agency, open and sealed; return which the worker reads by the rules."""
    told: dict[UUID, bool] = {}
    ours = place.agencies["social-care"]
    with as_owner():
        for audience in Audience.objects.filter(authority_id=place.authority).order_by("id"):
            may = reads("social-care", own=audience.agency_id == ours, handling=audience.handling)
            for restricted in (False, True):
                fact = uuid4()
                Fact.objects.create(
                    id=fact, authority_id=place.authority, kind="missing.update", child_id=child, root_id=fact,
                    precision="unknown", told_at=wall.now(), text="x", by_agency_id=audience.agency_id,
                    audience=audience, restricted=restricted,
                )  # fmt: skip
                told[fact] = may
    return told
