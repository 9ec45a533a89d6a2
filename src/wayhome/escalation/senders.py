"""Which kinds of fact are briefings, to whom they go, and which post the law in force has send them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from wayhome.clocks.protocols import active
from wayhome.engine.language import Clock, Trigger
from wayhome.packs.roles import load_roles
from wayhome.packs.vocabulary import Kind, load_vocabulary

# A kind of the vocabulary that begins so is a written briefing, and ends with the post it goes to.
BEGINNINGS = ("need-to-know.", "briefing.")


@dataclass(frozen=True, slots=True)
class Occasion:
    """One reason to send one kind of briefing: the clock that asks for it, if the law in force has one."""

    kind: Kind
    value: str
    to: str
    clock: Clock | None

    @property
    def to_label(self) -> str:
        """The post it goes to, in words."""
        return load_roles()[self.to].label

    @property
    def sender(self) -> str:
        """The post that sends it; empty where no clock of the law names one."""
        return self.clock.owner if self.clock else ""

    @property
    def title(self) -> str:
        """What the duty is called, else what the kind means."""
        return self.clock.title if self.clock else self.kind.meaning.rstrip(".")


def is_briefing(kind: str) -> bool:
    """Whether a kind of fact is a written briefing to a post we know."""
    return kind.startswith(BEGINNINGS) and kind.partition(".")[2] in load_roles() and kind in load_vocabulary().kinds


def occasion(authority: UUID, kind: str, value: str) -> Occasion | None:
    """Return the occasion of this kind and value, or None if there is no such kind of briefing or value."""
    if not is_briefing(kind):
        return None
    known = load_vocabulary().kinds[kind]
    if known.values and value not in known.values:
        return None
    value = value if known.values else ""
    clocks = (c for c in active(authority).clocks if any(_meets(act, kind, value) for act in c.met_by))
    return Occasion(known, value, kind.partition(".")[2], next(clocks, None))


def occasions(authority: UUID) -> tuple[Occasion, ...]:
    """Return every briefing that a clock of the law in force asks for, by title."""
    wanted = {
        (kind, value)
        for clock in active(authority).clocks
        for act in clock.met_by
        for kind in act.kinds
        if is_briefing(kind)
        for value in act.values or {""}
    }
    found = (occasion(authority, kind, value) for kind, value in wanted)
    return tuple(sorted((each for each in found if each), key=lambda each: each.title))


def _meets(act: Trigger, kind: str, value: str) -> bool:
    return kind in act.kinds and (act.values is None or value in act.values)
