"""SIGKILL of web, worker or database in the middle of a hundred scripted writes: nothing acknowledged is lost."""

from __future__ import annotations

import os
import random
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.db import connections

from tests.proofs.killable import POINTS, SERVER, WEB, WORKER, Killable
from tests.proofs.writing import Keyboard

COUNT = 40  # kills
WRITES = 100
FUSE = 3  # seconds until a duty that is set to fall due does
SETTLING = 120  # seconds for the worker to finish what it was killed at
# One kill inside each step is always made; each by the process that is in that step.
ALWAYS = (("fact", WEB), ("recompute", WEB), ("rung", WORKER), ("notice", WORKER))
ANYWHERE = ""


@dataclass(frozen=True, slots=True)
class Kill:
    """One kill: which part dies, and which process must be at which step then (`point` empty: wherever it is)."""

    victim: str
    point: str = ANYWHERE
    process: str = WEB
    delay: float = 0  # seconds from the write's beginning, for a kill that is not inside a step


def script(chance: random.Random, count: int) -> list[Kill]:
    """Return the kills in order: one inside each step, and the rest as chance has it."""
    kills = [Kill(chance.choice([process, SERVER]), point, process) for point, process in ALWAYS]
    while len(kills) < count:
        if chance.random() < 0.4:
            kills.append(Kill(chance.choice([WEB, WORKER, SERVER]), delay=chance.uniform(0, 0.2)))
        else:
            process = chance.choice([WEB, WORKER])
            points = [p for p in POINTS if process == WEB or p != "fact"]  # a worker writes no facts
            kills.append(Kill(chance.choice([process, SERVER]), chance.choice(points), process))
    chance.shuffle(kills)
    return kills


def run(*, seed: int, count: int) -> int:
    """Run the proof with `count` kills (four at the least) and say what came of it; return the promises broken."""
    chance = random.Random(seed)
    kills = script(chance, count)
    with tempfile.TemporaryDirectory(prefix="wayhome-proof-") as folder:
        house = Killable(Path(folder))
        try:
            return _prove(house, chance, kills)
        finally:
            house.stop()


def _prove(house: Killable, chance: random.Random, kills: list[Kill]) -> int:
    house.prepare()
    os.environ.update({**house.environment, "WAYHOME_POOL": "0"})
    import django

    django.setup()
    from tests.proofs import promises

    proof = _Proof(house, chance, max(WRITES, len(kills)))
    for part in (WEB, WORKER):
        house.start(part)
    proof.sign_in()
    when = sorted(chance.sample(range(proof.writes), len(kills)))
    for number in range(proof.writes):
        if number in when:
            proof.write_and_kill(number, kills[when.index(number)])
        else:
            proof.write(number)
    proof.settle()
    connections.close_all()  # ours may have died with the server
    with house.root() as root:
        found = promises.broken(root, proof.acknowledged)
        (facts,) = root.execute("select count(*) from record_fact").fetchone() or (0,)
        (rungs,) = root.execute("select count(*) from clocks_firedrung").fetchone() or (0,)
    _say(proof, kills, found, facts, rungs)
    return sum(map(len, found.values()))


def _say(proof: _Proof, kills: list[Kill], found: dict[str, list[str]], facts: object, rungs: object) -> None:
    inside = {point: sum(k.point == point for k in kills) for point in POINTS}
    victims = {part: sum(k.victim == part for k in kills) for part in (WEB, WORKER, SERVER)}
    out = sys.stdout.write
    out(f"{len(proof.acknowledged)} of {proof.writes} writes acknowledged, {facts} facts, {rungs} rungs fired\n")
    out(f"{len(kills)} kills: {_list(victims)}; inside {_list(inside)}; elsewhere {sum(not k.point for k in kills)}\n")
    for promise, complaints in found.items():
        out(f"{'kept  ' if not complaints else 'BROKEN'}  {promise}\n")
        for complaint in complaints[:10]:
            out(f"        {complaint}\n")


def _list(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {n}" for name, n in counts.items())


def _words(number: int) -> str:
    return f"write {number} of the proof"


class _Proof:
    """The writing and the killing."""

    def __init__(self, house: Killable, chance: random.Random, writes: int) -> None:
        from tests import partnership

        self.house = house
        self.writes = writes
        # Drawn before anything runs, so that the same seed is the same script whoever comes first.
        self.hours = [chance.choice([0, 5, 30, 100]) for _ in range(writes)]
        self.acknowledged: dict[str, UUID] = {}
        self.place = partnership.northhaven()
        self.keyboard = Keyboard(house.address)
        self.open: list[UUID] = []

    def sign_in(self) -> None:
        """Give one invented person a password that the real page takes, and sign in."""
        from tests.partnership import PASSWORD, as_owner
        from wayhome.platform.models import User

        with as_owner():
            person = User.objects.get(id=self.place.people["worker"])
            person.set_password(PASSWORD)
            person.save()
        self.keyboard.sign_in(person.email, PASSWORD)

    def write(self, number: int) -> None:
        """Make one write of the script and keep what was acknowledged."""
        words = _words(number)
        turn = number % 4
        if turn == 0 or not self.open:
            episode = self.keyboard.report(self._child(), words, hours_ago=self.hours[number])
            self._keep(number, episode, opened=True)
            return
        if turn == 3 and len(self.open) > 3:
            episode = self.keyboard.came_back(self.open.pop(0), words)
        else:
            episode = self.keyboard.update(self.open[-1], words)
        self._keep(number, episode)

    def _keep(self, number: int, episode: UUID, *, opened: bool = False) -> None:
        if opened:
            self.open.append(episode)
        self.acknowledged[_words(number)] = episode

    def write_and_kill(self, number: int, kill: Kill) -> None:
        """Make one write, with a kill somewhere in it."""
        if not kill.point:
            writer = self._in_background(number)
            time.sleep(kill.delay)
            self._kill_and_mend(kill.victim)
        elif kill.process == WEB:
            child = self._child()
            with self.house.stalled(WEB, kill.point) as holder:
                writer = self._in_background(number, child)
                self.house.wait_until_stalled(holder)
                self.house.kill(kill.victim)
            self.house.start(kill.victim)
        else:
            with self.house.stalled(WORKER, kill.point) as holder:
                self._light_a_fuse()
                self.house.wait_until_stalled(holder)
                self.house.kill(kill.victim)
            self.house.start(kill.victim)
            writer = self._in_background(number)
        writer.join()
        if _words(number) not in self.acknowledged:
            raise AssertionError(f"write {number} was never acknowledged after {kill}")

    def _kill_and_mend(self, victim: str) -> None:
        self.house.kill(victim)
        self.house.start(victim)

    def _in_background(self, number: int, child: UUID | None = None) -> threading.Thread:
        def work() -> None:
            try:
                if child is None:
                    self.write(number)
                else:
                    self._keep(number, self.keyboard.report(child, _words(number), hours_ago=30), opened=True)
            finally:
                connections.close_all()  # this thread's own, which nobody else would close

        thread = threading.Thread(target=work)
        thread.start()
        return thread

    def _child(self) -> UUID:
        """Open the record of one more invented child; the database may be on its way up."""
        from tests import partnership

        return self._again(lambda: partnership.invented_child(self.place))

    def _light_a_fuse(self) -> None:
        """Report a child whose first step of escalation comes in a few seconds, for the worker to fire."""
        from tests import partnership

        child = self._child()
        since = timedelta(hours=20) - timedelta(seconds=FUSE)  # the strategy discussion's first step is at 20 hours
        self._again(lambda: partnership.reported(self.place, child, hours_ago=since / timedelta(hours=1)))

    def _again(self, work: Callable[[], UUID]) -> UUID:
        from django.db import InterfaceError, OperationalError

        for _ in range(100):
            try:
                return work()
            except (OperationalError, InterfaceError):
                connections.close_all()
                time.sleep(0.1)
        raise TimeoutError("the database did not come back")

    def settle(self) -> None:
        """Wait until the worker has done all that was due."""
        end = time.monotonic() + SETTLING
        while time.monotonic() < end:
            with self.house.root() as root:
                left = root.execute(
                    "select (select count(*) from platform_outbox where delivered_at is null and due_at <= now()) "
                    "+ (select count(*) from clocks_reading where changes_at <= now())"
                ).fetchone()
            if left == (0,):
                return
            time.sleep(0.2)
