"""What the page of one item asks, each form filled with what is known: the decision so far, and the protocol's next review."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from wayhome.forums.operations.deciding import source
from wayhome.forums.operations.telling import level_of
from wayhome.forums.queries import definitions
from wayhome.forums.queries import meetings as queries
from wayhome.forums.queries.meetings import ItemView, MeetingView
from wayhome.forums.queries.readers import subject
from wayhome.forums.queries.reviews import by_level
from wayhome.forums.web.item_forms import Acting, Carrying, Deciding, Naming, Return
from wayhome.plans.queries import actions as action_queries
from wayhome.plans.queries.actions import ActionView
from wayhome.platform import wall
from wayhome.record.subjects import Subject
from wayhome.ui.forms import TimedForm


def earlier_actions(held: MeetingView, item: ItemView, authority: UUID) -> tuple[ActionView, ...]:
    """Return what earlier meetings of this forum agreed about the item's subject and that is still to do."""
    before = {source(id_) for id_ in queries.earlier(held, authority)}
    about = subject(item)
    found = action_queries.of_child(about) if item.child else action_queries.of_context(about)
    return tuple(action for action in found if action.open and action.source in before)


def forms_of(
    given: Mapping[str, Any], authority: UUID, found: ItemView, held: MeetingView, sent: str,
    still: tuple[ActionView, ...],
) -> dict[str, TimedForm]:  # fmt: skip
    """Return every form of the item's page by name; the one that was `sent` holds what was given."""
    now = wall.now()
    asked = {name: given if sent == name else None for name in ("answer", "decide", "act", "name", "carry")}
    forms: dict[str, TimedForm] = {
        "answer": Return(asked["answer"], now=now, prefix="answer", initial={"shared": "care"}),
        "decide": _deciding(asked["decide"], found, held),
        "act": Acting(asked["act"], now=now, prefix="act", authority=authority),
        "name": Naming(asked["name"], now=now, prefix="name", initial={"kind": "adult"}),
    }
    if still:
        named = [(action.id, action.what) for action in still]
        forms["carry"] = Carrying(asked["carry"], now=now, prefix="carry", still=named)
    return forms


def _deciding(given: Mapping[str, Any] | None, found: ItemView, held: MeetingView) -> Deciding:
    about = Subject.child(found.child) if found.child else Subject.context(subject(found))
    reviews, level = by_level(held, about), level_of(found.child) if found.child else ""
    begun: dict[str, Any] = {"review": "protocol"}
    last = found.decision
    if last is not None:
        begun = {name: getattr(last, name) for name in ("decision", "rationale", "grading", "to_whom", "review_on")}
        begun |= {f"need_{need}": text for need, text in last.written.items()}
        begun |= {"purposes": last.written.get("purposes"), "review_why": last.written.get("review-why", "")}
        begun["review"] = "protocol" if "review-rule" in last.written else "day" if last.review_on else "none"
    return Deciding(
        given, now=wall.now(), prefix="decide", graded=found.child is not None, initial=begun,
        ways=definitions.decisions_for(held.line, held.forum, "child" if found.child else "context"),
        purposes=held.forum.purposes, reviews=reviews, level=level,
    )  # fmt: skip
