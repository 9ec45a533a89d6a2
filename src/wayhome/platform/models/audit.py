"""The audit trail: one row a page read or a write, partitioned by month from the first migration."""

from __future__ import annotations

from django.db import models


class AuditEntry(models.Model):
    """Who did what to whose record, when and through what; append-only, hashed into a leaf as it is sealed.

    `position` stands for the transaction that wrote it; with the id, it is the place in the trail. `leaf` is kept only
    where what the entry said is gone with a record.

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
    leaf = models.BinaryField(null=True)
    position = models.BigIntegerField()

    class Meta:
        managed = False
        db_table = "platform_auditentry"


class AuditSeal(models.Model):
    """A tree head over every entry so far, and the leaves it added. Hashes only: it outlives what it seals.

    `size` counts the leaves under this root; `edge` is what the next seal goes on from.
    """

    number = models.BigIntegerField(primary_key=True)
    size = models.BigIntegerField(unique=True)
    last_position = models.BigIntegerField()
    last_id = models.BigIntegerField()
    leaves = models.BinaryField()
    edge = models.BinaryField()
    root = models.BinaryField()
    at = models.DateTimeField()
    key = models.BinaryField()
    signature = models.BinaryField()

    class Meta:
        managed = False
        db_table = "platform_auditseal"
