"""What goes with one fact and is only ever shown: a phone number, an agency, who may be told."""

from __future__ import annotations

from django.db import models


class Particulars(models.Model):
    """The rest of what was told with a fact, as names and words. Never filtered, counted or read by a rule.

    Append-only, seen by whoever sees the fact: a correction of the fact brings particulars of its own.
    Handling class: the fact's.
    """

    fact = models.OneToOneField("record.Fact", primary_key=True, on_delete=models.PROTECT)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    child = models.ForeignKey("record.Child", on_delete=models.PROTECT)
    said = models.JSONField()
    audience = models.ForeignKey("platform.Audience", on_delete=models.PROTECT)
    restricted = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["authority", "fact"], name="particulars_authority_fact")]
        indexes = [models.Index(fields=["authority", "child"], name="particulars_authority_child")]
