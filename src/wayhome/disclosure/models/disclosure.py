"""Sharings, decisions not to share, and what followed. Append-only: a step is added, nothing is changed."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class Disclosure(models.Model):
    """One sharing, or one decision not to share: with whom, on what basis, why, and what child and parents said.

    Exactly one of `to_user`, `to_agency` and `to_outside` says with whom. `bases`, `child_position`, `parent_position`
    and `onward` are ids of protocols/sharing.yaml. `pack` names the file that went out, `fact` the fact that tells of
    it. Handling class: care; whoever it was given to sees this row too.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    child = models.ForeignKey("record.Child", on_delete=models.PROTECT)
    audience = models.ForeignKey("platform.Audience", on_delete=models.PROTECT)
    restricted = models.BooleanField(default=False)
    shared = models.BooleanField(help_text="Whether it was shared, or decided not to be.")
    to_user = models.UUIDField(null=True)
    to_agency = models.ForeignKey("platform.Agency", on_delete=models.PROTECT, null=True, related_name="+")
    to_outside = models.TextField(default="", blank=True, help_text="Who, and of which organisation.")
    how = models.TextField(default="", blank=True, help_text="By what way it was given.")
    asked_for = models.TextField(default="", blank=True, help_text="What was asked for, or said beside the paper.")
    bases = models.JSONField(default=list)
    purpose = models.TextField()
    child_position = models.TextField()
    parent_position = models.TextField()
    without_why = models.TextField(default="", blank=True)
    onward = models.TextField(default="", blank=True)
    onward_words = models.TextField(default="", blank=True)
    named = models.JSONField(default=list, help_text="Keys of the people whom the paper names.")
    decided_by = models.UUIDField()
    decided_at = models.DateTimeField()
    pack = models.UUIDField(null=True)
    pack_digest = models.TextField(default="", blank=True)
    fact = models.ForeignKey("record.Fact", on_delete=models.PROTECT, related_name="+")
    key = models.UUIDField(help_text="The form it came from: sent twice, it is recorded once.")
    recorded_at = models.DateTimeField(db_default=Now())
    by_user = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "id"], name="disclosure_authority_id"),
            models.UniqueConstraint(fields=["authority", "key"], name="disclosure_once"),
            models.CheckConstraint(
                condition=Q(to_user__isnull=False, to_agency__isnull=True, to_outside="")
                | Q(to_user__isnull=True, to_agency__isnull=False, to_outside="")
                | (Q(to_user__isnull=True, to_agency__isnull=True) & ~Q(to_outside="")),
                name="disclosure_to_one",
            ),
        ]
        indexes = [
            models.Index(fields=["authority", "child"], name="disclosure_authority_child"),
            models.Index(fields=["authority", "to_user"], name="disclosure_authority_user"),
            models.Index(fields=["authority", "to_agency"], name="disclosure_authority_agency"),
        ]


class DisclosedItem(models.Model):
    """One thing that was shared: a fact as it then stood, a document, or a version of a plan; by reference, no copy."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, related_name="items")
    fact = models.ForeignKey("record.Fact", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    document = models.ForeignKey(
        "record.Document", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    version = models.ForeignKey(
        "plans.PlanVersion", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    other = models.TextField(default="", blank=True, help_text="Another paper, by what it is and its id.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["authority", "id"], name="disclosed_item_authority_id")]
        indexes = [
            models.Index(fields=["authority", "disclosure"], name="disclosed_item_disclosure"),
            models.Index(fields=["authority", "fact"], name="disclosed_item_fact", condition=Q(fact__isnull=False)),
        ]  # fmt: skip


class DisclosureStep(models.Model):
    """What followed: that it was acknowledged, or that a correction was sent. `at` is when it happened, `how` in what way.

    For a correction: `item` is what was put right, `upto` the fact as the recipient now knows it, null for withdrawn.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, related_name="steps")
    kind = models.TextField()
    item = models.ForeignKey(DisclosedItem, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    upto = models.ForeignKey("record.Fact", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()
    how = models.TextField(default="", blank=True)
    pack = models.UUIDField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())
    by_user = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "id"], name="disclosure_step_authority_id"),
            models.CheckConstraint(condition=Q(kind__in=["acknowledged", "corrected"]), name="disclosure_step_known"),
        ]
        indexes = [models.Index(fields=["authority", "disclosure"], name="disclosure_step_disclosure")]
