"""What must leave the system, written in the same transaction as the fact that caused it."""

from __future__ import annotations

from django.db import models


class Outbox(models.Model):
    """One thing to deliver at least once; `key` makes it one thing however often it is tried."""

    id = models.BigAutoField(primary_key=True)
    authority_id = models.UUIDField()
    key = models.TextField(unique=True)
    channel = models.TextField()
    payload = models.JSONField()
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    attempts = models.IntegerField(default=0)
    delivered_at = models.DateTimeField(null=True)
    last_error = models.TextField(default="", blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], name="outbox_waiting", condition=models.Q(delivered_at__isnull=True))
        ]
