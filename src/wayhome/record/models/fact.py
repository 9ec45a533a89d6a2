"""The ledger itself: facts and their corrections. Append-only by grant and by trigger."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models.functions import Now

from wayhome.record.subject_columns import OF_PARTNERSHIP, one_subject


class Fact(models.Model):
    """One thing somebody told us of a child, an adult of concern, a context or the partnership (no key: the last).

    `happened_from`/`happened_until` bound when it happened (both null: nobody knows); `holds_until` ends a
    period. `told_at` is when we were told; `recorded_at` when it was written here, set by the database.
    Handling class: the row's audience.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    kind = models.TextField()
    child = models.ForeignKey("record.Child", on_delete=models.PROTECT, null=True)
    adult = models.ForeignKey("record.Adult", on_delete=models.PROTECT, null=True, db_index=False)
    context = models.ForeignKey("record.Context", on_delete=models.PROTECT, null=True, db_index=False)
    episode_id = models.UUIDField(null=True)
    root_id = models.UUIDField()
    happened_from = models.DateTimeField(null=True)
    happened_until = models.DateTimeField(null=True)
    precision = models.TextField()
    holds_until = models.DateTimeField(null=True)
    told_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    code = models.TextField(null=True)
    text = models.TextField(null=True)
    number = models.IntegerField(null=True)
    on_date = models.DateField(null=True)
    person = models.UUIDField(null=True)
    by_user = models.UUIDField(null=True)
    by_agency = models.ForeignKey("platform.Agency", on_delete=models.PROTECT)
    source = models.TextField(default="", blank=True, help_text="The form, message or package it came from.")
    audience = models.ForeignKey(
        "platform.Audience", on_delete=models.PROTECT, db_index=False
    )  # the one below begins so
    restricted = models.BooleanField(default=False)
    salt = models.UUIDField(default=uuid.uuid4)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "id"], name="fact_authority_id"),
            models.CheckConstraint(
                condition=models.Q(happened_from__isnull=True, happened_until__isnull=True)
                | models.Q(happened_until__gte=models.F("happened_from")),
                name="fact_happened_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(holds_until__isnull=True) | models.Q(holds_until__gt=models.F("happened_from")),
                name="fact_period_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(precision__in=["exact", "about", "date", "between", "unknown"]),
                name="fact_precision_known",
            ),
            one_subject("fact_one_subject"),
            models.CheckConstraint(
                condition=models.Q(episode_id__isnull=True) | models.Q(child__isnull=False),
                name="fact_episode_of_a_child",
            ),
        ]
        indexes = [
            models.Index(fields=["authority", "child", "happened_from"], name="fact_authority_child"),
            # What the row policy asks first, and then the kind: counting one kind reads no other.
            models.Index(fields=["audience", "kind"], name="fact_audience_kind"),
            models.Index(fields=["authority", "episode_id"], name="fact_authority_episode"),
            models.Index(
                fields=["authority", "adult"], name="fact_authority_adult", condition=models.Q(adult__isnull=False)
            ),
            models.Index(
                fields=["authority", "context"],
                name="fact_authority_context",
                condition=models.Q(context__isnull=False),
            ),
            models.Index(fields=["authority", "kind"], name="fact_authority_partnership", condition=OF_PARTNERSHIP),
            # Lists ask for a few kinds of every child at once; without it they would read the whole ledger.
            models.Index(
                fields=["authority", "kind", "child"],
                name="fact_authority_kind",
                condition=models.Q(child__isnull=False),
            ),
        ]


class Supersession(models.Model):
    """That an old fact gave way to a new one, or was withdrawn (`new` null), and why.

    Carries the old fact's audience, so that a reader of the old fact always learns it was corrected.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    child = models.ForeignKey("record.Child", on_delete=models.PROTECT, null=True)
    adult = models.ForeignKey("record.Adult", on_delete=models.PROTECT, null=True, db_index=False)
    context = models.ForeignKey("record.Context", on_delete=models.PROTECT, null=True, db_index=False)
    old = models.OneToOneField(Fact, on_delete=models.PROTECT, related_name="superseded_by")
    new = models.OneToOneField(Fact, on_delete=models.PROTECT, related_name="supersedes", null=True)
    reason = models.TextField()
    recorded_at = models.DateTimeField(db_default=Now())
    by_user = models.UUIDField(null=True)
    audience = models.ForeignKey("platform.Audience", on_delete=models.PROTECT)
    restricted = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "id"], name="supersession_authority_id"),
            one_subject("supersession_one_subject"),
        ]
        indexes = [
            models.Index(fields=["authority", "child"], name="supersession_authority_child"),
            models.Index(
                fields=["authority", "adult"], name="supersession_authority_adult",
                condition=models.Q(adult__isnull=False),
            ),
            models.Index(
                fields=["authority", "context"], name="supersession_authority_context",
                condition=models.Q(context__isnull=False),
            ),
            models.Index(fields=["authority"], name="supersession_of_partnership", condition=OF_PARTNERSHIP),
        ]  # fmt: skip
