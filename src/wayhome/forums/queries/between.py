"""Between two meetings: what the protocol asks when a chair cannot wait for the next one, and what was asked so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wayhome.clocks import protocols
from wayhome.engine.language import Clock, RungBase, StartsAt
from wayhome.forums.queries.definitions import forums_of, runs
from wayhome.platform import wall
from wayhome.platform.queries import posts
from wayhome.record.queries import ledger
from wayhome.record.queries.ledger import Entry

ASKED, TAKEN = "met.immediate-action", "met.immediate-action-taken"


@dataclass(frozen=True, slots=True)
class Lead:
    """A post the protocol has told at once, and who holds it now."""

    role: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """One time the leads were told, or one time somebody wrote down what was done: when, who, and the words."""

    taken: bool
    at: datetime
    by: str
    words: str


def clock_of(authority: UUID) -> Clock | None:
    """Return the duty that begins when the leads are told between meetings; None where the protocol knows no such way."""
    return next(
        (
            clock
            for clock in protocols.active(authority).clocks
            if isinstance(clock.starts, StartsAt) and ASKED in clock.starts.trigger.kinds
        ),
        None,
    )


def may_tell(authority: UUID, user: UUID) -> bool:
    """Whether a person may tell the leads: whoever runs a meeting chaired by the post that answers for this duty."""
    clock = clock_of(authority)
    return clock is not None and any(
        runs(authority, forum, user)
        for forum in forums_of(authority)
        if any(member.chairs and member.role == clock.owner for member in forum.members)
    )


def leads(authority: UUID) -> tuple[Lead, ...]:
    """Return the posts that are told as soon as it is recorded, each with who holds it now: a few statements a post."""
    clock, now = clock_of(authority), wall.now()
    first = [rung for rung in clock.rungs if rung.base is RungBase.START and rung.minutes <= 0] if clock else []
    roles = [role for rung in first for role in rung.tell]
    held = {role: posts.holders(authority, role, at=now) for role in dict.fromkeys(roles)}
    people = posts.colleagues({user for users in held.values() for user in users})
    return tuple(Lead(role, tuple(people[user].name for user in users)) for role, users in held.items())


def told(child: UUID) -> tuple[Asked, ...]:
    """Return each time the leads were told of a child, and what was done, as far as the reader may see: newest first."""
    return tuple(reversed(_said(ledger.current_facts(child, (ASKED, TAKEN)))))


def waiting(child: UUID) -> tuple[Asked, ...]:
    """Return what the leads were told since something was last done, oldest first: one statement where there is nothing."""
    found = ledger.current_facts(child, (ASKED, TAKEN))
    done = [place for place, each in enumerate(found) if each.kind == TAKEN]
    return _said(found[done[-1] + 1 if done else 0 :])


def _said(found: Sequence[Entry]) -> tuple[Asked, ...]:
    people = posts.colleagues({each.by_user for each in found if each.by_user})
    return tuple(
        Asked(
            each.kind == TAKEN,
            each.happened_from or each.told_at,
            people[each.by_user].name if each.by_user in people else "",
            each.text or "",
        )
        for each in found
    )
