"""Writes about one child drawn by chance: reports, returns, news, corrections, withdrawals and mistakes."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from tests.partnership import UNTIMED, ago, at, said
from wayhome.missing.operations import episodes
from wayhome.missing.queries import episodes as queries
from wayhome.platform import wall
from wayhome.platform.actor import Actor
from wayhome.record.operations import facts
from wayhome.record.operations.errors import NotFound
from wayhome.record.queries import ledger

Write = Callable[[Actor], None]
NEWS: tuple[tuple[str, dict[str, str]], ...] = (
    ("missing.update", {"text": "news"}),
    ("missing.category-changed", {"code": "absent"}),
    ("missing.category-changed", {"code": "missing"}),
    ("missing.risk-graded", {"code": "high"}),
    ("return.safe-and-well", {"text": "well"}),
    ("strategy-discussion.held", {"code": "to-locate"}),
    ("need-to-know.deputy-director", {"code": "high-risk"}),
)


class Drawn:
    """One write drawn by chance; what it is about is looked up when its turn comes."""

    def __init__(self, child: UUID, chance: random.Random) -> None:
        self.child, self.chance = child, chance
        self.hours = chance.choice([0.01, 0.5, 3, 22])
        acts = [
            self.report,
            self.report,
            self.back,
            self.back,
            self.change,
            self.change,
            self.status,
            self.error,
            self.tell,
        ]
        self.act: Write = chance.choice([*acts, self.tell, self.tell])

    def __call__(self, actor: Actor) -> None:
        """Make the write. Raises Refused when it does not fit what the other has written."""
        self.act(actor)

    def report(self, actor: Actor) -> None:
        risk = self.chance.choice(["", "high", "low"])
        told = episodes.Report(category="missing", since=at(ago(self.hours)), police_risk=risk)
        episodes.report(actor=actor, child=self.child, report=told, told_at=wall.now())

    def tell(self, actor: Actor) -> None:
        kind, value = self.chance.choice(NEWS)
        episodes.add(actor=actor, episode=self._one(), drafts=[said(kind, self.hours, **value)])

    def back(self, actor: Actor) -> None:
        returned = UNTIMED if self.chance.random() < 0.2 else at(ago(self.hours))
        told = episodes.CameBack(located=None, returned=returned)
        episodes.came_back(actor=actor, episode=self._one(), told=told, told_at=wall.now())

    def change(self, actor: Actor) -> None:
        there = ledger.current_facts(self.child, ["missing.began", "missing.returned", "missing.located"])
        if not there:
            raise NotFound("There is nothing to correct.")
        old = there[self.chance.randrange(len(there))]
        if self.chance.random() < 0.3:
            facts.withdraw(actor=actor, fact=old.id, reason="another child")
            return
        moment = at((old.happened_from or wall.now()) - timedelta(hours=self.hours))
        draft = facts.Draft(old.kind, moment, wall.now(), code=old.code, text=old.text)
        facts.correct(actor=actor, fact=old.id, draft=draft, reason="misheard")

    def status(self, actor: Actor) -> None:
        code = self.chance.choice(["looked-after", "not-looked-after"])
        facts.record(actor=actor, child=self.child, drafts=[said("child.care-status", self.hours, code=code)])

    def error(self, actor: Actor) -> None:
        episodes.recorded_in_error(actor=actor, episode=self._one(), why="another child", told_at=wall.now())

    def _one(self) -> UUID:
        there = queries.of_child(self.child)
        if not there:
            raise NotFound("There is no episode now.")
        return there[self.chance.randrange(len(there))].id
