"""Which release a partnership runs, from which moment: a row for each change, never altered."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Activation(models.Model):
    """From this moment this partnership runs this release, with these values of its own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    protocol = models.TextField(help_text="With its version, such as lewisham-2017@1.0.0.")
    hash = models.TextField(help_text="The fingerprint of the pack as released.")
    overlay = models.TextField(default="", blank=True, help_text="With its version; empty for none.")
    overlay_hash = models.TextField(default="", blank=True)
    moves = ArrayField(models.TextField(), default=list, help_text="Clocks whose running duties take the new values.")
    from_at = models.DateTimeField()
    by = models.TextField(help_text="Who activated it, and in what post.")
    because = models.TextField()
    recorded_at = models.DateTimeField()
    counted_at = models.DateTimeField(null=True, help_text="When every child had been read again under it.")

    class Meta:
        indexes = [models.Index(fields=["authority", "from_at"], name="activation_authority_from")]
