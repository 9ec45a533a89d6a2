"""What a change of law would do to the duties of a live ledger, before anybody approves it. Nothing is stored."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from wayhome.clocks import protocols
from wayhome.engine.laws import Law, Laws, Standing
from wayhome.engine.readings import Reading
from wayhome.platform.roles import as_clock
from wayhome.record.queries.situations import situation_about
from wayhome.record.queries.subjects import subjects
from wayhome.record.subjects import Subject

NONE = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """One duty that would stand otherwise. States are empty where there is no such duty. Times are aware UTC."""

    key: str
    subject: Subject
    clock: str
    open: bool
    state: str
    new_state: str
    due: datetime | None
    new_due: datetime | None


def moved(
    *, authority: UUID, law: Law, as_of: datetime, each: Callable[[int, int], None] = lambda done, all_: None
) -> Iterator[Moved]:
    """Yield every duty of a partnership that would stand otherwise at `as_of` if the law were added, subject by subject.

    `law.from_` must be given. `each` is told how many are done, of how many. Reads as the clock.
    """
    with transaction.atomic(), as_clock():
        current = protocols.laws(authority)
        everything = subjects(authority)
    proposed = Laws((*current.laws, law))
    for done, subject in enumerate(everything, 1):
        yield from _about(authority, subject, current, proposed, as_of)
        each(done, len(everything))


def _about(authority: UUID, subject: Subject, current: Laws, proposed: Laws, as_of: datetime) -> Iterator[Moved]:
    with transaction.atomic(), as_clock():
        facts = situation_about(subject)
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
                subject=subject,
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
