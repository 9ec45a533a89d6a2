"""A briefing about a child who is missing: each version as it was sent, and the one being written."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models.functions import Now


class Briefing(models.Model):
    """One version that was sent to a senior post. Append-only; the fact that tells of it is of the kind `kind`.

    `occasion` is the fact's value, such as 72-hours; empty for a kind without one. `sections` is what is shown and
    never filtered: a list of title and words.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    child = models.ForeignKey("record.Child", on_delete=models.PROTECT, db_index=False)
    audience = models.ForeignKey("platform.Audience", on_delete=models.PROTECT, db_index=False)
    restricted = models.BooleanField(default=False)
    episode_id = models.UUIDField()
    kind = models.TextField()
    occasion = models.TextField(default="", blank=True)
    number = models.IntegerField()
    to_post = models.TextField(help_text="A role of protocols/roles.yaml.")
    sections = models.JSONField()
    sent_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    by_user = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "id"], name="briefing_authority_id"),
            models.UniqueConstraint(fields=["episode_id", "kind", "occasion", "number"], name="briefing_in_order"),
        ]
        indexes = [models.Index(fields=["authority", "child"], name="briefing_authority_child")]


class BriefingDraft(models.Model):
    """What is being written, by whoever last kept it: the worker who knows, and the post that sends."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    child = models.ForeignKey("record.Child", on_delete=models.PROTECT, db_index=False)
    audience = models.ForeignKey("platform.Audience", on_delete=models.PROTECT, db_index=False)
    restricted = models.BooleanField(default=False)
    episode_id = models.UUIDField()
    kind = models.TextField()
    occasion = models.TextField(default="", blank=True)
    sections = models.JSONField()
    revision = models.IntegerField(default=1)
    saved_at = models.DateTimeField()
    by_user = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "id"], name="briefingdraft_authority_id"),
            models.UniqueConstraint(fields=["episode_id", "kind", "occasion"], name="briefingdraft_one"),
        ]
        indexes = [models.Index(fields=["authority", "child"], name="briefingdraft_authority_child")]
