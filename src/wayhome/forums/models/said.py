"""What people wrote about an item, each in a row of their own; whether each agency has answered; who was named."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models.functions import Now


class Note(models.Model):
    """One person's words on one item, from one open page: `version` counts its saves.

    A page that saves upon an older version than is kept begins a row beside it, so both are kept and both are shown.
    `kind`: "return" for what an agency answered beforehand, "said" for what was written at the meeting. Audience: as
    its writer chose; until then, the writer's own agency.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    item = models.ForeignKey("forums.Item", on_delete=models.PROTECT, related_name="notes")
    subject_id = models.UUIDField()
    audience = models.ForeignKey("platform.Audience", on_delete=models.PROTECT)
    restricted = models.BooleanField(default=False)
    kind = models.TextField(choices=[("return", "return"), ("said", "said")])
    by_user = models.UUIDField()
    agency = models.ForeignKey("platform.Agency", on_delete=models.PROTECT)
    version = models.IntegerField(default=1)
    text = models.TextField(default="", blank=True)
    saved_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["authority", "id"], name="forum_note_authority_id")]
        indexes = [models.Index(fields=["authority", "subject_id"], name="forum_note_authority_subject")]


class Answer(models.Model):
    """That an agency has answered about one item, and whether it knows anything. Audience: every agency.

    What it knows is in its notes. "Nothing known" is an answer too.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    item = models.ForeignKey("forums.Item", on_delete=models.PROTECT, related_name="answers")
    subject_id = models.UUIDField()
    audience = models.ForeignKey("platform.Audience", on_delete=models.PROTECT)
    restricted = models.BooleanField(default=False)
    agency = models.ForeignKey("platform.Agency", on_delete=models.PROTECT)
    nothing_known = models.BooleanField()
    answered_at = models.DateTimeField()
    by_user = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "id"], name="forum_answer_authority_id"),
            models.UniqueConstraint(fields=["item", "agency"], name="forum_answer_once"),
        ]


class Identified(models.Model):
    """An adult or a context that was named when an item was talked about. Append-only. Audience: social care's care.

    Nobody reads the name here who may not see that record: it is looked up when it is shown.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey("forums.Item", on_delete=models.PROTECT, related_name="identified")
    subject_id = models.UUIDField()
    audience = models.ForeignKey("platform.Audience", on_delete=models.PROTECT, related_name="+")
    restricted = models.BooleanField(default=False)
    adult = models.ForeignKey("record.Adult", on_delete=models.PROTECT, null=True, related_name="+")
    context = models.ForeignKey("record.Context", on_delete=models.PROTECT, null=True, related_name="+")
    how = models.TextField(help_text="How they came up.")
    recorded_at = models.DateTimeField(db_default=Now())
    by_user = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "id"], name="forum_identified_authority_id"),
            models.CheckConstraint(
                condition=models.Q(adult__isnull=True) ^ models.Q(context__isnull=True), name="forum_identified_one"
            ),
        ]


class Asked(models.Model):
    """That an agency was asked for what it holds before a meeting, asked again, or that the chair was told it is missing.

    Says nothing about a child. `people`: how many were told; 0 where the protocol names no post of that agency.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey("forums.Meeting", on_delete=models.PROTECT, related_name="asked")
    agency = models.ForeignKey("platform.Agency", on_delete=models.PROTECT, related_name="+")
    stage = models.TextField(choices=[("asked", "asked"), ("chased", "chased"), ("passed-up", "passed-up")])
    people = models.IntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "id"], name="forum_asked_authority_id"),
            models.UniqueConstraint(fields=["meeting", "agency", "stage"], name="forum_asked_once"),
        ]
