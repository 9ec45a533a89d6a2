"""That somebody looked at a plan in force: whether it stands, and how far its goals have come."""

from __future__ import annotations

from uuid import UUID

from wayhome.engine.facts import Moment
from wayhome.plans.operations.errors import BadValue, NotFound
from wayhome.plans.queries import plans as queries
from wayhome.platform import wall
from wayhome.platform.actor import Actor
from wayhome.record.operations.facts import Draft, record

PROGRESS = ("reached", "on-the-way", "not-yet", "set-back")


def record_review(*, actor: Actor, plan: UUID, looked: Moment, stands: bool, words: str) -> None:
    """Record that the plan was looked at, whether it stands as it is, and what was seen.

    Writes the fact that the review of this kind of plan is owed: `plan.reviewed`, and for an immediate safety plan
    `plan.safeguarding-reviewed` too. Refuses BadValue without words; NotFound while no version is in force.
    """
    found, version = _in_force(plan)
    if not words.strip():
        raise BadValue("Say what you saw.")
    if looked.earliest is None:
        raise BadValue("Say when you looked at it: the day is enough.")
    said = f"{'The plan stands as it is' if stands else 'The plan must change'}. {words.strip()}"
    kinds = ["plan.reviewed"] + (["plan.safeguarding-reviewed"] if found.kind_id == "immediate-safety" else [])
    source, now = f"plan:{plan}:{version}", wall.now()
    record(actor=actor, child=found.child_id, drafts=[Draft(k, looked, now, text=said, source=source) for k in kinds])


def record_progress(*, actor: Actor, plan: UUID, goal: str, progress: str, words: str, seen: Moment) -> None:
    """Record how far a goal of the plan has come (PATH 13.1). Refuses BadValue for a goal the plan does not have."""
    found, version = _in_force(plan)
    newest = queries.version(plan, version)
    goals = [row.get("goal", "") for row in (newest.answers.get("goals") or [])] if newest else []
    if goal not in goals:
        raise BadValue("That is not a goal of the plan in force. Open the plan again.")
    if progress not in PROGRESS:
        raise BadValue("Choose how far the goal has come from the list.")
    if not words.strip():
        raise BadValue("Say what shows it.")
    source, text = f"plan:{plan}:{version}", f"{goal}: {words.strip()}"
    draft = Draft("plan.goal-progress", seen, wall.now(), code=progress, text=text, source=source)
    record(actor=actor, child=found.child_id, drafts=[draft])


def _in_force(plan: UUID) -> tuple[queries.PlanView, int]:
    found = queries.plan(plan)
    newest = next(iter(queries.versions(plan)), None)
    if found is None or newest is None or newest.ended:
        raise NotFound("There is no plan in force here.")
    return found, newest.number
