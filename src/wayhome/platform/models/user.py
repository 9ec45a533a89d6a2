"""The people who sign in."""

from __future__ import annotations

import uuid

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """A professional. Signs in by e-mail address; acts for one agency."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT, null=True)
    agency = models.ForeignKey("platform.Agency", on_delete=models.PROTECT, null=True)
    team = models.ForeignKey("platform.Team", on_delete=models.PROTECT, null=True, blank=True)
    display_name = models.TextField(default="")
    job_title = models.TextField(default="", blank=True)
