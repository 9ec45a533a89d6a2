"""A file about a child: kept under a random name outside the web's reach, announced by a fact."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models.functions import Now


class Document(models.Model):
    """One file as it was taken in; a new version is a new document. Title, type and time are the fact's.

    `id` is also the name on disk: never what the file was called. Append-only. Handling class: the fact's.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    child = models.ForeignKey("record.Child", on_delete=models.PROTECT)
    fact = models.OneToOneField("record.Fact", on_delete=models.PROTECT)
    media_type = models.TextField()
    extension = models.TextField()
    size = models.BigIntegerField(help_text="Bytes as kept.")
    digest = models.TextField(help_text="SHA-256 of the bytes as kept, in hexadecimal.")
    recorded_at = models.DateTimeField(db_default=Now())
    by_user = models.UUIDField(null=True)
    audience = models.ForeignKey("platform.Audience", on_delete=models.PROTECT)
    restricted = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "id"], name="document_authority_id"),
            models.CheckConstraint(condition=models.Q(size__gt=0), name="document_not_empty"),
        ]
        indexes = [models.Index(fields=["authority", "child"], name="document_authority_child")]
