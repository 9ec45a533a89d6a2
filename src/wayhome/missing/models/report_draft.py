"""A report of a missing child that somebody is still writing."""

from __future__ import annotations

import uuid

from django.db import models


class ReportDraft(models.Model):
    """What was typed into the report so far, readable or not; seen by who writes it and nobody else.

    Handling class: none, because it is nobody's record yet. The id is the form's own key, so that two windows are two
    drafts and neither writes over the other. It goes when the report is sent or begun anew.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    child = models.ForeignKey("record.Child", on_delete=models.PROTECT)
    by_user = models.UUIDField()
    boxes = models.JSONField(default=dict)
    edition = models.IntegerField(default=1)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["authority", "id"], name="report_draft_authority_id")]
        indexes = [models.Index(fields=["authority", "by_user", "child"], name="report_draft_authority_user")]
