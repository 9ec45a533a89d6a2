"""Somebody asks for their own record: what was asked, what is kept back and why, and the copy that was released."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class AccessRequest(models.Model):
    """One request for a copy of a record. Dates are London's. Append-only. Handling class: care."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    child = models.ForeignKey("record.Child", on_delete=models.PROTECT)
    audience = models.ForeignKey("platform.Audience", on_delete=models.PROTECT)
    restricted = models.BooleanField(default=False)
    asked_by = models.TextField(help_text="Who asks: the person, or somebody on their behalf.")
    identity = models.TextField(help_text="How it was made sure who they are, and that they may ask.")
    received_on = models.DateField()
    due_on = models.DateField()
    recorded_at = models.DateTimeField(db_default=Now())
    by_user = models.UUIDField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["authority", "id"], name="access_request_authority_id")]
        indexes = [models.Index(fields=["authority", "child"], name="access_request_child")]


class AccessWithheld(models.Model):
    """One piece that a person keeps back: a fact, a file or a version of a plan, with the ground and the reason."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    request = models.ForeignKey(AccessRequest, on_delete=models.PROTECT, related_name="withheld")
    fact = models.ForeignKey("record.Fact", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    document = models.ForeignKey(
        "record.Document", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    version = models.ForeignKey(
        "plans.PlanVersion", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    ground = models.TextField(help_text="A ground of protocols/sharing.yaml.")
    why = models.TextField()
    recorded_at = models.DateTimeField(db_default=Now())
    by_user = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "id"], name="access_withheld_authority_id"),
            models.UniqueConstraint(
                fields=["request", "fact"], name="fact_withheld_once", condition=Q(fact__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["request", "document"], name="document_withheld_once", condition=Q(document__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["request", "version"], name="version_withheld_once", condition=Q(version__isnull=False)
            ),
        ]


class AccessRelease(models.Model):
    """That a second person checked the copy and released it: the file as it went out, once a request."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    request = models.OneToOneField(AccessRequest, on_delete=models.PROTECT, related_name="release")
    pack = models.UUIDField()
    pack_digest = models.TextField()
    checked = models.TextField(help_text="What the second person looked at.")
    recorded_at = models.DateTimeField(db_default=Now())
    by_user = models.UUIDField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["authority", "id"], name="access_release_authority_id")]
