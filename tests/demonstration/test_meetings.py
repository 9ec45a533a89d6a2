"""What the invented partnership did as a whole: the same for the same moment, nothing in the future, something owed."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from tests import partnership
from tests.partnership import acting, as_owner
from wayhome.clocks.operations import sweep
from wayhome.clocks.queries import duties
from wayhome.demonstration.meetings import ARCADE, CONTEXTS, STATION, meetings
from wayhome.packs.vocabulary import load_vocabulary
from wayhome.platform import wall
from wayhome.record.operations import bulk
from wayhome.record.queries.named import named
from wayhome.record.subjects import Subject

NOWS = (datetime(2026, 3, 30, 0, 5, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC), wall.now())


@pytest.mark.parametrize("now", NOWS)
def test_nothing_is_told_before_it_happened_or_after_now(now: datetime) -> None:
    agency = uuid4()
    told = meetings(now, agency)
    assert told == meetings(now, agency) and len({f.id for f in told}) == len(told)
    for fact in told:
        assert fact.recorded_at is not None and fact.moment.latest is not None
        assert fact.moment.latest <= fact.told_at <= fact.recorded_at <= now
        kind = load_vocabulary().kinds[fact.kind]
        assert kind.subject == ("context" if fact.context else "partnership")
        assert fact.code in kind.values if kind.value == "code" else fact.code is None


@pytest.mark.usefixtures("committed_db")  # what a load brings is committed, letters too
def test_its_duties_live_and_some_are_owed() -> None:
    now = wall.now()
    place = partnership.build(partnership._database(), "easthaven", "portsmouth-pathway")
    home = place.agencies["social-care"]
    with as_owner():
        added = bulk.add(
            authority=place.authority, agency=home, children=(), facts=meetings(now, home), now=now,
            each=lambda _done, _all: None, contexts=CONTEXTS,
        )  # fmt: skip
        again = bulk.add(
            authority=place.authority, agency=home, children=(), facts=meetings(now, home), now=now,
            each=lambda _done, _all: None, contexts=CONTEXTS,
        )  # fmt: skip
    assert added.facts > 60 and again.facts == 0
    own, arcade, station = Subject.partnership(place.authority), Subject.context(ARCADE), Subject.context(STATION)
    with acting(place, "met"):
        states = {(d.clock, d.state) for d in duties.of_subject(own)}
        assert {("response-figures", "met"), ("response-figures", "breached"), ("practice-review", "met")} <= states
        assert {d.clock: d.state for d in duties.of_subject(station)} == {"context-timetabled": "breached"}
        assert ("context-review", "running") in {(d.clock, d.state) for d in duties.of_subject(arcade)}
        assert {n.name for n in named([arcade, station]).values()} == {
            "Anchor Arcade (invented)",
            "Old bus station (invented)",
        }
    for subject in (own, arcade, station):
        assert sweep.check_subject(subject, now=wall.now()) == []
