"""Who has listened to a child, and after which times missing nobody has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wayhome.missing.queries import episodes
from wayhome.missing.queries.episodes import EpisodeView
from wayhome.record.queries.ledger import current_facts

DONE = ("return.conversation-held", "return.conversation-reason")


@dataclass(frozen=True, slots=True)
class Listener:
    """Somebody the child has talked to after being missing: name and role, how often, when last."""

    name: str
    times: int
    last: datetime | None


def listeners(child: UUID, *, before: UUID | None = None) -> tuple[Listener, ...]:
    """Return who has listened to a child, whoever did so most recently first; not counting the episode `before`."""
    held = [e for e in current_facts(child, ["return.interviewer"]) if e.episode != before and e.text]
    by_name: dict[str, list[datetime | None]] = {}
    for entry in held:
        by_name.setdefault(entry.text or "", []).append(entry.happened_from)
    made = [Listener(name, len(times), max((t for t in times if t), default=None)) for name, times in by_name.items()]
    return tuple(sorted(made, key=lambda one: -(one.last.timestamp() if one.last else 0)))


def not_listened_to(view: EpisodeView) -> tuple[EpisodeView, ...]:
    """Return a child's earlier episodes after which nobody listened, or said why not; the newest first.

    A child may go missing again before the conversation is held. Then each episode still asks for its own.
    """
    told = {e.episode for e in current_facts(view.child_id, DONE)}
    return tuple(
        each
        for each in episodes.of_child(view.child_id)
        if each.id != view.id
        and each.id not in told
        and each.section == "returned"
        and (each.since_from is None or view.since_from is None or each.since_from <= view.since_from)
    )
