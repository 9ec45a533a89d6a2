"""What has been prepared already, by content hash, so that a second start does nothing twice."""

from __future__ import annotations

from django.db import models


class Stamp(models.Model):
    """A step of preparation and the hash of what it was made from."""

    step = models.TextField(primary_key=True)
    hash = models.TextField()
    at = models.DateTimeField()
