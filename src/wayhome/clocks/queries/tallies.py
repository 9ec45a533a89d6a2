"""How many duties wait for each child, for lists of many children."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from wayhome.engine.language import Protocol


@dataclass(frozen=True, slots=True)
class Tally:
    """The open duties about one child: how many, how many late, the clocks they are of, the next review due."""

    child: UUID
    open: int
    overdue: int
    clocks: frozenset[str]
    review_due: datetime | None


# Late is worked out from the due time when asked, as everywhere: a list is never calmer than the board.
_TALLIES = """
select child_id, count(*),
  count(*) filter (where state = 'breached' or state in ('running', 'due-soon') and due_at < %(now)s),
  array_agg(distinct clock), min(due_at) filter (where clock = any(%(reviews)s))
from clocks_reading where authority_id = %(authority)s and open and child_id is not null group by child_id
"""


def tallies(authority: UUID, reviews: Collection[str], *, now: datetime) -> dict[UUID, Tally]:
    """Return the open duties of each child the reader may see, by child; `reviews`: clocks of reviews. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_TALLIES, {"authority": authority, "now": now, "reviews": sorted(reviews)})
        return {row[0]: Tally(row[0], row[1], row[2], frozenset(row[3]), row[4]) for row in cursor.fetchall()}


def review_clocks(protocol: Protocol) -> frozenset[str]:
    """Return the clocks of a protocol that ask for a review: those it calls one in their titles."""
    return frozenset(clock.id for clock in protocol.clocks if "review" in clock.title.lower())
