"""What has been said, answered, named, agreed and decided of one item until now: the part of its page that stays true."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from wayhome.forums.operations import saying
from wayhome.forums.operations.deciding import source
from wayhome.forums.queries import definitions
from wayhome.forums.queries import meetings as queries
from wayhome.forums.queries.meetings import ItemView, MeetingView, NoteView
from wayhome.plans.queries import actions as action_queries
from wayhome.plans.web.action_rows import action_table, named
from wayhome.platform.actor import Actor
from wayhome.platform.queries import posts
from wayhome.platform.queries.directory import agencies_of
from wayhome.ui import words


def said(actor: Actor, found: ItemView, held: MeetingView, now: datetime) -> dict[str, Any]:
    """Return what the reader may see of it; `mine` is the last of the reader's own words, which stand in their box."""
    agreed = action_queries.of_sources(actor.authority, [source(held.id)])
    agreed = tuple(a for a in agreed if (a.child_id or a.context_id) == (found.child or found.context))
    people = posts.colleagues({note.user for note in found.notes})
    mine = [note for note in found.notes if note.user == actor.user and note.kind == "said"]
    agencies = agencies_of(actor.authority)
    return {
        "item": found,
        "meeting": held,
        "notes": [_note(note, people, dict(agencies)) for note in found.notes if note not in mine[-1:]],
        "mine": mine[-1] if mine else None,
        "agencies": agencies,
        "identified": [
            (each.label, reverse(each.kind, args=[each.id]), how) for each, how in queries.identified(found.id)
        ],
        "actions": action_table("Agreed here", agreed, named(agreed), now),
        "decision": _decision(found, held),
    }


def _decision(found: ItemView, held: MeetingView) -> str:
    if found.decision is None:
        return ""
    ways = definitions.decisions_for(held.line, held.forum, "child" if found.child else "context")
    return next((way.title for way in ways if way.id == found.decision.decision), found.decision.decision)


def _note(note: NoteView, people: Any, agencies: dict[UUID, str]) -> dict[str, str]:
    name = people[note.user].name if note.user in people else "A colleague"
    what = "answered beforehand" if note.kind == "return" else "wrote"
    return {
        "id": str(note.id),
        "by": f"{name}, {agencies.get(note.agency, 'an agency')}, {what} at {words.when(note.saved_at)}",
        "text": note.text,
        "read_by": saying.SHARED.get(note.handling, ""),
    }
