"""The worker's loop: what falls due now, then wait for the next moment or for news."""

from __future__ import annotations

import logging
import threading
from datetime import datetime, timedelta

from django.db import OperationalError, connection, transaction
from django.db.utils import InterfaceError

from wayhome.clocks.operations import sweep
from wayhome.platform import wall
from wayhome.platform.roles import as_clock
from wayhome.worklists.operations import delivery, notices

log = logging.getLogger("wayhome.worker")
LONGEST_SLEEP = timedelta(seconds=5)
SHORTEST_SLEEP = timedelta(milliseconds=200)


def run(stop: threading.Event) -> None:
    """Work until told to stop. A database that went away is waited for, not died of."""
    while not stop.is_set():
        try:
            step(now=wall.now())
            pause = _pause(wall.now())
        except (OperationalError, InterfaceError) as trouble:
            log.warning("the database is away: %s", type(trouble).__name__)
            connection.close()
            pause = timedelta(seconds=1)
        stop.wait(pause.total_seconds())


def step(*, now: datetime) -> None:
    """Do everything that is due now, once."""
    outcome = sweep.sweep(now=now)
    notices.chase(now=now)
    delivery.deliver(now=now)
    stamp(now)
    if outcome.transitions or outcome.rungs:
        log.info("swept: %d transitions, %d rungs", outcome.transitions, outcome.rungs)


def stamp(now: datetime) -> None:
    """Say when the clocks were last checked, for the boards."""
    with transaction.atomic(), as_clock(), connection.cursor() as cursor:
        cursor.execute(
            "insert into platform_stamp (step, hash, at) values ('sweep', '', %s) "
            "on conflict (step) do update set at = excluded.at",
            [now],
        )


def _pause(now: datetime) -> timedelta:
    soonest = min((t for t in (sweep.next_change(), notices.next_chase()) if t), default=None)
    if soonest is None:
        return LONGEST_SLEEP
    return max(SHORTEST_SLEEP, min(LONGEST_SLEEP, soonest - now))
