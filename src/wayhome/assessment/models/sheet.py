"""Versions of answers, and what was decided of each. Append-only by grant and by trigger."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models.functions import Now


class Sheet(models.Model):
    """One filled-in form as it was sent: never changed, only followed by another version.

    Handling class: the row's audience, from the facts its form records. `answers` are written as `wayhome score`
    reads them; `shown` is the form as its writer saw it, `result` what the instrument said, so that both can be read
    when the protocol has long moved on. `draft` names what it was written in: a form sent twice is one version.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    audience = models.ForeignKey("platform.Audience", on_delete=models.PROTECT)
    restricted = models.BooleanField(default=False)
    subject_kind = models.TextField()
    subject_id = models.UUIDField()
    episode_id = models.UUIDField(null=True)
    draft = models.UUIDField()
    line = models.TextField()
    law = models.TextField()
    instrument = models.TextField()
    version = models.TextField()
    title = models.TextField()
    number = models.IntegerField(help_text="1 for the first version of this form about this subject.")
    reference = models.DateField()
    born_on = models.DateField(null=True)
    age = models.IntegerField(null=True)
    answers = models.JSONField()
    shown = models.JSONField()
    result = models.JSONField()
    level = models.TextField(default="", blank=True, help_text="The level the instrument gives; empty for none.")
    points = models.IntegerField(null=True)
    judged_level = models.TextField(default="", blank=True)
    judged_reason = models.TextField(default="", blank=True)
    voice = models.JSONField(default=dict, help_text="Whether the child was asked, by whom, and what the child says.")
    needs_sign_off = models.BooleanField()
    recorded_at = models.DateTimeField(db_default=Now())
    by_user = models.UUIDField(null=True)
    by_agency = models.ForeignKey("platform.Agency", on_delete=models.PROTECT)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "id"], name="sheet_authority_id"),
            models.UniqueConstraint(fields=["authority", "draft"], name="sheet_authority_draft"),
        ]
        indexes = [models.Index(fields=["authority", "subject_id", "instrument"], name="sheet_authority_subject")]


class Decision(models.Model):
    """That a version was signed, or returned with comments. One a version. Handling class: the version's audience."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    audience = models.ForeignKey("platform.Audience", on_delete=models.PROTECT)
    restricted = models.BooleanField(default=False)
    subject_id = models.UUIDField()
    sheet = models.OneToOneField(Sheet, on_delete=models.PROTECT, related_name="decision")
    outcome = models.TextField(help_text="signed or returned")
    comments = models.TextField(default="", blank=True)
    recorded_at = models.DateTimeField(db_default=Now())
    by_user = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "id"], name="decision_authority_id"),
            models.CheckConstraint(
                condition=models.Q(outcome__in=["signed", "returned"]), name="decision_outcome_known"
            ),
        ]
        indexes = [models.Index(fields=["authority", "subject_id"], name="decision_authority_subject")]
