"""What waits for somebody's word: what was shared with them, and corrections of it, that they have not said they have."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from wayhome.disclosure.queries.disclosures import DisclosureView


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many sharings, and how many corrections of sharings, were given and not acknowledged yet."""

    shared: int
    corrected: int


# As the reader: the row policies show a sharing to whom it was given.
_WAITING = """
select count(*) filter (where said is null), count(*) filter (where said < told)
from disclosure_disclosure d, lateral (
  select max(recorded_at) filter (where kind = 'acknowledged') as said,
    max(recorded_at) filter (where kind = 'corrected') as told
  from disclosure_disclosurestep s where s.disclosure_id = d.id) steps
where d.authority_id = %(authority)s and d.shared and (d.to_user = %(user)s or d.to_agency_id = %(agency)s)
"""


def of(user: UUID, authority: UUID, agency: UUID) -> Waiting:
    """Return what waits for the word of this colleague, or of anybody of their agency: one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, {"user": user, "authority": authority, "agency": agency})
        return Waiting(*cursor.fetchone())


def waits(sharing: DisclosureView) -> bool:
    """Whether a sharing, or its latest correction, waits for the word of whom it was given to."""
    said = [step.recorded_at for step in sharing.steps if step.kind == "acknowledged"]
    told = [step.recorded_at for step in sharing.steps if step.kind == "corrected"]
    return sharing.shared and (not said or (bool(told) and max(told) > max(said)))
