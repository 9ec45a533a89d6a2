"""Plans and their versions. A version is never changed; what is being written is a draft, one a person."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models.functions import Now


class Plan(models.Model):
    """That a child has a plan of one kind: one row a kind, however many versions. Handling class: care."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    child = models.ForeignKey("record.Child", on_delete=models.PROTECT)
    kind = models.TextField(help_text="A kind of wayhome.plans.kinds.")
    audience = models.ForeignKey("platform.Audience", on_delete=models.PROTECT)
    restricted = models.BooleanField(default=False)
    recorded_at = models.DateTimeField(db_default=Now())
    by_user = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "id"], name="plan_authority_id"),
            models.UniqueConstraint(fields=["authority", "child", "kind"], name="one_plan_of_a_kind"),
        ]


class PlanVersion(models.Model):
    """One accepted version: the answers to the protocol's form, and the same in words for the child. Append-only.

    `form` is the form with its version, `line` the protocol it stands in. `answers` holds each item's answer by the
    item's id; `for_child` words by the section's id; `sources` what an answer was composed from. `ended`: with this
    version the plan stopped, and `note` says why.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versions")
    child = models.ForeignKey("record.Child", on_delete=models.PROTECT)
    audience = models.ForeignKey("platform.Audience", on_delete=models.PROTECT)
    restricted = models.BooleanField(default=False)
    number = models.IntegerField()
    line = models.TextField()
    form = models.TextField()
    answers = models.JSONField()
    for_child = models.JSONField(default=dict)
    sources = models.JSONField(default=dict)
    note = models.TextField(default="", blank=True, help_text="What changed, or why the plan ended.")
    agreed_from = models.DateTimeField()
    agreed_until = models.DateTimeField()
    agreed_precision = models.TextField()
    review_on = models.DateField(null=True)
    ended = models.BooleanField(default=False)
    recorded_at = models.DateTimeField(db_default=Now())
    by_user = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "id"], name="planversion_authority_id"),
            models.UniqueConstraint(fields=["plan", "number"], name="planversion_in_order"),
        ]
        indexes = [models.Index(fields=["authority", "child"], name="planversion_authority_child")]


class PlanDraft(models.Model):
    """What one person is writing, seen by that person alone, kept from the first key until it is accepted.

    `base` is the number of the version it began from, 0 for none. `revision` counts the saves, so that two open
    pages of one person never write over each other.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="drafts")
    child = models.ForeignKey("record.Child", on_delete=models.PROTECT)
    user = models.UUIDField()
    base = models.IntegerField()
    revision = models.IntegerField(default=1)
    answers = models.JSONField(default=dict)
    for_child = models.JSONField(default=dict)
    sources = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "id"], name="plandraft_authority_id"),
            models.UniqueConstraint(fields=["plan", "user"], name="one_draft_a_person"),
        ]
