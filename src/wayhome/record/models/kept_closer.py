"""That one fact, and whatever corrects it, is for fewer people than when it was told: decided later, with a reason."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models.functions import Now

from wayhome.record.models.fact import Fact
from wayhome.record.subject_columns import one_subject


class KeptCloser(models.Model):
    """One decision about the first fact of a chain. With an `audience`: its readers alone; without: only those named.

    Adding the row is what does it: the database then moves the chain and what goes with it (access/kept_closer.sql), and
    each room what follows from it. Nothing but who may read changes.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    child = models.ForeignKey("record.Child", on_delete=models.PROTECT, null=True)
    adult = models.ForeignKey("record.Adult", on_delete=models.PROTECT, null=True, db_index=False)
    context = models.ForeignKey("record.Context", on_delete=models.PROTECT, null=True, db_index=False)
    fact = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="kept_closer")
    audience = models.ForeignKey("platform.Audience", on_delete=models.PROTECT, null=True)
    reason = models.TextField()
    by_user = models.UUIDField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "id"], name="keptcloser_authority_id"),
            one_subject("keptcloser_one_subject"),
        ]
        indexes = [models.Index(fields=["authority", "fact"], name="keptcloser_of_fact")]
