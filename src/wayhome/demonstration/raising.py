"""What invented colleagues gave each other, put off, wrote to senior posts and could not agree about.

Done through the same operations as anybody's, at the present moment. Nobody in it is real.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from wayhome.clocks.queries import duties
from wayhome.clocks.queries.duties import Duty
from wayhome.escalation.operations import briefings, disagreements
from wayhome.escalation.senders import is_briefing, occasion
from wayhome.escalation.web.composing import sections
from wayhome.missing.queries import episodes
from wayhome.platform.actor import Actor
from wayhome.platform.queries import posts
from wayhome.record.queries import children
from wayhome.worklists.operations import giving
from wayhome.worklists.operations.giving import To
from wayhome.worklists.queries import work

WORKER, COLLEAGUE = "imogen.fairwind", "tunde.oystercroft"
PLAN = "Officers ask at the bus station and the arcade this evening; her worker rings her aunt at six and at nine."
FOUND = "Whoever finds her rings the carer first, then the Emergency Duty Team. She is asked whether she is hurt and hungry."
DISAGREED = "Health would close; we think that she still goes to the same flat, and that nobody has asked her sister."
INCIDENT = "A car was followed and hit with her in it. She is not badly hurt, and frightened."


def raise_up(*, authority: UUID, agency: UUID, users: Mapping[str, UUID], now: datetime) -> None:
    """Give one duty to a colleague and put one off; write and send a briefing; raise what is not agreed."""
    worker = Actor(users[WORKER], "Imogen Fairwind", agency, authority, "demonstration")
    _arranged(worker, users[COLLEAGUE], now)
    _briefed(worker, now)
    own = sorted(children.of_workers([worker.user]))
    for child, way, words in zip(own, ("disagreement", "critical-incident"), (DISAGREED, INCIDENT), strict=False):
        made = disagreements.raise_it(
            actor=worker, child=child, way=way, words=words, wanted="We meet, and she is asked.", now=now
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
        giving.put_off(actor=worker, key=ahead[0].key, until=latest, reason="She is at school until four.", now=now)
    if len(ahead) > 1:
        why = "Tunde knows the family, and I am in court."
        giving.give(actor=worker, key=ahead[1].key, to=To(user=colleague), reason=why, now=now)


def _briefed(worker: Actor, now: datetime) -> None:
    """Keep a draft of the first briefing that is owed, and send the second as whoever holds the post."""
    owed = [d for d in duties.open_of(worker.authority, ["head-of-service"]) if d.episode_id and _kind(d)]
    holders = posts.holders(worker.authority, "head-of-service", at=now)
    people = posts.colleagues(holders)
    for place, duty in enumerate(owed[:2]):
        found = _kind(duty)
        assert found is not None
        kind, value = found
        view = episodes.episode(duty.episode_id) if duty.episode_id else None
        child = children.banner(view.child_id) if view else None
        if view is None or child is None or occasion(worker.authority, kind, value) is None:
            continue
        written = [
            {**s, "words": {"plan": PLAN, "found": FOUND}.get(s["id"], s["words"])} for s in sections(child, view, now)
        ]
        if place == 0:
            briefings.keep(actor=worker, episode=view.id, kind=kind, value=value, sections=written, revision=0, now=now)
        elif holders:
            head = Actor(holders[0], people[holders[0]].name, worker.agency, worker.authority, "demonstration")
            briefings.send(actor=head, episode=view.id, kind=kind, value=value, sections=written, now=now)


def _kind(duty: Duty) -> tuple[str, str] | None:
    """Return the kind of briefing and the value that meet a duty; None for a duty that no briefing meets."""
    for act in duty.rule.met_by if duty.rule else ():
        for kind in act.kinds:
            if is_briefing(kind):
                return kind, min(act.values or {""})
    return None
