"""Audiences, who reads them, and the exceptions: grants and exclusions."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models.functions import Now


class Audience(models.Model):
    """One agency's facts of one handling class; the small integer that every row carries."""

    id = models.SmallIntegerField(primary_key=True)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    agency = models.ForeignKey("platform.Agency", on_delete=models.PROTECT)
    handling = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "agency", "handling"], name="audience_agency_handling")
        ]


class Reader(models.Model):
    """That a person reads an audience: at most 64 rows a person, because the policy compares them one by one."""

    user = models.ForeignKey("platform.User", on_delete=models.CASCADE)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT)
    vetted = models.BooleanField(
        db_default=False, help_text="Whether it is read only while the police have vetted them."
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "audience"], name="reader_once")]


class Grant(models.Model):
    """That a person, or everybody of a team, may see what is sealed of one subject, until a time or until it is ended.

    Ended, never deleted. One of `user` and `team` is set.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    user = models.ForeignKey("platform.User", on_delete=models.PROTECT, null=True)
    team = models.ForeignKey("platform.Team", on_delete=models.PROTECT, null=True)
    subject = models.UUIDField()
    until_at = models.DateTimeField(null=True)
    reason = models.TextField()
    by_user = models.UUIDField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    ended_why = models.TextField(default="", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(user__isnull=True, team__isnull=False)
                | models.Q(user__isnull=False, team__isnull=True),
                name="grant_to_one",
            ),
        ]
        indexes = [
            models.Index(fields=["authority", "user"], name="grant_authority_user"),
            models.Index(fields=["authority", "subject"], name="grant_authority_subject"),
        ]


class Exclusion(models.Model):
    """That a person must not see one subject's record at all, such as a relation's. Ended, never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    user = models.ForeignKey("platform.User", on_delete=models.PROTECT)
    subject = models.UUIDField()
    reason = models.TextField()
    by_user = models.UUIDField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    ended_why = models.TextField(default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "user", "subject"],
                condition=models.Q(ended_at__isnull=True),
                name="exclusion_once",
            )
        ]


class Sealing(models.Model):
    """A line of a trail: from here on a subject's whole record is only for the people named for it, or no longer so.

    The latest line for a subject holds, for what was recorded before it as for what comes after. Never changed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    subject = models.UUIDField()
    sealed = models.BooleanField(help_text="Whether the record is sealed from here on, or opened again.")
    reason = models.TextField()
    by_user = models.UUIDField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["authority", "id"], name="sealing_authority_id")]
        indexes = [models.Index(fields=["authority", "subject", "recorded_at"], name="sealing_authority_subject")]
