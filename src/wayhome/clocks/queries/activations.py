"""What a partnership has activated, in order of time, as the reader or the clock may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wayhome.clocks.models import Activation


@dataclass(frozen=True, slots=True)
class ActivationView:
    """One change of law. `law` is the id a reading carries: the protocol, and the overlay after a plus sign."""

    id: UUID
    authority: UUID
    protocol: str
    hash: str
    overlay: str
    overlay_hash: str
    moves: tuple[str, ...]
    from_at: datetime
    by: str
    because: str

    @property
    def law(self) -> str:
        return f"{self.protocol}+{self.overlay}" if self.overlay else self.protocol


def activations(authority: UUID | None = None) -> tuple[ActivationView, ...]:
    """Return the activations of an authority (of all that may be seen, when None), the earliest first."""
    rows = Activation.objects.order_by("from_at", "recorded_at", "id")
    if authority is not None:
        rows = rows.filter(authority_id=authority)
    return tuple(
        ActivationView(
            id=row.id,
            authority=row.authority_id,
            protocol=row.protocol,
            hash=row.hash,
            overlay=row.overlay,
            overlay_hash=row.overlay_hash,
            moves=tuple(row.moves),
            from_at=row.from_at,
            by=row.by,
            because=row.because,
        )
        for row in rows
    )


def uncounted(now: datetime) -> tuple[tuple[UUID, UUID], ...]:
    """Return each activation (its id, its authority) that has begun and under which not every child has been read."""
    rows = Activation.objects.filter(counted_at__isnull=True, from_at__lte=now).order_by("from_at", "id")
    return tuple(rows.values_list("id", "authority_id"))
