"""What people did with a duty on their lists: gave it, took it, put it off. Never whether it is done."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models.functions import Now

from wayhome.record.subject_columns import one_subject

VERBS = ("given", "taken", "given-back", "put-off", "brought-back")


class Gesture(models.Model):
    """One gesture about one duty, append-only; the last of its kind is what stands.

    `given` names exactly one of a person, a post (a role of protocols/roles.yaml) and a team; `taken` names the person
    who took it; `put-off` says until when. The duty's owner, its time and its state are the clocks' and stay theirs.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    child = models.ForeignKey("record.Child", on_delete=models.PROTECT, null=True, db_index=False)
    adult = models.ForeignKey("record.Adult", on_delete=models.PROTECT, null=True, db_index=False)
    context = models.ForeignKey("record.Context", on_delete=models.PROTECT, null=True, db_index=False)
    audience = models.ForeignKey("platform.Audience", on_delete=models.PROTECT, db_index=False)
    restricted = models.BooleanField(default=False)
    reading_key = models.TextField()
    verb = models.TextField(choices=[(v, v) for v in VERBS])
    to_user = models.UUIDField(null=True)
    to_post = models.TextField(default="", blank=True, help_text="A role of protocols/roles.yaml.")
    to_team = models.ForeignKey("platform.Team", on_delete=models.PROTECT, null=True, db_index=False)
    until_at = models.DateTimeField(null=True)
    reason = models.TextField(default="", blank=True)
    recorded_at = models.DateTimeField(db_default=Now())
    by_user = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "id"], name="gesture_authority_id"),
            one_subject("gesture_one_subject"),
            models.CheckConstraint(
                condition=~models.Q(verb__in=["given", "taken"])
                | (models.Q(to_user__isnull=False) & models.Q(to_post="") & models.Q(to_team__isnull=True))
                | (models.Q(to_user__isnull=True) & ~models.Q(to_post="") & models.Q(to_team__isnull=True))
                | (models.Q(to_user__isnull=True) & models.Q(to_post="") & models.Q(to_team__isnull=False)),
                name="gesture_to_one",
            ),
            models.CheckConstraint(
                condition=~models.Q(verb="put-off") | models.Q(until_at__isnull=False), name="gesture_put_off_until"
            ),
        ]
        indexes = [
            models.Index(fields=["authority", "reading_key", "recorded_at"], name="gesture_authority_reading"),
            models.Index(
                fields=["authority", "to_user"],
                name="gesture_authority_user",
                condition=models.Q(to_user__isnull=False),
            ),
            models.Index(
                fields=["authority", "to_team"],
                name="gesture_authority_team",
                condition=models.Q(to_team__isnull=False),
            ),
            models.Index(
                fields=["authority", "to_post"], name="gesture_authority_post", condition=~models.Q(to_post="")
            ),
        ]
