"""The audit trail: one row a page read or a write, partitioned by month from the first migration."""

from __future__ import annotations

from django.db import models


class AuditEntry(models.Model):
    """Who did what to whose record, when and through what; append-only, with its leaf hash.

    The table is partitioned by month of `at`; the migration writes it in SQL.
    """

    id = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    authority_id = models.UUIDField()
    user_id = models.UUIDField(null=True)
    agency_id = models.UUIDField(null=True)
    verb = models.TextField()
    what = models.TextField()
    through = models.TextField()
    subjects = models.JSONField(default=list)
    salt = models.UUIDField()
    leaf = models.BinaryField()

    class Meta:
        managed = False
        db_table = "platform_auditentry"
