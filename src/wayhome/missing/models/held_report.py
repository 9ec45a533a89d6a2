"""A report of a child who is recorded as missing already, where the person reporting may not see that."""

from __future__ import annotations

import uuid

from django.db import models


class HeldReport(models.Model):
    """A report kept word for word beside an episode its author may not see, until somebody who sees both adds it.

    Handling class: `missing`, of the agency that reported. `told` holds the facts as they were told, in order. That it
    was added is a fact of the episode whose source names this row, so nothing here is ever changed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    child = models.ForeignKey("record.Child", on_delete=models.PROTECT)
    audience = models.ForeignKey("platform.Audience", on_delete=models.PROTECT)
    restricted = models.BooleanField(default=False)
    by_user = models.UUIDField(null=True)
    by_agency = models.ForeignKey("platform.Agency", on_delete=models.PROTECT)
    told_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    told = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["authority", "id"], name="held_report_authority_id")]
        indexes = [models.Index(fields=["authority", "child", "recorded_at"], name="held_report_authority_child")]
