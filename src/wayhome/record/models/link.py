"""Links among people, places and things; append-only, ended or corrected by a new row that replaces the old."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class Thing(models.Model):
    """A phone, vehicle, account or address, written one way. Seen only by who may see a link to it.

    The same thing is one row whoever wrote it first: the database finds it by its key or makes it (`wayhome_thing`). Its
    id is drawn by chance, so that no number can be tried out against an address.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    kind = models.TextField()
    key = models.TextField()
    shown = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "id"], name="thing_authority_id"),
            models.UniqueConstraint(fields=["authority", "kind", "key"], name="thing_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["address", "phone", "vehicle", "account"]), name="thing_kind_known"
            ),
        ]


def _one_of(side: str) -> Q:
    columns = [f"{side}_{end}" for end in ("child", "adult", "context", "thing")]
    either = Q()
    for filled in columns:
        either |= Q(**{f"{column}__isnull": column != filled for column in columns})
    return either


class Link(models.Model):
    """That two of them are linked: how, since when, who said so and how sure that is.

    Handling class: the row's audience; beyond that, both ends must be the reader's to see. `source_fact` is what it
    was learned in, such as a return home conversation. Dates are London's; an empty one is not known, never "still".
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    kind = models.TextField()
    from_child = models.ForeignKey("record.Child", models.PROTECT, null=True, related_name="+", db_index=False)
    from_adult = models.ForeignKey("record.Adult", models.PROTECT, null=True, related_name="+", db_index=False)
    from_context = models.ForeignKey("record.Context", models.PROTECT, null=True, related_name="+", db_index=False)
    from_thing = models.ForeignKey(Thing, models.PROTECT, null=True, related_name="+", db_index=False)
    to_child = models.ForeignKey("record.Child", models.PROTECT, null=True, related_name="+", db_index=False)
    to_adult = models.ForeignKey("record.Adult", models.PROTECT, null=True, related_name="+", db_index=False)
    to_context = models.ForeignKey("record.Context", models.PROTECT, null=True, related_name="+", db_index=False)
    to_thing = models.ForeignKey(Thing, models.PROTECT, null=True, related_name="+", db_index=False)
    strength = models.TextField(default="", blank=True)
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    confidence = models.TextField()
    source = models.TextField(help_text="Who said so, or where it comes from.")
    source_fact = models.UUIDField(null=True)
    source_episode = models.UUIDField(null=True)
    note = models.TextField(default="", blank=True)
    recorded_at = models.DateTimeField(db_default=Now())
    by_user = models.UUIDField(null=True)
    by_agency = models.ForeignKey("platform.Agency", on_delete=models.PROTECT)
    audience = models.ForeignKey("platform.Audience", on_delete=models.PROTECT)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "id"], name="link_authority_id"),
            models.CheckConstraint(condition=_one_of("from"), name="link_from_one"),
            models.CheckConstraint(condition=_one_of("to"), name="link_to_one"),
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=models.F("since")),
                name="link_in_order",
            ),
        ]
        indexes = [
            models.Index(
                fields=["authority", f"{side}_{end}"],
                name=f"link_{side}_{end}",
                condition=Q(**{f"{side}_{end}__isnull": False}),
            )
            for side in ("from", "to")
            for end in ("child", "adult", "context", "thing")
        ] + [models.Index(fields=["authority", "source_episode"], name="link_source_episode")]


class LinkChange(models.Model):
    """That a link gave way to a new one, or was withdrawn (`new` null), and why. Seen by who may see the old one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    old = models.OneToOneField(Link, on_delete=models.PROTECT, related_name="replaced_by")
    new = models.OneToOneField(Link, on_delete=models.PROTECT, related_name="replaces", null=True)
    reason = models.TextField()
    recorded_at = models.DateTimeField(db_default=Now())
    by_user = models.UUIDField(null=True)
    audience = models.ForeignKey("platform.Audience", on_delete=models.PROTECT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["authority", "id"], name="linkchange_authority_id")]
        # Excused from an index of its own: a change is only ever read by its link.
