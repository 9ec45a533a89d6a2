"""Audiences, who reads them, and the exceptions: grants and exclusions."""

from __future__ import annotations

import uuid

from django.db import models


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

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "audience"], name="reader_once")]


class Grant(models.Model):
    """That a person may see the restricted rows of one subject, until a time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    user = models.ForeignKey("platform.User", on_delete=models.PROTECT)
    subject = models.UUIDField()
    until_at = models.DateTimeField(null=True)
    reason = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["authority", "user"], name="grant_authority_user")]


class Exclusion(models.Model):
    """That a person must not see one subject's record at all, such as a relation's."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    user = models.ForeignKey("platform.User", on_delete=models.PROTECT)
    subject = models.UUIDField()
    reason = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["authority", "user", "subject"], name="exclusion_once")]
