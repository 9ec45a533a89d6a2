"""A list somebody wants to come back to: what was chosen, never whom it found."""

from __future__ import annotations

import uuid

from django.db import models


class SavedView(models.Model):
    """One kept choice of filters and order; a gesture, so nothing rests on it.

    `team` null: its maker's own. Else everybody of that team has it too. `chosen` holds names of filters and their
    values as the address holds them: codes and the ids of colleagues and teams, never anything of a child.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    user = models.ForeignKey("platform.User", on_delete=models.CASCADE, db_index=False)
    team = models.ForeignKey("platform.Team", on_delete=models.PROTECT, null=True, db_index=False)
    page = models.TextField(help_text="Which list it is a view of.")
    title = models.TextField()
    chosen = models.JSONField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["authority", "id"], name="saved_view_authority_id")]
        indexes = [
            models.Index(fields=["authority", "user"], name="saved_view_authority_user"),
            models.Index(fields=["authority", "team"], name="saved_view_authority_team"),
        ]
