"""A disagreement between partners about a child, and what was done with it, step by step."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models.functions import Now

WAYS = ("disagreement", "critical-incident")
STEPS = ("lead-decided", "rethink-held", "settled")


class Disagreement(models.Model):
    """Something raised about a child that the people around the child could not settle. Append-only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    child = models.ForeignKey("record.Child", on_delete=models.PROTECT, db_index=False)
    audience = models.ForeignKey("platform.Audience", on_delete=models.PROTECT, db_index=False)
    restricted = models.BooleanField(default=False)
    way = models.TextField(choices=[(w, w) for w in WAYS])
    agency = models.ForeignKey("platform.Agency", on_delete=models.PROTECT, db_index=False)
    words = models.TextField()
    wanted = models.TextField(default="", blank=True)
    raised_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    by_user = models.UUIDField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["authority", "id"], name="disagreement_authority_id")]
        indexes = [models.Index(fields=["authority", "child"], name="disagreement_authority_child")]


class DisagreementStep(models.Model):
    """One step: the agency's strategic lead decided, a Re-think meeting was held, it was settled. Append-only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    child = models.ForeignKey("record.Child", on_delete=models.PROTECT, db_index=False)
    audience = models.ForeignKey("platform.Audience", on_delete=models.PROTECT, db_index=False)
    restricted = models.BooleanField(default=False)
    disagreement = models.ForeignKey(Disagreement, on_delete=models.PROTECT, db_index=False, related_name="steps")
    number = models.IntegerField()
    step = models.TextField(choices=[(s, s) for s in STEPS])
    agreed = models.BooleanField()
    words = models.TextField()
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    by_user = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "id"], name="disagreementstep_authority_id"),
            models.UniqueConstraint(fields=["disagreement", "number"], name="disagreementstep_in_order"),
        ]
