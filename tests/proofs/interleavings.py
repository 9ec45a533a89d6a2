"""A thousand random interleavings of two writers end with the readings that a recomputation gives."""

from __future__ import annotations

import os
import random
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from tests.proofs.killable import Killable

if TYPE_CHECKING:
    from tests.partnership import Partnership
    from tests.proofs.drawn_writes import Drawn

COUNT = 1000
WRITES = 4  # by each of the two
A_MOMENT = 0.02  # seconds a writer is given to finish a step, or to be found waiting for the other


def run(*, seed: int, count: int) -> int:
    """Run `count` interleavings on a database of their own; return the promises broken."""
    with tempfile.TemporaryDirectory(prefix="wayhome-proof-") as folder:
        house = Killable(Path(folder), throwaway=True)
        try:
            house.prepare()
            os.environ.update({**house.environment, "WAYHOME_POOL": "0"})
            import django

            django.setup()
            from tests import partnership
            from tests.proofs import promises

            complaints = interleave(partnership.northhaven(), seed=seed, count=count)
            with house.root() as root:
                # Nothing is delivered and nothing acknowledged here: the promises about the ledger and the clocks.
                for promise in (
                    promises.nothing_happened_twice,
                    promises.no_rung_is_lost,
                    promises.the_trail_ends_where_the_duty_stands,
                ):
                    complaints += promise(root, {})
        finally:
            house.stop()
    for complaint in complaints[:20]:
        sys.stdout.write(f"BROKEN  {complaint}\n")
    return len(complaints)


def interleave(place: Partnership, *, seed: int, count: int) -> list[str]:
    """Let two people write about one invented child at once, `count` times; return what did not hold, in words."""
    from tests import partnership
    from tests.proofs.drawn_writes import Drawn
    from wayhome.clocks.operations import sweep
    from wayhome.platform import wall

    complaints: list[str] = []
    for number in range(count):
        chance = random.Random(f"{seed}/{number}")
        child = partnership.invented_child(place, care=chance.choice(["looked-after", "not-looked-after"]))
        partnership.reported(place, child, hours_ago=chance.choice([1, 23.9, 30, 100]))
        writers = [
            _Writer(place, who, [Drawn(child, random.Random(f"{seed}/{number}/{who}/{n}")) for n in range(WRITES)])
            for who in ("worker", "inspector")
        ]
        turns = writers * (2 * WRITES)
        chance.shuffle(turns)
        for writer in writers:
            writer.start()
        for place_in_turn, writer in enumerate(turns):
            writer.step()
            if place_in_turn == len(turns) // 2:
                sweep.sweep(now=wall.now())
        for writer in writers:
            writer.join()
        complaints += [f"interleaving {number}: {trouble}" for writer in writers for trouble in writer.troubles]
        sweep.sweep(now=wall.now())
        complaints += [f"interleaving {number}: {found}" for found in _unequal(child)]
    return complaints


def _unequal(child: UUID) -> list[str]:
    from django.db import transaction

    from wayhome.clocks.operations import sweep
    from wayhome.missing import projector as missing
    from wayhome.platform import wall
    from wayhome.platform.roles import as_clock
    from wayhome.record import projector as record

    found = [
        f"{d.key}: stored {d.stored!r}, recomputed {d.recomputed!r}" for d in sweep.check_child(child, now=wall.now())
    ]
    with transaction.atomic(), as_clock():
        return found + record.differences([child]) + missing.differences([child])


class _Writer(threading.Thread):
    """One person, a connection of their own: each write is two steps, the write and the commit."""

    def __init__(self, place: Partnership, who: str, writes: Sequence[Drawn]) -> None:
        super().__init__()
        self.place, self.who, self.writes = place, who, writes
        self.troubles: list[str] = []
        self._turn, self._done = threading.Semaphore(0), threading.Semaphore(0)

    def step(self) -> None:
        """Let the writer take one step, or be found waiting for the other's lock."""
        self._turn.release()
        self._done.acquire(timeout=A_MOMENT)

    def run(self) -> None:
        """Take each step when its turn comes. A refusal is an answer; anything else is trouble."""
        from django.db import connections

        from tests.partnership import acting
        from wayhome.record.operations.errors import Refused

        for write in self.writes:
            self._turn.acquire()
            try:
                with acting(self.place, self.who) as actor:
                    write(actor)
                    self._done.release()
                    self._turn.acquire()
            except Refused:
                self._done.release()
                self._turn.acquire()
            except Exception as trouble:  # noqa: BLE001  whatever it is, it is what the proof looks for
                self.troubles.append(f"{type(trouble).__name__}: {trouble}")
                self._done.release()
                self._turn.acquire()
            self._done.release()
        connections.close_all()
