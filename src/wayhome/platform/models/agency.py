"""Authorities, the agencies of their partnerships, and teams."""

from __future__ import annotations

import uuid

from django.db import models


class Authority(models.Model):
    """The partnership that keeps a row; never changes on a row once written."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(unique=True)
    name = models.TextField()
    partnership = models.TextField(help_text="What the pages call the partnership.")
    protocol = models.TextField(help_text="The protocol this partnership runs, such as portsmouth-pathway.")
    demonstration = models.BooleanField(default=False)
    whom_to_ask = models.TextField(
        db_default="", default="", blank=True,
        help_text="Whom somebody is told to ask who looks for a child held here and may not see the record. Empty: nobody "
        "is told that there is a record.",
    )  # fmt: skip


class AgencyKind(models.TextChoices):
    POLICE = "police"
    SOCIAL_CARE = "social-care"
    HEALTH = "health"
    EDUCATION = "education"
    HOUSING = "housing"
    YOUTH_JUSTICE = "youth-justice"
    VOLUNTARY = "voluntary"
    OTHER_AUTHORITY = "other-authority"


class Agency(models.Model):
    """One organisation of a partnership."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT)
    slug = models.SlugField()
    name = models.TextField()
    kind = models.TextField(choices=AgencyKind.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "id"], name="agency_authority_id"),
            models.UniqueConstraint(fields=["authority", "slug"], name="agency_authority_slug"),
        ]


class Team(models.Model):
    """A team within an agency; its manager's post is found through it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    name = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["authority", "id"], name="team_authority_id")]
