"""That one agency was let into one child's record, until a time or until it is ended."""

from __future__ import annotations

import uuid

from django.db import models


class Sharing(models.Model):
    """A line of a trail: from `at` the agency reads of the subject what every local agency reads, or no longer does.

    The latest line for an agency and a subject is the one that holds. Widens who sees a row, and never makes a copy of
    one; a restricted row stays with those it is granted to. Lines are added, never changed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    agency = models.ForeignKey("platform.Agency", on_delete=models.PROTECT)
    subject = models.UUIDField()
    shared = models.BooleanField(help_text="Whether the agency is let in, or the sharing ends here.")
    until_at = models.DateTimeField(null=True)
    reason = models.TextField()
    by_user = models.UUIDField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["authority", "id"], name="sharing_authority_id")]
        indexes = [
            models.Index(fields=["authority", "agency", "subject", "recorded_at"], name="sharing_authority_agency"),
            models.Index(fields=["authority", "subject"], name="sharing_authority_subject"),
        ]
