"""What a meeting talks about: each child or context, why it is there, and what was decided."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models.functions import Now


class ItemState(models.TextChoices):
    """Where an item stands. LEFT_OFF and REMOVED stay on the record with their reason."""

    ON = "on", "On the agenda"
    REMOVED = "removed", "Taken off"
    LEFT_OFF = "left-off", "Not on the agenda"


class Item(models.Model):
    """A child or a context at a meeting. Audience: every agency of the partnership, so that each can answer.

    Where every reason is sealed, or of a class for few (intelligence, where a trafficked child lives), only whoever may
    read one of them: to anybody else the item itself would tell.

    `added`: somebody put it there, and `note` says why; else the protocol did. `note` also says why it was taken or
    left off. It never says what is known of the child: that is in the reasons, each for those who may read its facts.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    meeting = models.ForeignKey("forums.Meeting", on_delete=models.PROTECT, related_name="items")
    subject_id = models.UUIDField()
    child = models.ForeignKey("record.Child", on_delete=models.PROTECT, null=True)
    context = models.ForeignKey("record.Context", on_delete=models.PROTECT, null=True)
    audience = models.ForeignKey("platform.Audience", on_delete=models.PROTECT)
    restricted = models.BooleanField(default=False)
    part = models.TextField(default="", blank=True, help_text="The part of the forum's agenda.")
    position = models.IntegerField(help_text="The order in which it is talked about.")
    together = models.IntegerField(default=0, help_text="Items of one number are linked; 0: linked with none.")
    minutes = models.IntegerField(null=True)
    state = models.TextField(choices=ItemState.choices)
    added = models.BooleanField(default=False)
    note = models.TextField(default="", blank=True)
    recorded_at = models.DateTimeField(db_default=Now())
    by_user = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "id"], name="forum_item_authority_id"),
            models.UniqueConstraint(fields=["meeting", "subject_id"], name="forum_item_once"),
            models.CheckConstraint(
                condition=models.Q(child__isnull=True) ^ models.Q(context__isnull=True), name="forum_item_one_subject"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="removed") | ~models.Q(note=""), name="forum_item_removed_with_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["authority", "child"], name="forum_item_authority_child")]


class Reason(models.Model):
    """Why an item is there: what one route said. Audience: that of the most closely kept of the facts it rests on.

    `open` None: it could not be told, and `lacking` says what nobody has recorded. `facts` are their ids.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="reasons")
    subject_id = models.UUIDField()
    audience = models.ForeignKey("platform.Audience", on_delete=models.PROTECT)
    restricted = models.BooleanField(default=False)
    route = models.TextField(help_text="A route of the forum; review-set: an earlier meeting set this review.")
    open = models.BooleanField(null=True)
    facts = models.JSONField(default=list)
    lacking = models.JSONField(default=list)
    gathered_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["authority", "id"], name="forum_reason_authority_id")]


class Decision(models.Model):
    """What was decided of one item. Append-only: a change of mind is the next number, and corrects the facts.

    Handling class: care.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="decisions")
    subject_id = models.UUIDField()
    audience = models.ForeignKey("platform.Audience", on_delete=models.PROTECT, related_name="+")
    restricted = models.BooleanField(default=False)
    number = models.IntegerField()
    decision = models.TextField(help_text="A decision of the forum, or of the one it reports contexts to.")
    rationale = models.TextField()
    grading = models.TextField(default="", blank=True)
    to_whom = models.TextField(default="", blank=True)
    review_on = models.DateField(null=True)
    facts = models.JSONField(default=dict, help_text="The facts it told the record, by kind.")
    written = models.JSONField(
        default=dict, help_text="What the protocol asks to be written with this decision besides."
    )
    recorded_at = models.DateTimeField(db_default=Now())
    by_user = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "id"], name="forum_decision_authority_id"),
            models.UniqueConstraint(fields=["item", "number"], name="forum_decision_in_order"),
        ]
        indexes = [models.Index(fields=["authority", "review_on"], name="forum_decision_review")]
