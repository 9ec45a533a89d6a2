"""An action somebody took on, and each step of its life. The steps are the truth; the action's row is what they add up to."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models.functions import Now


class ActionState(models.TextChoices):
    """What became of an action."""

    OPEN = "open", "To do"
    DONE = "done", "Done"
    NOT_DONE = "not-done", "Not done"
    CANCELLED = "cancelled", "Cancelled"


class Action(models.Model):
    """What somebody will do, by when. Who, by when and the state are as the last step left them.

    `subject_id` is whom the access rules ask about: the child, the adult or the context; the authority itself when
    it is about none of them. `done_by` names who acts without signing in, such as a parent: the owner sees to it.
    Whoever owns an action may read it, even one written in a colleague's agency: to be asked is to need to know.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    subject_id = models.UUIDField()
    child = models.ForeignKey("record.Child", on_delete=models.PROTECT, null=True)
    adult_id = models.UUIDField(null=True)
    context_id = models.UUIDField(null=True)
    episode_id = models.UUIDField(null=True)
    audience = models.ForeignKey("platform.Audience", on_delete=models.PROTECT)
    restricted = models.BooleanField(default=False)
    what = models.TextField()
    source = models.TextField(default="", blank=True, help_text="Where it was agreed, for machines: plan:<uuid>.")
    source_words = models.TextField(default="", blank=True, help_text="The same in words, without a child's name.")
    recorded_at = models.DateTimeField(db_default=Now())
    by_user = models.UUIDField(null=True)
    # As the last step left them.
    person = models.UUIDField(null=True)
    post = models.TextField(default="", blank=True, help_text="A role of protocols/roles.yaml.")
    agency = models.ForeignKey("platform.Agency", on_delete=models.PROTECT, null=True)
    done_by = models.TextField(default="", blank=True)
    due_on = models.DateField(help_text="London's date; overdue when that day is over.")
    state = models.TextField(choices=ActionState.choices, default=ActionState.OPEN)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "id"], name="action_authority_id"),
            models.CheckConstraint(
                condition=(models.Q(person__isnull=False) & models.Q(post="") & models.Q(agency__isnull=True))
                | (models.Q(person__isnull=True) & ~models.Q(post="") & models.Q(agency__isnull=True))
                | (models.Q(person__isnull=True) & models.Q(post="") & models.Q(agency__isnull=False)),
                name="action_one_owner",
            ),
            models.CheckConstraint(
                condition=models.Q(state="open", ended_at__isnull=True)
                | (~models.Q(state="open") & models.Q(ended_at__isnull=False)),
                name="action_ends_once",
            ),
        ]
        indexes = [
            models.Index(fields=["authority", "child", "due_on"], name="action_authority_child"),
            models.Index(fields=["authority", "source"], name="action_authority_source"),
            models.Index(fields=["authority", "due_on"], name="action_open", condition=models.Q(state="open")),
        ]


class ActionStep(models.Model):
    """One thing that happened to an action: opened, handed on, given longer, said of it, ended. Append-only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="steps")
    subject_id = models.UUIDField()
    audience = models.ForeignKey("platform.Audience", on_delete=models.PROTECT)
    restricted = models.BooleanField(default=False)
    number = models.IntegerField()
    verb = models.TextField(
        choices=[(v, v) for v in ("opened", "reassigned", "extended", "noted", "done", "not-done", "cancelled")]
    )
    note = models.TextField(default="", blank=True)
    evidence = models.TextField(default="", blank=True, help_text="How we know: a reference, a letter, who saw it.")
    person = models.UUIDField(null=True)
    post = models.TextField(default="", blank=True)
    agency = models.ForeignKey("platform.Agency", on_delete=models.PROTECT, null=True)
    done_by = models.TextField(default="", blank=True)
    due_on = models.DateField()
    recorded_at = models.DateTimeField(db_default=Now())
    by_user = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "id"], name="actionstep_authority_id"),
            models.UniqueConstraint(fields=["action", "number"], name="actionstep_in_order"),
        ]
        # Excused from an index of its own: steps are only ever read by their action.
