"""A form that somebody is still writing."""

from __future__ import annotations

import uuid

from django.db import models


class Draft(models.Model):
    """One form in the making, seen by who holds it, who began it and who handed it over; nobody else.

    Handling class: the audience its versions will have. `boxes` holds what was typed, readable or not, by item;
    `changed` the edition at which each item last changed; `beside` what two people wrote in one place, until somebody
    chooses. `edition` grows by one with every change.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    audience = models.ForeignKey("platform.Audience", on_delete=models.PROTECT)
    restricted = models.BooleanField(default=False)
    subject_kind = models.TextField(help_text="child or context")
    subject_id = models.UUIDField()
    episode_id = models.UUIDField(null=True)
    line = models.TextField(help_text="The protocol it belongs to, such as portsmouth-pathway.")
    law = models.TextField(help_text="The protocol in force when it was begun, with its version.")
    instrument = models.TextField()
    version = models.TextField()
    title = models.TextField()
    reference = models.DateField(help_text="The day that stretches of time and the age run back from.")
    born_on = models.DateField(null=True)
    age = models.IntegerField(null=True)
    author = models.UUIDField()
    holder = models.UUIDField()
    handed_by = models.UUIDField(null=True)
    boxes = models.JSONField(default=dict)
    changed = models.JSONField(default=dict)
    beside = models.JSONField(default=dict)
    completed = models.JSONField(default=list, help_text="Sections whose writer said: completed.")
    judged_level = models.TextField(default="", blank=True)
    judged_reason = models.TextField(default="", blank=True)
    voice = models.JSONField(default=dict, help_text="Whether the child was asked, by whom, and what the child says.")
    edition = models.IntegerField(default=1)
    mends = models.UUIDField(null=True, help_text="The version that was returned and is mended here.")
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["authority", "id"], name="draft_authority_id")]
        indexes = [
            models.Index(fields=["authority", "holder"], name="draft_authority_holder"),
            models.Index(fields=["authority", "subject_id"], name="draft_authority_subject"),
        ]
