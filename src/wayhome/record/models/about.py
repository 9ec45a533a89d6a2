"""Adults of concern and contexts: an opaque row each. Everything about them, their names too, is in the ledger."""

from __future__ import annotations

import uuid

from django.db import models


class Adult(models.Model):
    """An adult whom partners worry about. Handling class: intelligence; the row's audience says whose."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    reference = models.TextField(help_text="What people call the record in a list: no name in it.")
    audience = models.ForeignKey("platform.Audience", on_delete=models.PROTECT)
    restricted = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "id"], name="adult_authority_id"),
            models.UniqueConstraint(fields=["authority", "reference"], name="adult_authority_reference"),
        ]


class Context(models.Model):
    """A place, group, school or online space where children may be harmed. Handling class: care."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    reference = models.TextField(help_text="What people call the record in a list: no name in it.")
    audience = models.ForeignKey("platform.Audience", on_delete=models.PROTECT)
    restricted = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "id"], name="context_authority_id"),
            models.UniqueConstraint(fields=["authority", "reference"], name="context_authority_reference"),
        ]
