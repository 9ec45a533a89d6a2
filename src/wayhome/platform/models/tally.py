"""How often something was asked for lately, counted for all processes at once."""

from __future__ import annotations

from django.db import models


class Tally(models.Model):
    """One thing of one person (or address): how often since `began_at`. The key is a keyed hash and names nobody."""

    key = models.TextField(primary_key=True)
    began_at = models.DateTimeField()
    number = models.IntegerField()
