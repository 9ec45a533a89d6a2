"""A meeting of one forum, and each place at its table. Neither says anything about a child."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models.functions import Now


class MeetingState(models.TextChoices):
    """How far a meeting is. SIGNED: nothing in it changes any more."""

    PLANNED = "planned", "Planned"
    OPEN = "open", "Being held"
    ENDED = "ended", "Held, to be signed"
    SIGNED = "signed", "Signed"
    CANCELLED = "cancelled", "Cancelled"


class Meeting(models.Model):
    """One meeting. `forum` is a forum of the law in force when it was put in the diary, named by `line`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    line = models.TextField(help_text="The protocol the forum stands in, without version.")
    forum = models.TextField(help_text="The forum's id in that protocol.")
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField(null=True)
    place = models.TextField(default="", blank=True)
    why = models.TextField(default="", blank=True, help_text="Why it was called or moved. No names.")
    state = models.TextField(choices=MeetingState.choices, default=MeetingState.PLANNED)
    gathered_at = models.DateTimeField(null=True, help_text="When the record was last read for the agenda.")
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)
    signed_by = models.UUIDField(null=True)
    talking_of = models.UUIDField(null=True, help_text="The item on the room's screen.")
    recorded_at = models.DateTimeField(db_default=Now())
    by_user = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "id"], name="forum_meeting_authority_id"),
            models.UniqueConstraint(
                fields=["authority", "forum", "opens_at"], name="forum_meeting_once",
                condition=~models.Q(state="cancelled"),
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["authority", "opens_at"], name="forum_meeting_authority_opens")]


class SeatState(models.TextChoices):
    """How a member took part."""

    EXPECTED = "expected", "Not said yet"
    PRESENT = "present", "Here"
    WRITTEN = "written", "Sent a written update"
    APOLOGIES = "apologies", "Sent apologies"
    ABSENT = "absent", "Not here"


class Seat(models.Model):
    """One member's place at one meeting: how they took part, who came, and when they accepted the statement."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="seats")
    member = models.TextField(help_text="A member of the forum.")
    state = models.TextField(choices=SeatState.choices, default=SeatState.EXPECTED)
    who = models.TextField(default="", blank=True, help_text="The name of the colleague who came.")
    substitute = models.BooleanField(default=False)
    accepted_at = models.DateTimeField(null=True, help_text="When the confidentiality statement was accepted.")
    by_user = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "id"], name="forum_seat_authority_id"),
            models.UniqueConstraint(fields=["meeting", "member"], name="forum_seat_once"),
        ]


class Acceptance(models.Model):
    """That one person read and accepted the confidentiality statement on coming into a meeting. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="acceptances")
    by_user = models.UUIDField()
    agency = models.ForeignKey("platform.Agency", on_delete=models.PROTECT)
    accepted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "id"], name="forum_acceptance_authority_id"),
            models.UniqueConstraint(fields=["meeting", "by_user"], name="forum_acceptance_once"),
        ]


class Feed(models.Model):
    """One person's address from which their calendar reads when meetings are held: no names, and it can be ended.

    Only the secret's digest is kept: whoever reads the table cannot read anybody's diary with it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    by_user = models.UUIDField()
    digest = models.TextField(unique=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "id"], name="forum_feed_authority_id"),
            models.UniqueConstraint(
                fields=["authority", "by_user"], name="forum_feed_one_each", condition=models.Q(ended_at__isnull=True)
            ),
        ]
