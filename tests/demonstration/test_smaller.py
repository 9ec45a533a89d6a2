"""A few invented children are enough for everybody to have work, whatever the hour."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

from wayhome.demonstration.generator import generate
from wayhome.demonstration.people import WORKERS
from wayhome.demonstration.smaller import EACH_WORKER, fewer

MORNING = datetime(2026, 11, 22, 9, 6, 37, tzinfo=UTC)  # none of those missing then had the first worker


def test_every_worker_has_children_and_those_missing_come_first_at_any_hour() -> None:
    for hours in range(0, 36, 12):
        now = MORNING + timedelta(hours=hours)
        package = generate(1, now)
        few = fewer(package, 14)
        assert len(few.children) == 14
        of_each = Counter(s.value for s in few.statuses if s.kind == "child.allocated-worker")
        assert {worker: of_each[worker] >= EACH_WORKER for worker in WORKERS} == dict.fromkeys(WORKERS, True), now
        back = {e.episode for e in few.events if e.kind == "missing.returned"}
        assert sum(e.reference not in back for e in few.episodes) >= 5, now
