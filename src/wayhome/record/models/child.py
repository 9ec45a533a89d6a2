"""Children: an opaque row each, and the projection of what the ledger says of them now."""

from __future__ import annotations

import uuid

from django.db import models


class Child(models.Model):
    """A child the partnership holds a record of. Everything about the child is in the ledger."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    reference = models.TextField(help_text="What people call the record in a list: no name in it.")
    audience = models.ForeignKey("platform.Audience", on_delete=models.PROTECT)
    restricted = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "id"], name="child_authority_id"),
            models.UniqueConstraint(fields=["authority", "reference"], name="child_authority_reference"),
        ]


class ChildNow(models.Model):
    """Projection: who the child is now. Rebuilt from the ledger, never edited."""

    child = models.OneToOneField(Child, primary_key=True, on_delete=models.CASCADE)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    audience = models.ForeignKey("platform.Audience", on_delete=models.PROTECT)
    restricted = models.BooleanField(default=False)
    reference = models.TextField()
    name = models.TextField(default="", blank=True)
    # In the order of their bytes, so that what begins alike stands together whatever the server's own order is.
    name_key = models.TextField(
        default="", blank=True, db_collation="C", help_text="The name folded for an exact or prefix look-up."
    )
    surname_key = models.TextField(default="", blank=True, db_collation="C", help_text="The same, the last word first.")
    known_as = models.TextField(default="", blank=True)
    born_on = models.DateField(null=True)
    care_status = models.TextField(default="", blank=True)
    plan = models.TextField(default="", blank=True)
    allocation = models.TextField(default="", blank=True)
    allocated_worker = models.UUIDField(null=True)
    placement = models.TextField(default="", blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["authority", "name_key"], name="childnow_authority_name"),
            models.Index(fields=["authority", "surname_key"], name="childnow_authority_surname"),
            models.Index(fields=["authority", "reference"], name="childnow_authority_reference"),
            models.Index(fields=["authority", "born_on"], name="childnow_authority_born"),
            models.Index(fields=["authority", "allocated_worker"], name="childnow_authority_worker"),
        ]
