"""A record opened in an emergency by somebody whose work it is not otherwise, and what was found afterwards."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.db import models

LENGTH = timedelta(hours=2)


class ReviewOutcome(models.TextChoices):
    PROPER = "proper"
    NOT_PROPER = "not-proper"
    FOLLOW_UP = "follow-up"


class Opening(models.Model):
    """That a person opened one record, for two hours from `opened_at` unless ended before. Made by the database."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    user = models.ForeignKey("platform.User", on_delete=models.PROTECT)
    agency = models.ForeignKey("platform.Agency", on_delete=models.PROTECT)
    subject = models.UUIDField()
    reason = models.TextField()
    opened_at = models.DateTimeField()
    until_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "id"], name="opening_authority_id"),
            models.CheckConstraint(
                condition=models.Q(until_at=models.F("opened_at") + LENGTH), name="opening_two_hours"
            ),
        ]
        indexes = [
            models.Index(fields=["authority", "opened_at"], name="opening_authority_opened"),
            # Excused from leading with the authority: asked at every statement, of the one person who reads.
            models.Index(fields=["user", "until_at"], name="opening_user_until"),
        ]


class OpeningReview(models.Model):
    """One look at an opening afterwards; the latest holds. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    opening = models.ForeignKey(Opening, on_delete=models.PROTECT)
    outcome = models.TextField(choices=ReviewOutcome.choices)
    words = models.TextField()
    by_user = models.UUIDField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "id"], name="openingreview_authority_id"),
            models.CheckConstraint(
                condition=models.Q(outcome__in=ReviewOutcome.values), name="openingreview_known_outcome"
            ),
        ]
        indexes = [models.Index(fields=["authority", "opening"], name="openingreview_of_opening")]
