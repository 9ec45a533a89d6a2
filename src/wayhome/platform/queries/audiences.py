"""Which small integer stands for one agency's facts of one handling class."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from uuid import UUID

from django.db import connection

from wayhome.platform.models import Agency, Audience
from wayhome.platform.reading_rules import reads


def audience_of(agency: UUID, handling: str) -> int:
    """Return the audience of an agency's facts of this class. Raises LookupError if there is none.

    The numbers never change once given, so a process may remember them.
    """
    found = _known(agency, handling)
    if found is None:
        _known.cache_clear()
        raise LookupError(f"no audience for agency {agency} and class {handling}: set the agency up first")
    return found


@cache
def _known(agency: UUID, handling: str) -> int | None:
    return Audience.objects.filter(agency_id=agency, handling=handling).values_list("id", flat=True).first()


def read_by(authority: UUID, agency: UUID) -> frozenset[int]:
    """Return the audiences that everybody of an agency reads, without vetting, by the rules: two statements."""
    kind = Agency.objects.filter(id=agency, authority_id=authority).values_list("kind", flat=True).first()
    rows = Audience.objects.filter(authority_id=authority).values_list("id", "agency_id", "handling")
    every = ((id_, recorder == agency, handling) for id_, recorder, handling in rows)
    return frozenset(
        id_ for id_, own, handling in every if kind is not None and reads(kind, own=own, handling=handling)
    )


def of_classes(authority: UUID, classes: Collection[str]) -> frozenset[int]:
    """Return the audiences of these handling classes, of every agency of the partnership: one statement."""
    rows = Audience.objects.filter(authority_id=authority, handling__in=list(classes))
    return frozenset(rows.values_list("id", flat=True))


def reads_every(handling: str) -> bool:
    """Whether the reader reads this class of every agency of the partnership."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select not exists (select from platform_audience where authority_id = wayhome_authority() "
            "and handling = %s and not id = any(wayhome_audiences()))",
            [handling],
        )
        return bool(cursor.fetchone()[0])
