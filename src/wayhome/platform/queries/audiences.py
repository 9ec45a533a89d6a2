"""Which small integer stands for one agency's facts of one handling class."""

from __future__ import annotations

from functools import cache
from uuid import UUID

from django.db import connection

from wayhome.platform.models import Audience


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


def reads_every(handling: str) -> bool:
    """Whether the reader reads this class of every agency of the partnership."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select not exists (select from platform_audience where authority_id = wayhome_authority() "
            "and handling = %s and not id = any(wayhome_audiences()))",
            [handling],
        )
        return bool(cursor.fetchone()[0])
