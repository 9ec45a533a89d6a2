"""Where people are signed in, what they had typed when that ended, links to a first sign-in, vetting by the police."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models.functions import Now


class SignIn(models.Model):
    """One sign-in of one person, from one browser: it lasts while it is used, within limits, until it is ended."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT, null=True)
    user = models.ForeignKey("platform.User", on_delete=models.CASCADE)
    browser = models.TextField(help_text="The browser and system in words, such as: Firefox on Windows.")
    began_at = models.DateTimeField(db_default=Now())
    last_seen_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    ended_why = models.TextField(default="", blank=True)

    class Meta:
        indexes = [models.Index(fields=["user", "ended_at"], name="signin_user")]


class Kept(models.Model):
    """What somebody had typed into a form when their sign-in ended: given back to them alone, for one day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT, null=True)
    user = models.ForeignKey("platform.User", on_delete=models.CASCADE)
    page = models.TextField(help_text="The address of the page that holds the form.")
    action = models.TextField(help_text="The address the form was sent to.")
    said = models.JSONField(help_text="Each box and what was in it, as pairs, in the form's order.")
    kept_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["user"], name="kept_user")]


class Invitation(models.Model):
    """A link by which one person sets a password, once, until a moment. Only the digest of its secret is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    user = models.ForeignKey("platform.User", on_delete=models.PROTECT)
    digest = models.TextField(unique=True, help_text="The SHA-256 of the secret in the link, in hexadecimal.")
    by_user = models.UUIDField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())
    until_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True, help_text="When a newer link, or closing the account, ended it.")

    class Meta:
        indexes = [models.Index(fields=["authority", "user"], name="invitation_user")]


class Vetting(models.Model):
    """That the police have vetted somebody, from a day to a day, perhaps only in one post. Ended, never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    user = models.ForeignKey("platform.User", on_delete=models.PROTECT)
    post = models.ForeignKey("platform.Post", on_delete=models.PROTECT, null=True)
    level = models.TextField(help_text="The level as the force names it, such as: NPPV2.")
    from_on = models.DateField(help_text="The first day, in London.")
    until_on = models.DateField(help_text="The last day, in London.")
    confirmed_by = models.TextField(help_text="Who in the force confirmed it, or its reference.")
    by_user = models.UUIDField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    ended_why = models.TextField(default="", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_on__gte=models.F("from_on")), name="vetting_ends_after_start"
            )
        ]
        indexes = [models.Index(fields=["authority", "user"], name="vetting_user")]
