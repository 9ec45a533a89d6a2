"""Who came: the places of a meeting's members, written together and never over what a colleague wrote meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import transaction

from wayhome.forums.models import Seat, SeatState
from wayhome.forums.operations.allowed import meeting_to_change
from wayhome.forums.operations.errors import NotFound, NotKept
from wayhome.platform import wall
from wayhome.platform.actor import Actor
from wayhome.platform.operations import audit

LONGEST_NAME = 200
MEANWHILE = "A colleague wrote something else here meanwhile: {there}. Yours stands in the boxes: keep it again to write it over theirs."


@dataclass(frozen=True, slots=True)
class Came:
    """How one member took part: `who` names the colleague; `accepted`: the confidentiality statement was accepted."""

    state: str
    who: str = ""
    substitute: bool = False
    accepted: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody writes of one member, and what stood there as they began."""

    now: Came
    before: Came


def came(seat: Seat) -> Came:
    """Return what a place says."""
    return Came(seat.state, seat.who, seat.substitute, seat.accepted_at is not None)


def keep(*, actor: Actor, meeting: UUID, places: Mapping[str, Written]) -> None:
    """Record how members took part, by the member's id: all of it or nothing. What was not changed is left alone.

    Writes: the places, an audit entry. Refuses: NotFound, NotYours, TooLate once signed; NotKept with a sentence for each
    member of whom somebody is here without a name, or a colleague wrote something else since.
    """
    bare = {member: replace(each, now=replace(each.now, who=each.now.who.strip())) for member, each in places.items()}
    changed = {member: each for member, each in bare.items() if each.now != each.before}
    with transaction.atomic():
        row, _ = meeting_to_change(actor, meeting)
        seats = {s.member: s for s in Seat.objects.select_for_update().filter(meeting=row).order_by("member")}
        if places.keys() - seats.keys():
            raise NotFound("The meeting has no such member.")
        faults = {member: fault for member, each in changed.items() if (fault := _fault(seats[member], each))}
        if faults:
            raise NotKept(faults)
        for member, each in changed.items():
            _write(actor, seats[member], each.now)
        if changed:
            audit.write(actor=actor, verb="write", what="attendance", subjects=[])


def _fault(seat: Seat, written: Written) -> str:
    there, now = came(seat), written.now
    if now.state not in SeatState.values:
        return "Choose how they took part."
    if now.state == SeatState.PRESENT and not now.who:
        return "Write who is here."
    if len(now.who) > LONGEST_NAME:
        return f"Who is here: use {LONGEST_NAME} characters or fewer."
    if there not in (written.before, now):
        return MEANWHILE.format(there=", ".join(filter(None, (seat.get_state_display(), seat.who))))
    return ""


def _write(actor: Actor, seat: Seat, now: Came) -> None:
    seat.state, seat.who, seat.substitute = now.state, now.who, now.substitute
    seat.accepted_at = (seat.accepted_at or wall.now()) if now.accepted else None
    seat.by_user = actor.user
    seat.save(update_fields=["state", "who", "substitute", "accepted_at", "by_user"])
