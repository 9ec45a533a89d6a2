"""Stored readings: a projection, written in the same transaction as the fact that moved them.

Each index is written with every row: an authority has none of its own, because others begin with it, nor has an audience.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from wayhome.record.subject_columns import OF_PARTNERSHIP, one_subject


class Reading(models.Model):
    """One duty of a child, an adult, a context or the partnership (no key: the last) as last read.

    `changes_at` is when time alone will next change it.
    """

    key = models.TextField(primary_key=True)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT, db_index=False)
    child = models.ForeignKey("record.Child", on_delete=models.PROTECT, null=True)
    adult = models.ForeignKey("record.Adult", on_delete=models.PROTECT, null=True, db_index=False)
    context = models.ForeignKey("record.Context", on_delete=models.PROTECT, null=True, db_index=False)
    episode_id = models.UUIDField(null=True)
    audience = models.ForeignKey("platform.Audience", on_delete=models.PROTECT, db_index=False)
    restricted = models.BooleanField(default=False)
    protocol = models.TextField()
    clock = models.TextField()
    ordinal = models.IntegerField()
    state = models.TextField()
    open = models.BooleanField()
    owner = models.TextField()
    start_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    at_latest = models.BooleanField(default=False)
    about = models.BooleanField(default=False)
    threshold_at = models.DateTimeField(null=True)
    need_ended_at = models.DateTimeField(null=True)
    met_at = models.DateTimeField(null=True)
    breached_at = models.DateTimeField(null=True)
    still_needed = models.BooleanField(default=True)
    changes_at = models.DateTimeField(null=True)
    rungs = models.JSONField(default=list)
    root_id = models.UUIDField()
    fact_ids = ArrayField(models.UUIDField(), default=list)
    missing = ArrayField(models.TextField(), default=list)
    reasons = models.JSONField(default=list)
    digest = models.TextField(help_text="Hash of everything above, so that an unchanged reading is not written again.")
    read_at = models.DateTimeField()

    class Meta:
        constraints = [one_subject("reading_one_subject")]
        indexes = [
            models.Index(fields=["authority", "child"], name="reading_authority_child"),
            models.Index(
                fields=["authority", "adult"], name="reading_authority_adult", condition=models.Q(adult__isnull=False)
            ),
            models.Index(
                fields=["authority", "context"],
                name="reading_authority_context",
                condition=models.Q(context__isnull=False),
            ),
            models.Index(fields=["authority"], name="reading_of_partnership", condition=OF_PARTNERSHIP),
            models.Index(fields=["authority", "episode_id"], name="reading_authority_episode"),
            models.Index(
                fields=["authority", "owner", "due_at"], name="reading_authority_owner", condition=models.Q(open=True)
            ),
            # Excused from leading with the authority: the sweep takes what is due in every partnership at once.
            models.Index(fields=["changes_at"], name="reading_changes", condition=models.Q(changes_at__isnull=False)),
        ]


class Standing(models.Model):
    """Where an episode stands: its section and its next duty, for the board's order."""

    episode_id = models.UUIDField(primary_key=True)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT, db_index=False)
    child = models.ForeignKey("record.Child", on_delete=models.PROTECT)
    audience = models.ForeignKey("platform.Audience", on_delete=models.PROTECT, db_index=False)
    restricted = models.BooleanField(default=False)
    section = models.TextField()
    closed_at = models.DateTimeField(null=True)
    next_key = models.TextField(default="", blank=True)
    next_due_at = models.DateTimeField(null=True)
    open_count = models.IntegerField(default=0)
    cannot_tell_count = models.IntegerField(default=0)

    class Meta:
        indexes = [
            # Excused from leading with the authority: an audience belongs to one authority.
            models.Index(fields=["audience", "section", "next_due_at"], name="standing_board"),
            models.Index(fields=["audience", "section", "closed_at"], name="standing_closed"),
            models.Index(fields=["authority", "child"], name="standing_authority_child"),
        ]
