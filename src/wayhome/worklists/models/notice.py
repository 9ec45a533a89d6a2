"""A notice to one person about one duty: seen, or passed up."""

from __future__ import annotations

import uuid

from django.db import models

from wayhome.record.subject_columns import one_subject


class Notice(models.Model):
    """That a person was told of a duty, or of something sent to their post. `key` is the rung, the post and the hop: told once each.

    `recipient` null: the post had nobody to tell, and `because` says so; the notice above it was made at once.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.TextField(unique=True)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    child = models.ForeignKey("record.Child", on_delete=models.PROTECT, null=True)
    adult = models.ForeignKey("record.Adult", on_delete=models.PROTECT, null=True, db_index=False)
    context = models.ForeignKey("record.Context", on_delete=models.PROTECT, null=True, db_index=False)
    audience = models.ForeignKey("platform.Audience", on_delete=models.PROTECT)
    restricted = models.BooleanField(default=False)
    episode_id = models.UUIDField(null=True)
    kind = models.TextField(
        default="duty", help_text="Of a duty; or of what another room has sent, such as a briefing."
    )
    reading_key = models.TextField()
    rung = models.TextField()
    role = models.TextField()
    recipient = models.UUIDField(null=True)
    because = models.TextField(help_text="Why this person: holder, covering, across, up.")
    told_at = models.DateTimeField()
    acknowledge_by = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.UUIDField(null=True)
    chased_at = models.DateTimeField(null=True)
    passed_up_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "id"], name="notice_authority_id"),
            one_subject("notice_one_subject"),
        ]
        indexes = [
            models.Index(fields=["authority", "recipient", "told_at"], name="notice_authority_recipient"),
            models.Index(fields=["authority", "reading_key"], name="notice_authority_reading"),
            # Excused from leading with the authority: the sweep chases in every partnership at once.
            models.Index(
                fields=["acknowledge_by"],
                name="notice_waiting",
                condition=models.Q(acknowledged_at__isnull=True, passed_up_at__isnull=True),
            ),
        ]
