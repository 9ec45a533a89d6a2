"""The projection of one missing episode: rebuilt from the ledger, never edited."""

from __future__ import annotations

from django.db import models


class Section(models.TextChoices):
    """Where an episode stands in its life."""

    MISSING = "missing", "Missing now"
    RETURNED = "returned", "Returned, conversation due"
    CLOSED = "closed", "Closed"
    ERROR = "error", "Recorded in error"


class Episode(models.Model):
    """One time a child was missing, absent or away without authorisation, as the ledger has it now.

    Made of facts that are unrestricted, or as restricted as the child. Whoever may see its beginning may see `section`:
    who knows that a child went missing learns that the child is found. Every other column tells of a fact that may be
    another agency's. Only the clock reads those: `behind` names the fact each came from, and readers read that fact.
    A child has at most one episode in which the child is still missing.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    child = models.ForeignKey("record.Child", on_delete=models.PROTECT)
    audience = models.ForeignKey("platform.Audience", on_delete=models.PROTECT)
    restricted = models.BooleanField(default=False)
    section = models.TextField(choices=Section.choices)
    first_category = models.TextField()
    category = models.TextField()
    missing_from = models.TextField(default="", blank=True)
    since_from = models.DateTimeField(null=True)
    since_until = models.DateTimeField(null=True)
    since_precision = models.TextField()
    reported_at = models.DateTimeField(null=True)
    police_risk = models.TextField(default="", blank=True)
    local_risk = models.TextField(default="", blank=True)
    ended_from = models.DateTimeField(null=True)
    ended_until = models.DateTimeField(null=True)
    ended_precision = models.TextField(default="", blank=True)
    closed_at = models.DateTimeField(null=True)
    behind = models.JSONField(
        default=dict, help_text="The id of the fact behind each column that is not the beginning's."
    )
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "id"], name="episode_authority_id"),
            models.UniqueConstraint(
                fields=["authority", "child"], name="one_missing_episode_a_child", condition=models.Q(section="missing")
            ),
        ]
        indexes = [
            models.Index(fields=["authority", "child", "since_from"], name="episode_authority_child"),
            models.Index(fields=["authority", "section", "closed_at"], name="episode_authority_section"),
        ]
