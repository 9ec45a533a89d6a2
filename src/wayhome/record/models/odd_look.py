"""Looks into records that deserve a question, what was answered, and where colleagues live, so that one can be noticed."""

from __future__ import annotations

import uuid

from django.db import models


class OddOutcome(models.TextChoices):
    ASKED = "asked"
    EXPLAINED = "explained"
    REFERRED = "referred"


class OddLook(models.Model):
    """That somebody's looking met a rule of protocols/odd-looks.yaml on a day of London. Made by the database alone.

    `subject` is empty for a rule that counts records. `behind` is the fact that the rule compared with: only who reads
    that fact reads this. `times` counts looks, or records where the rule counts those.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    rule = models.TextField()
    user = models.ForeignKey("platform.User", on_delete=models.PROTECT)
    agency_id = models.UUIDField(null=True)
    subject = models.UUIDField(null=True)
    day = models.DateField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    times = models.IntegerField()
    behind = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "id"], name="oddlook_authority_id"),
            models.UniqueConstraint(
                fields=["authority", "rule", "user", "subject", "day"], name="oddlook_once", nulls_distinct=False
            ),
            models.CheckConstraint(condition=models.Q(last_at__gte=models.F("first_at")), name="oddlook_in_order"),
        ]
        indexes = [models.Index(fields=["authority", "last_at"], name="oddlook_authority_last")]


class OddLookAnswer(models.Model):
    """What came of asking; the latest holds. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    odd = models.ForeignKey(OddLook, on_delete=models.PROTECT, related_name="answers")
    outcome = models.TextField(choices=OddOutcome.choices)
    words = models.TextField()
    by_user = models.UUIDField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "id"], name="oddlookanswer_authority_id"),
            models.CheckConstraint(condition=models.Q(outcome__in=OddOutcome.values), name="oddlookanswer_known"),
        ]
        indexes = [models.Index(fields=["authority", "odd"], name="oddlookanswer_of_look")]


class HomePostcode(models.Model):
    """Where a colleague lives, as capitals and figures without a space: kept to notice a look at their own address."""

    user = models.OneToOneField("platform.User", primary_key=True, on_delete=models.PROTECT)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    postcode = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["authority", "user"], name="homepostcode_authority_user")]
