"""What changed and when we noticed; and each step of escalation, fired once."""

from __future__ import annotations

from django.db import models

from wayhome.record.subject_columns import OF_PARTNERSHIP, one_subject


class Transition(models.Model):
    """A duty went from one state to another: when it truly happened, and when it was noticed."""

    id = models.BigAutoField(primary_key=True)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT, db_index=False)
    child = models.ForeignKey("record.Child", on_delete=models.PROTECT, null=True)
    adult = models.ForeignKey("record.Adult", on_delete=models.PROTECT, null=True, db_index=False)
    context = models.ForeignKey("record.Context", on_delete=models.PROTECT, null=True, db_index=False)
    audience = models.ForeignKey("platform.Audience", on_delete=models.PROTECT, db_index=False)
    restricted = models.BooleanField(default=False)
    key = models.TextField()
    before = models.TextField(default="", blank=True)
    after = models.TextField()
    happened_at = models.DateTimeField()
    noticed_at = models.DateTimeField()

    class Meta:
        constraints = [one_subject("transition_one_subject")]
        indexes = [
            models.Index(fields=["authority", "child"], name="transition_authority_child"),
            models.Index(
                fields=["authority", "adult"],
                name="transition_authority_adult",
                condition=models.Q(adult__isnull=False),
            ),
            models.Index(
                fields=["authority", "context"],
                name="transition_authority_context",
                condition=models.Q(context__isnull=False),
            ),
            models.Index(fields=["authority"], name="transition_of_partnership", condition=OF_PARTNERSHIP),
        ]


class FiredRung(models.Model):
    """One step of escalation that fired: once, ever, for its key and name."""

    id = models.BigAutoField(primary_key=True)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT, db_index=False)
    child = models.ForeignKey("record.Child", on_delete=models.PROTECT, null=True)
    adult = models.ForeignKey("record.Adult", on_delete=models.PROTECT, null=True, db_index=False)
    context = models.ForeignKey("record.Context", on_delete=models.PROTECT, null=True, db_index=False)
    audience = models.ForeignKey("platform.Audience", on_delete=models.PROTECT, db_index=False)
    restricted = models.BooleanField(default=False)
    key = models.TextField()
    rung = models.TextField()
    planned_at = models.DateTimeField()
    fired_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "rung"], name="rung_fires_once"),
            one_subject("rung_one_subject"),
        ]
        indexes = [models.Index(fields=["authority", "child"], name="rung_authority_child")]
