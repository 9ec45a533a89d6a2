"""What stands around the end of a record. Each names the child by id alone: the record itself may be gone."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class Round(models.Model):
    """That the rules were looked through on a day of London: once a day, however many workers there are."""

    day = models.DateField(primary_key=True)
    found = models.IntegerField(default=0)


class Proposal(models.Model):
    """That a record may go: by which rule, since which day. Open until it is kept or disposed of."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    child = models.UUIDField()
    rule = models.TextField(help_text="A rule of protocols/retention.yaml.")
    due_on = models.DateField()
    found_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.TextField(default="", blank=True)
    look_again_on = models.DateField(null=True, help_text="Kept: not proposed again before this day.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "id"], name="retention_proposal_authority_id"),
            models.UniqueConstraint(
                fields=["authority", "child"], name="one_open_proposal_a_child", condition=Q(ended_at__isnull=True)
            ),
        ]


class Judgement(models.Model):
    """What one person judged of a proposal, having looked. Two who agree are needed before anything goes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="judgements")
    dispose = models.BooleanField()
    why = models.TextField()
    recorded_at = models.DateTimeField(db_default=Now())
    by_user = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "id"], name="retention_judgement_authority_id"),
            models.UniqueConstraint(fields=["proposal", "by_user"], name="one_judgement_a_person"),
        ]


class Hold(models.Model):
    """That a record must stay, whatever the rules say: who says so, why, and when it is looked at again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    child = models.UUIDField()
    why = models.TextField()
    review_on = models.DateField()
    recorded_at = models.DateTimeField(db_default=Now())
    by_user = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    ended_why = models.TextField(default="", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["authority", "id"], name="retention_hold_authority_id")]
        indexes = [models.Index(fields=["authority", "child"], name="retention_hold_authority_child")]


class Counted(models.Model):
    """A number of one year, of all records that are gone together: what statistics keep of them, and no record's own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    year = models.IntegerField(help_text="Of London.")
    measure = models.TextField(help_text="records, episodes, or duty/<clock>/<kept, late or breached>.")
    number = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "year", "measure"], name="retention_counted_once_a_year")
        ]


class Tombstone(models.Model):
    """What is left of a record: that there was one, which rule ended it, when, who decided, and how many rows went."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    child = models.UUIDField()
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="+")
    rule = models.TextField()
    disposed_at = models.DateTimeField(db_default=Now())
    first_user = models.UUIDField()
    second_user = models.UUIDField()
    rows = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["authority", "id"], name="retention_tombstone_authority_id")]
