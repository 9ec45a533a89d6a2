"""What invented colleagues gave each other, put off, wrote to senior posts and could not agree about.

Done through the same operations as anybody's, at the present moment. Nobody in it is real.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from wayhome.clocks.queries import duties
from wayhome.clocks.queries.duties import Duty
from wayhome.escalation.operations import briefings, disagreements
from wayhome.escalation.senders import is_briefing
from wayhome.escalation.web.composing import sections
from wayhome.missing.queries import episodes
from wayhome.platform.actor import Actor
from wayhome.platform.queries import posts
from wayhome.record.queries import children, roster
from wayhome.worklists.operations import giving
from wayhome.worklists.operations.giving import To
from wayhome.worklists.queries import work

DONE = ("met", "met-late", "stood-down")
WORKER, COLLEAGUE = "imogen.fairwind", "tunde.oystercroft"
PLAN = "Officers ask at the bus station and the arcade this evening; the worker rings an aunt at six and at nine."
FOUND = "Whoever finds the child rings the carer first, then the Emergency Duty Team, and asks what hurts and what is needed."
DISAGREED = "Health would close; we think that the visits to the same flat go on, and nobody has asked the sister."
INCIDENT = "A car was followed and hit with the young person in it: not badly hurt, and frightened."


def raise_up(*, authority: UUID, agency: UUID, users: Mapping[str, UUID], now: datetime) -> None:
    """Give one duty to a colleague and put one off; write and send a briefing; raise what is not agreed."""
    worker = Actor(users[WORKER], "Imogen Fairwind", agency, authority, "demonstration")
    _arranged(worker, users[COLLEAGUE], now)
    _briefed(worker, now)
    own = sorted(children.of_workers([worker.user]))
    for child, way, words in zip(own, ("disagreement", "critical-incident"), (DISAGREED, INCIDENT), strict=False):
        made = disagreements.raise_it(
            actor=worker, child=child, way=way, words=words, wanted="We meet, and the young person is asked.", now=now
        )
        if way == "disagreement":
            disagreements.step(
                actor=worker, disagreement=made, did="lead-decided", agreed=False,
                words="Both heads of service were heard. They do not agree yet.", happened_at=now, now=now,
            )  # fmt: skip


def _arranged(worker: Actor, colleague: UUID, now: datetime) -> None:
    ahead = [d for d in work.mine(worker.user, worker.authority, now=now).todo if giving.latest_put_off(d, now)]
    if ahead:
        latest = giving.latest_put_off(ahead[0], now)
        assert latest is not None
        giving.put_off(actor=worker, key=ahead[0].key, until=latest, reason="At school until four.", now=now)
    if len(ahead) > 1:
        why = "Tunde knows the family, and I am in court."
        giving.give(actor=worker, key=ahead[1].key, to=To(user=colleague), reason=why, now=now)


def _briefed(worker: Actor, now: datetime) -> None:
    """Keep a draft about one child who is missing now, and send a briefing about another as whoever holds the post."""
    gone = episodes.missing_children(row.id for row in roster.roster(worker.authority))
    owed = [d for view in gone.values() for d in duties.of_episode(view.id) if d.state not in DONE and _kind(d)]
    holders = posts.holders(worker.authority, "head-of-service", at=now)
    people = posts.colleagues(holders)
    by_child = {d.child_id: d for d in sorted(owed, key=duties.urgency, reverse=True)}
    for place, duty in enumerate(sorted(by_child.values(), key=duties.urgency)[:2]):
        found, view = _kind(duty), gone.get(duty.child_id) if duty.child_id else None
        child = children.banner(view.child_id) if view else None
        if found is None or view is None or child is None:
            continue
        written = [
            {**s, "words": {"plan": PLAN, "found": FOUND}.get(s["id"], s["words"])} for s in sections(child, view, now)
        ]
        told: dict[str, Any] = {
            "episode": view.id,
            "kind": found[0],
            "value": found[1],
            "sections": written,
            "now": now,
        }
        if place == 1:
            briefings.keep(actor=worker, revision=0, **told)
        elif holders:
            head = Actor(holders[0], people[holders[0]].name, worker.agency, worker.authority, "demonstration")
            briefings.send(actor=head, **told)


def _kind(duty: Duty) -> tuple[str, str] | None:
    """Return the kind of briefing and the value that meet a duty; None for a duty that no briefing meets."""
    for act in duty.rule.met_by if duty.rule else ():
        for kind in act.kinds:
            if is_briefing(kind):
                return kind, min(act.values or {""})
    return None
