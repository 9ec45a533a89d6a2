"""What a protocol listens for: the kinds of fact that start its duties, and those that meet them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from wayhome.engine.language import (
    All,
    AnyOf,
    AtLeast,
    Condition,
    CountWithin,
    Ever,
    Happened,
    HeldFor,
    Is,
    Not,
    Protocol,
    Start,
    StartsAt,
    StartsOnCount,
    Trigger,
)


@dataclass(frozen=True, slots=True)
class Listened:
    """One kind of fact, and the titles of the duties it may start, and of those it may meet; each once, in order."""

    kind: str
    starts: tuple[str, ...]
    meets: tuple[str, ...]


def listened(protocol: Protocol) -> tuple[Listened, ...]:
    """Return each kind of fact that starts or meets a duty of a protocol, in the order of its clocks."""
    starts: dict[str, dict[str, None]] = {}
    meets: dict[str, dict[str, None]] = {}
    for clock in protocol.clocks:
        for kind in _starting(clock.starts, protocol):
            starts.setdefault(kind, {})[clock.title] = None
        for kind in _kinds(clock.met_by):
            meets.setdefault(kind, {})[clock.title] = None
    return tuple(
        Listened(kind, tuple(starts.get(kind, ())), tuple(meets.get(kind, ()))) for kind in {**starts, **meets}
    )


def _kinds(triggers: Iterable[Trigger]) -> Iterator[str]:
    for trigger in triggers:
        yield from trigger.kinds


def _starting(start: Start, protocol: Protocol) -> Iterator[str]:
    match start:
        case StartsAt() | StartsOnCount():
            yield from start.trigger.kinds
        case _:
            yield from _asked(start.condition, protocol)


def _asked(condition: Condition, protocol: Protocol) -> Iterator[str]:
    """Walk the kinds of fact by which a condition can come true."""
    match condition:
        case Is() | AtLeast():
            yield from protocol.vocabulary.states[condition.state].kinds
        case Happened() | CountWithin():
            yield from condition.trigger.kinds
        case HeldFor() | Ever():
            yield from _asked(condition.condition, protocol)
        case All() | AnyOf():
            for each in condition.of:
                yield from _asked(each, protocol)
        case Not():
            yield from _asked(condition.of, protocol)
