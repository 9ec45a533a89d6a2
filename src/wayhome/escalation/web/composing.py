"""A briefing drafted from the record: what is known, in sentences that the writer reads over and mends.

Only what the writer may see, and never what police hold in confidence, health holds, or where a child at risk lives:
a briefing is read by more people than those facts are.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from wayhome.clocks.queries import duties
from wayhome.escalation.queries.briefings import Section
from wayhome.missing.queries.episodes import EpisodeView
from wayhome.missing.web.banner import how_long, since_words
from wayhome.missing.web.episode_words import coded
from wayhome.missing.web.timeline import kind_title, moment_of, named_in, value_words
from wayhome.packs.vocabulary import load_vocabulary
from wayhome.plans.queries import actions
from wayhome.platform.queries import posts
from wayhome.platform.queries.posts import Colleague
from wayhome.record.queries import ledger
from wayhome.record.queries.children import ChildBanner
from wayhome.record.queries.ledger import Entry
from wayhome.ui import words

TITLES = {
    "child": "The child",
    "happened": "What has happened",
    "risk": "The risk",
    "done": "What has been done",
    "plan": "The plan to find the child",
    "found": "What happens when the child is found",
    "late": "What is overdue, and what is being done about it",
}
SHARED = ("identity", "missing", "care")  # handling classes a briefing may repeat
NOT_DONE = ("missing.began", "missing.instructions", "missing.risk-graded", "missing.local-risk")
AFTERWARDS = ("return.",)  # what a child said once back is the child's, and no part of finding them
MOST = 25


def sections(child: ChildBanner, view: EpisodeView, now: datetime) -> tuple[Section, ...]:
    """Return the briefing as the record has it now, a part at a time."""
    told = [entry for entry in ledger.entries(child.id, episode=view.id) if entry.current and _shared(entry)]
    people = posts.colleagues(named_in(told) | ({child.allocated_worker} if child.allocated_worker else set()))
    worker = people[child.allocated_worker].name if child.allocated_worker in people else ""
    done = {e.id: _line(e, people) for e in reversed([e for e in told if e.kind not in NOT_DONE][:MOST])}
    found = {e.id: e.text or "" for e in told if e.kind == "missing.instructions"}
    rests = {"done": done, "found": found}
    said = {
        "child": _child(child, worker, now),
        "happened": _happened(view, now),
        "risk": _risk(view),
        "done": "\n".join(done.values()),
        "plan": "\n".join(
            f"{a.what.rstrip('.')}, by {words.day(a.due_on)}." for a in actions.of_child(child.id)
            if a.open and a.source_words
        ),
        "found": "\n".join(found.values()),
        "late": "\n".join(
            f"{d.title}, due {words.when(d.due_at)}." for d in duties.of_episode(view.id)
            if d.open and d.due_at and d.state_at(now) == "breached"
        ),
    }  # fmt: skip
    return tuple(
        {
            "id": key,
            "title": title,
            "words": said[key],
            "facts": {str(id_): line for id_, line in rests.get(key, {}).items()},
        }
        for key, title in TITLES.items()
    )


def _line(entry: Entry, people: Mapping[UUID, Colleague]) -> str:
    return f"{words.moment(moment_of(entry))}: {kind_title(entry.kind)}. {value_words(entry, people)}".strip()


def _shared(entry: Entry) -> bool:
    known = load_vocabulary().kinds.get(entry.kind)
    return known is not None and known.handling in SHARED and not entry.kind.startswith(AFTERWARDS)


def _child(child: ChildBanner, worker: str, now: datetime) -> str:
    age = child.age(words.local(now).date())
    said = [f"{child.known_as or child.name or 'Name not recorded'}, {child.reference}."]
    said.append(f"{age} years old." if age is not None else "Date of birth not recorded.")
    said.append(f"Allocated worker: {worker}." if worker else "No allocated worker is recorded.")
    return " ".join(said)


def _happened(view: EpisodeView, now: datetime) -> str:
    if not view.missing_now:
        return f"Was missing from {since_words(view)}, and is back or found. Say what this briefing is for."
    long = how_long(view, now)
    away = f"Missing since {since_words(view)}{f', {long}' if long else ''}"
    return f"{away}, from {coded(view.missing_from).lower()}." if view.missing_from else f"{away}."


def _risk(view: EpisodeView) -> str:
    said = [
        f"Police grade the risk: {coded(view.police_risk).lower()}."
        if view.police_risk
        else "Police have not graded the risk.",
        f"Our own view of the risk: {coded(view.local_risk).lower()}." if view.local_risk else "",
    ]
    return " ".join(each for each in said if each)
