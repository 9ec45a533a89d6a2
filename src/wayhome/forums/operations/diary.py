"""A meeting's own life: put in the diary, begun, ended, signed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from wayhome.clocks import protocols
from wayhome.forums.models import Item, ItemState, Meeting, MeetingState, Seat
from wayhome.forums.operations.allowed import item_to_change, meeting_to_change, one_at_a_time
from wayhome.forums.operations.errors import AlreadyInTheDiary, BadValue, NotFound, NotYours, TooLate
from wayhome.forums.operations.telling import tell_partnership
from wayhome.forums.queries.definitions import chairs, forum_of, runs
from wayhome.platform import wall
from wayhome.platform.actor import Actor
from wayhome.platform.operations import audit
from wayhome.platform.roles import as_clock


def plan(
    *, actor: Actor, forum: str, opens_at: datetime, closes_at: datetime | None = None, place: str = "", why: str = ""
) -> UUID:
    """Put a meeting of a forum of the protocol in force in the diary; return its id. Times are aware.

    Writes: the meeting, a place for each member, an audit entry.
    Refuses: NotFound for an unknown forum; NotYours; AlreadyInTheDiary at the same time; BadValue for its end.
    """
    line = protocols.active(actor.authority).line
    known = forum_of(line, forum)
    if known is None:
        raise NotFound("The protocol in force has no such meeting.")
    if not runs(actor.authority, known, actor.user):
        raise NotYours("Only the chair, or whoever prepares and minutes this meeting, can do this.")
    if closes_at is not None and closes_at <= opens_at:
        raise BadValue("The meeting must end after it begins.")
    with transaction.atomic():
        made = Meeting(
            authority_id=actor.authority, line=line, forum=forum, opens_at=opens_at, closes_at=closes_at,
            place=place.strip()[:500], why=why.strip()[:2000],
        )  # fmt: skip
        try:
            with transaction.atomic():
                made.save(force_insert=True)
        except IntegrityError as clash:
            raise AlreadyInTheDiary("This meeting is in the diary already at that time.") from clash
        Seat.objects.bulk_create(
            Seat(authority_id=actor.authority, meeting=made, member=member.id) for member in known.members
        )
        audit.write(actor=actor, verb="write", what=f"plan {forum}", subjects=[])
    return made.id


def begin(*, actor: Actor, meeting: UUID) -> None:
    """Open the meeting: from now on the agenda stays as it is, but for what the chair adds or takes off."""
    with transaction.atomic():
        row, _ = meeting_to_change(actor, meeting, MeetingState.PLANNED)
        _move(actor, row, MeetingState.OPEN, "began_at")


def end(*, actor: Actor, meeting: UUID) -> None:
    """Close the meeting. Decisions may still be put right until it is signed."""
    with transaction.atomic():
        one_at_a_time(meeting)
        row, _ = meeting_to_change(actor, meeting, MeetingState.OPEN)
        _move(actor, row, MeetingState.ENDED, "ended_at")


def sign(*, actor: Actor, meeting: UUID) -> None:
    """Sign the minutes: nothing in them changes afterwards.

    Refuses: NotYours for anybody but the chair; TooLate unless it has ended; BadValue while something on the agenda has
    no decision and was not taken off with a reason, whether or not the signer may see it.
    """
    with transaction.atomic():
        one_at_a_time(meeting)
        row = Meeting.objects.select_for_update().filter(id=meeting, authority_id=actor.authority).first()
        forum = forum_of(row.line, row.forum) if row else None
        if row is None or forum is None:
            raise NotFound("There is no such meeting.")
        if not chairs(actor.authority, forum, actor.user):
            raise NotYours("Only the chair signs the minutes.")
        if row.state != MeetingState.ENDED:
            raise TooLate("The minutes are signed once the meeting has ended, and only once.")
        _check_all_decided(row)
        row.signed_by = actor.user
        _move(actor, row, MeetingState.SIGNED, "signed_at", "signed_by")
        tell_partnership(actor, forum, row.ended_at or wall.now())


def _check_all_decided(row: Meeting) -> None:
    """Refuse while anything is undecided. Of what is kept from the signer neither the number nor anything else is told."""
    with as_clock():
        left = set(
            Item.objects.filter(meeting=row, state=ItemState.ON, decisions__isnull=True).values_list("id", flat=True)
        )
    if left:
        seen = Item.objects.filter(id__in=left).count()
        if seen:
            raise BadValue(f"{seen} on the agenda without a decision: decide each, or take it off and say why.")
        raise BadValue(
            "The minutes cannot be signed yet: a colleague who took part still has a decision to write down. "
            "Ask those who decide on what is kept closely, and sign again."
        )


def talk_of(*, actor: Actor, item: UUID) -> None:
    """Put an item on the room's screen. Refuses as `item_to_change` does, and TooLate unless the meeting is being held."""
    with transaction.atomic():
        about, row, _ = item_to_change(actor, item, MeetingState.OPEN)
        row.talking_of = about.id
        row.save(update_fields=["talking_of"])


def cancel(*, actor: Actor, meeting: UUID, why: str) -> None:
    """Take a meeting out of the diary before it is held. Refuses BadValue without a reason."""
    if not why.strip():
        raise BadValue("Say why the meeting is not held.")
    with transaction.atomic():
        row, _ = meeting_to_change(actor, meeting, MeetingState.PLANNED)
        row.why = f"{row.why} Not held: {why.strip()}".strip()[:2000]
        _move(actor, row, MeetingState.CANCELLED, None, "why")


def _move(actor: Actor, row: Meeting, state: MeetingState, stamp: str | None, *more: str) -> None:
    row.state = state
    if stamp:
        setattr(row, stamp, wall.now())
    row.save(update_fields=["state", *([stamp] if stamp else []), *more])
    audit.write(actor=actor, verb="write", what=f"meeting {state.value}", subjects=[])
