"""Which protocol an authority's partnership runs."""

from __future__ import annotations

from functools import cache
from uuid import UUID

from wayhome.platform.models import Authority


@cache
def line_of(authority: UUID) -> str:
    """Return the protocol line, such as portsmouth-pathway. Raises LookupError for an authority nobody here may see."""
    line = Authority.objects.filter(id=authority).values_list("protocol", flat=True).first()
    if line is None:
        raise LookupError(f"no authority {authority}")
    return line
