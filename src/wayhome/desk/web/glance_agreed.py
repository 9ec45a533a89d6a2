"""What was agreed about a child, for the overview: what is still to do, by whom and by when; then the last decisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from markupsafe import Markup

from wayhome.desk.web.glance_level import on_day, short
from wayhome.missing.web.timeline import kind_title, value_words
from wayhome.plans.queries import actions
from wayhome.plans.queries.actions import ActionView
from wayhome.plans.web.action_rows import due_words, named, owner_words
from wayhome.platform.queries.posts import Colleague
from wayhome.record.queries.ledger import Entry
from wayhome.ui import words

DECIDED = ("met.", "meeting.", "strategy-discussion.", "safeguarding.strategy", "plan.", "forum.")
EVERY = (*DECIDED, "action.")
MOST = 3  # actions; the rest are on the child's plans
# What stands on the overview in a word or two; everything else says its meaning.
CALLED = {
    "action.agreed": "Agreed", "action.done": "Done", "action.not-done": "Not done",
    "met.discussed": "MET meeting", "met.extraordinary": "Extraordinary meeting",
    "met.immediate-action": "Told to the leads between meetings", "met.immediate-action-taken": "Done at once",
    "plan.reviewed": "Plan reviewed by the line manager", "plan.safer-plan": "Safer Plan",
    "plan.safeguarding-reviewed": "Plan reviewed",
    "safeguarding.strategy-discussion": "Strategy discussion", "safeguarding.strategy-meeting": "Strategy meeting",
    "strategy-discussion.held": "Strategy discussion",
}  # fmt: skip


def to_do(child: UUID, now: datetime) -> list[Markup]:
    """Return the few actions that are due first, each with who and by when: three statements."""
    waiting = [each for each in actions.of_child(child) if each.open]
    names = named(waiting[:MOST])
    said = [_action(each, names, now) for each in waiting[:MOST]]
    if len(waiting) > MOST:
        href = reverse("child-plans", args=[child])
        said.append(Markup('<a class="govuk-link" href="{}">{} more to do</a>').format(href, len(waiting) - MOST))
    return said


def _action(action: ActionView, names: Mapping[UUID, str], now: datetime) -> Markup:
    href = reverse("action", args=[action.id])
    said = Markup('To do: <a class="govuk-link" href="{}">{}</a>. {}. ').format(
        href, short(action.what), owner_words(action, names)
    )
    due = due_words(action, now)
    late = action.overdue(words.local(now).date())
    return said + (Markup("<strong>{}</strong>").format(due) if late else Markup("{}").format(due))


def decided(entries: Sequence[Entry], people: Mapping[UUID, Colleague]) -> list[Markup]:
    """Return what was decided, the newest first."""
    return [_decided(entry, people) for entry in entries]


def _decided(entry: Entry, people: Mapping[UUID, Colleague]) -> Markup:
    said = value_words(entry, people)
    what = CALLED.get(entry.kind) or kind_title(entry.kind)
    return Markup("{}, {}{}").format(what, on_day(entry), f": {short(said)}" if said else "")
