"""Posts that clocks name, who holds them over time, and who is away."""

from __future__ import annotations

import uuid

from django.db import models


class Post(models.Model):
    """A named post of a partnership, such as its Deputy Director; `role` is a name from protocols/roles.yaml."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    role = models.TextField()
    title = models.TextField()
    agency = models.ForeignKey("platform.Agency", on_delete=models.PROTECT)
    team = models.ForeignKey("platform.Team", on_delete=models.PROTECT, null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["authority", "id"], name="post_authority_id")]
        indexes = [models.Index(fields=["authority", "role"], name="post_authority_role")]


class Holding(models.Model):
    """One person's time in a post: from included, until excluded; a post may have two holders, or none."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    post = models.ForeignKey(Post, on_delete=models.PROTECT)
    user = models.ForeignKey("platform.User", on_delete=models.PROTECT)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "id"], name="holding_authority_id"),
            models.CheckConstraint(
                condition=models.Q(until_at__isnull=True) | models.Q(until_at__gt=models.F("from_at")),
                name="holding_ends_after_start",
            ),
        ]


class Leave(models.Model):
    """A time somebody is away: what is theirs goes across or up at once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    user = models.ForeignKey("platform.User", on_delete=models.PROTECT)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    covered_by = models.ForeignKey(
        "platform.User", on_delete=models.PROTECT, null=True, blank=True, related_name="covering"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "id"], name="leave_authority_id"),
            models.CheckConstraint(condition=models.Q(until_at__gt=models.F("from_at")), name="leave_ends_after_start"),
        ]
