"""Which agencies read what one agency recorded, class by class, as the rules have it."""

from __future__ import annotations

from collections.abc import Mapping

from wayhome.platform.models import Agency, Audience
from wayhome.platform.reading_rules import reads


def beside(audience: int) -> Mapping[int, tuple[str, ...]]:
    """Return every audience of the agency whose this one is, with the names of the agencies that read each."""
    agency, authority = Audience.objects.filter(id=audience).values_list("agency_id", "authority_id").get()
    agencies = list(Agency.objects.filter(authority_id=authority).order_by("name", "id"))
    rows = Audience.objects.filter(agency_id=agency).values_list("id", "handling")
    return {
        id_: tuple(a.name for a in agencies if reads(a.kind, own=a.id == agency, handling=handling))
        for id_, handling in sorted(rows)
    }
