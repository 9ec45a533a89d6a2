"""Coming into a meeting: each person accepts the statement, and says whose place they take."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from wayhome.forums.models import Acceptance, Meeting, MeetingState, Seat, SeatState
from wayhome.forums.operations.allowed import check_state
from wayhome.forums.operations.errors import BadValue, NotFound
from wayhome.platform import wall
from wayhome.platform.actor import Actor
from wayhome.platform.operations import audit


def enter(*, actor: Actor, meeting: UUID, member: str = "", substitute: bool = False) -> None:
    """Accept the meeting's confidentiality statement; with a `member`, take that place, for oneself or in their stead.

    Writes: the acceptance, once a person; the place; an audit entry.
    Refuses: NotFound; TooLate unless it is planned or being held; BadValue for a place another colleague has taken.
    """
    with transaction.atomic():
        row = Meeting.objects.filter(id=meeting, authority_id=actor.authority).first()
        if row is None:
            raise NotFound("There is no such meeting.")
        check_state(row, (MeetingState.PLANNED, MeetingState.OPEN))
        now = wall.now()
        Acceptance.objects.get_or_create(
            meeting=row, by_user=actor.user,
            defaults={"authority_id": actor.authority, "agency_id": actor.agency, "accepted_at": now},
        )  # fmt: skip
        if member:
            place = Seat.objects.select_for_update().filter(meeting=row, member=member).first()
            if place is None:
                raise NotFound("The meeting has no such member.")
            if place.state == SeatState.PRESENT and place.who not in ("", actor.name):
                raise BadValue(f"{place.who} has this place. Choose another, or none.")
            place.state, place.who, place.substitute = SeatState.PRESENT, actor.name, substitute
            place.accepted_at, place.by_user = place.accepted_at or now, actor.user
            place.save(update_fields=["state", "who", "substitute", "accepted_at", "by_user"])
        audit.write(actor=actor, verb="write", what="came into a meeting", subjects=[])
