"""Hearing of changes once a process: one connection listens, however many pages are open.

The payload of a change is "audience:child" (the child only for a restricted row, and with ":open" after it for an
open row of a child who is shut to somebody) and stays in this process: an open page learns only that something it may see has changed.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

import psycopg
from django.db import connections

from wayhome.platform import wall

log = logging.getLogger("wayhome.hearing")
CHANNEL = "wayhome_changed"
REMEMBERED = 2000  # changes kept, so that a page opened a moment ago misses none
CHECK_SECONDS = 20  # how often a silent connection is asked whether it is still there
AGAIN_SECONDS = 1


@dataclass(frozen=True, slots=True)
class Reach:
    """What one reader may hear of: audiences, restricted children granted, children kept from them."""

    audiences: frozenset[int]
    granted: frozenset[str] = frozenset()
    excluded: frozenset[str] = frozenset()

    def covers(self, change: Change) -> bool:
        """Whether this reader may learn that such a change happened."""
        if change.audience not in self.audiences or change.child in self.excluded:
            return False
        return not change.child or not change.restricted or change.child in self.granted


@dataclass(frozen=True, slots=True)
class Change:
    """That a row of an audience changed; `child` only when the row is restricted, or the child is shut to somebody."""

    audience: int
    child: str
    heard_at: datetime
    restricted: bool = True

    @classmethod
    def read(cls, payload: str, heard_at: datetime) -> Change | None:
        """Return the change a payload tells of, or None for one that is no payload of ours."""
        audience, _, rest = payload.partition(":")
        child, _, how = rest.partition(":")
        return cls(int(audience), child, heard_at, how != "open") if audience.isdecimal() else None


@dataclass(eq=False, slots=True)
class Ear:
    """One open page: its reader's reach, and the flag that is raised when there is news."""

    reach: Reach
    news: threading.Event = field(default_factory=threading.Event)


class Hub:
    """Every open page of this process, and the one listening connection that wakes them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ears: set[Ear] = set()
        self._recent: deque[Change] = deque(maxlen=REMEMBERED)
        self._listening_since: datetime | None = None
        self._thread: threading.Thread | None = None
        self._versions = count(1)

    def __len__(self) -> int:
        return len(self._ears)

    def open(self, reach: Reach, *, since: datetime | None, most: int) -> Ear | None:
        """Add a page that was read at `since`; None when `most` are open already.

        Its flag is up at once when something it may see has changed since, or when nobody listened then.
        """
        ear = Ear(reach)
        with self._lock:
            if len(self._ears) >= most:
                return None
            self._ears.add(ear)
            self._start()
            if self._missed(reach, since):
                ear.news.set()
        return ear

    def close(self, ear: Ear) -> None:
        """Forget a page; closing it twice changes nothing."""
        with self._lock:
            self._ears.discard(ear)

    def version(self) -> int:
        """Return the next number: it says nothing but that it is later than the one before."""
        return next(self._versions)

    def heard(self, change: Change) -> None:
        """Wake every page whose reader may learn of the change."""
        with self._lock:
            self._recent.append(change)
            for ear in self._ears:
                if ear.reach.covers(change):
                    ear.news.set()

    def _missed(self, reach: Reach, since: datetime | None) -> bool:
        if since is None or self._listening_since is None or self._listening_since > since:
            return True
        if len(self._recent) == REMEMBERED and self._recent[0].heard_at > since:
            return True
        return any(c.heard_at >= since and reach.covers(c) for c in self._recent)

    def _start(self) -> None:
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._listen, name="wayhome-hearing", daemon=True)
            self._thread.start()

    def _listen(self) -> None:
        while True:
            try:
                self._listen_once()
            except psycopg.Error as trouble:
                log.warning("not hearing of changes: %s", type(trouble).__name__)
            with self._lock:
                self._listening_since = None
            threading.Event().wait(AGAIN_SECONDS)

    def _listen_once(self) -> None:
        """Listen until the connection breaks. What happened while nobody listened is unknown: every page looks again."""
        with psycopg.connect(**connections["default"].get_connection_params(), autocommit=True) as line:
            line.execute(f"listen {CHANNEL}")
            with self._lock:
                self._listening_since = wall.now()
                for ear in self._ears:
                    ear.news.set()
            while True:
                for notice in line.notifies(timeout=CHECK_SECONDS):
                    if change := Change.read(notice.payload, wall.now()):
                        self.heard(change)
                line.execute("select 1")


hub = Hub()
