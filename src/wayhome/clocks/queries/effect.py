"""What a change of law would do to the duties of a live ledger, before anybody approves it. Nothing is stored."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from wayhome.clocks import protocols
from wayhome.engine.laws import Law, Laws, Standing
from wayhome.engine.readings import Reading
from wayhome.platform.roles import as_clock
from wayhome.record.queries.situations import situation

NONE = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """One duty that would stand otherwise. States are empty where there is no such duty. Times are aware UTC."""

    key: str
    child: UUID
    clock: str
    open: bool
    state: str
    new_state: str
    due: datetime | None
    new_due: datetime | None


def moved(
    *, authority: UUID, law: Law, as_of: datetime, each: Callable[[int, int], None] = lambda done, all_: None
) -> Iterator[Moved]:
    """Yield every duty of a partnership that would stand otherwise at `as_of` if the law were added, child by child.

    `law.from_` must be given. `each` is told how many children are done, of how many. Reads as the clock.
    """
    with transaction.atomic(), as_clock():
        current = protocols.laws(authority)
    proposed = Laws((*current.laws, law))
    children = _children(authority)
    for done, child in enumerate(children, 1):
        yield from _child(authority, child, current, proposed, as_of)
        each(done, len(children))


def _children(authority: UUID) -> list[UUID]:
    with transaction.atomic(), as_clock(), connection.cursor() as cursor:
        cursor.execute("select id from record_child where authority_id = %s order by id", [authority])
        return [child for (child,) in cursor.fetchall()]


def _child(authority: UUID, child: UUID, current: Laws, proposed: Laws, as_of: datetime) -> Iterator[Moved]:
    with transaction.atomic(), as_clock():
        facts = situation(child)
    calendar, before_key = protocols.calendar(), str(authority)
    was = _by_key(current.read(facts, calendar, as_of, authority=before_key))
    now = _by_key(proposed.read(facts, calendar, as_of, authority=before_key))
    for key in sorted(was.keys() | now.keys()):
        old, new = was.get(key), now.get(key)
        if _shown(old) != _shown(new):
            either = old or new
            assert either is not None
            yield Moved(
                key=key,
                child=child,
                clock=either.clock,
                open=either.state.open,
                state=old.state.value if old else NONE,
                new_state=new.state.value if new else NONE,
                due=old.due if old else None,
                new_due=new.due if new else None,
            )


def _by_key(standing: Sequence[Standing]) -> dict[str, Reading]:
    return {each.reading.key: each.reading for each in standing}


def _shown(reading: Reading | None) -> tuple[object, ...]:
    return () if reading is None else (reading.state, reading.due, reading.owner, reading.still_needed)
