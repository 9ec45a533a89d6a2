"""The worker's loop: what falls due now, then wait for the next moment or for news."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import psycopg
from django.db import OperationalError, connection, transaction
from django.db.utils import InterfaceError

from wayhome.clocks.operations import sweep
from wayhome.platform import wall
from wayhome.platform.operations import sealing
from wayhome.platform.roles import as_clock
from wayhome.worklists.operations import delivery, digests, kept_from, notices

log = logging.getLogger("wayhome.worker")
LONGEST_SLEEP = timedelta(seconds=5)
SLICE = timedelta(milliseconds=250)
AWAY = timedelta(seconds=1)


def run(stop: threading.Event) -> None:
    """Work until told to stop. A database that went away is waited for, not died of."""
    ear = Ear()
    while not stop.is_set():
        try:
            step(now=wall.now())
            ear.wait(_pause(wall.now()), stop)
        except (OperationalError, InterfaceError, psycopg.OperationalError) as trouble:
            log.warning("the database is away: %s", type(trouble).__name__)
            connection.close()
            ear.close()
            stop.wait(AWAY.total_seconds())
        except Exception:
            # One fault may leave nobody without clocks: say it, and go round again.
            log.exception("the round was not finished; another follows")
            stop.wait(AWAY.total_seconds())
    ear.close()


class Ear:
    """A connection of its own that hears of every change, so that a duty due in a second is not slept through."""

    def __init__(self) -> None:
        self._line: psycopg.Connection[tuple[object, ...]] | None = None

    def wait(self, pause: timedelta, stop: threading.Event) -> None:
        """Wait for news, for the end of the pause, or to be told to stop."""
        if self._line is None:
            self._line = psycopg.connect(**connection.get_connection_params(), autocommit=True)
            self._line.execute("listen wayhome_changed")
        end = wall.now() + pause
        while not stop.is_set() and (left := end - wall.now()) > timedelta(0):
            heard = self._line.notifies(timeout=min(left, SLICE).total_seconds(), stop_after=1)
            if any(True for _ in heard):
                return

    def close(self) -> None:
        """Hang up; the next wait connects again."""
        if self._line is not None:
            self._line.close()
            self._line = None


_also: list[Callable[..., object]] = []


def also(part: Callable[..., object]) -> None:
    """Have `part(now=…)` called in every round, after the rest: how a room above takes its turn. Registered once."""
    if part not in _also:
        _also.append(part)


def step(*, now: datetime) -> None:
    """Do everything that is due now, once: first count time and say so, then chase, write the day's e-mails, deliver and seal.

    A fault in one of the others is said in the log and stops neither the others nor the clocks. Raises
    OperationalError and InterfaceError, for the caller to wait for the database.
    """
    outcome = sweep.sweep(now=now)
    stamp(now)
    if outcome.transitions or outcome.rungs:
        log.info("swept: %d transitions, %d rungs", outcome.transitions, outcome.rungs)
    for part in (
        notices.chase,
        kept_from.hand_on,
        digests.write,
        delivery.deliver,
        delivery.count,
        sealing.seal,
        *_also,
    ):
        try:
            part(now=now)
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            log.exception("%s went wrong; it is tried again at the next round", part.__name__)


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
    return max(timedelta(0), min(LONGEST_SLEEP, soonest - now))
