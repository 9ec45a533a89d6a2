"""Ten thousand tamperings with the audit trail, by somebody with the run of the server, are all found from heads alone."""

from __future__ import annotations

import os
import random
import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

import psycopg

from tests.proofs.killable import Killable

if TYPE_CHECKING:
    from wayhome.platform.heads import Head

COUNT = 10000
SEALS, MOST_EACH, UNSEALED = 7, 10, 3
CONTROL = 100  # after so many tamperings, an untouched trail is looked at as well
Root = psycopg.Connection[tuple[Any, ...]]


def run(*, seed: int, count: int) -> int:
    """Tamper `count` times with a trail of its own; return how many were missed, misplaced or cried out falsely."""
    with tempfile.TemporaryDirectory(prefix="wayhome-proof-") as folder:
        house = Killable(Path(folder), throwaway=True)
        try:
            house.prepare()
            os.environ.update({**house.environment, "WAYHOME_POOL": "0"})
            import django

            django.setup()
            laid(random.Random(seed))
            with psycopg.connect(house.cluster.root_url("wayhome_proof")) as root:
                complaints = tamper(root, seed=seed, count=count)
        finally:
            house.stop()
    for complaint in complaints[:20]:
        sys.stdout.write(f"BROKEN  {complaint}\n")
    return len(complaints)


def laid(chance: random.Random) -> None:
    """Write a trail through the product's own operations: seals of different sizes, and a few entries not yet sealed."""
    from tests import partnership
    from wayhome.platform import wall
    from wayhome.platform.operations import audit, sealing

    place = partnership.northhaven()
    sizes = [chance.randint(1, MOST_EACH) for _ in range(SEALS)]
    for number, size in enumerate([*sizes, UNSEALED]):
        for _ in range(size):
            with partnership.acting(place, chance.choice(["worker", "inspector", "nurse"])) as actor:
                subjects = [place.people["worker"] for _ in range(chance.randint(0, 3))]
                audit.write(
                    actor=actor, verb=chance.choice(["read", "record"]), what="an invented page", subjects=subjects
                )
        # Only what is below the oldest running transaction is sealed, of any database of this server.
        patience = monotonic() + 120
        while number < SEALS and not sealing.seal(now=wall.now(), every=timedelta(0)) and monotonic() < patience:
            sleep(0.05)


def tamper(root: Root, *, seed: int, count: int, blind: bool = False) -> list[str]:
    """Tamper and look, `count` times, each undone; return what was missed. With `blind`, look without any heads."""
    from tests.proofs.tamperings import TAMPERINGS, Trail
    from wayhome.platform.queries import trail

    def asked(statement: str, parameters: Any) -> list[tuple[Any, ...]]:
        return root.execute(statement, list(parameters)).fetchall()  # type: ignore[call-overload]

    heads = [seal.head for seal in trail.seals(asked)]
    there = Trail.read(root)
    root.rollback()
    complaints: list[str] = []
    done = dict.fromkeys(TAMPERINGS, 0)
    for number in range(count):
        chance = random.Random(f"{seed}/{number}")
        held = [] if blind else holding(heads, chance)
        if number % CONTROL == 0 and (cried := trail.verify(held, ask=asked).findings):
            complaints.append(f"{number}: nothing was touched, and it says {cried[0].says}")
        name = list(TAMPERINGS)[number % len(TAMPERINGS)]
        root.execute("set local session_replication_role = replica")
        index = TAMPERINGS[name](root, there, chance)
        found = trail.verify(held, ask=asked).findings
        root.rollback()
        done[name] += 1
        if not found:
            complaints.append(f"{number}: {name}, at leaf {index}: not found")
        elif not any(each.first <= index <= each.last for each in found):
            complaints.append(f"{number}: {name}, at leaf {index}: placed elsewhere, {found[0]}")
    for name, times in done.items():
        sys.stdout.write(f"{times:6} {name}\n")
    return complaints


def holding(heads: list[Head], chance: random.Random) -> list[Head]:
    """Return what the second agency kept: the newest head, and some of those before it."""
    return [head for head in heads[:-1] if chance.random() < 0.7] + heads[-1:]
