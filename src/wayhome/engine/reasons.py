"""Why a duty stands where it stands, as data: codes, fact ids and values; sentences are made in `explain`."""

from __future__ import annotations

from wayhome.engine.due import reckoning_reasons
from wayhome.engine.readings import Reason
from wayhome.engine.standing import Duty, Standing, told


def reasons_for(duty: Duty, standing: Standing) -> tuple[Reason, ...]:
    """Return every step: rule, start, to whom it applies, arithmetic, what settled it, what is missing."""
    plan, begun = duty.plan, duty.begun
    found = [plan.rule, _start(duty)]
    if (
        duty.start is not None
        and plan.applies is not None
        and all(code != "applies-unknown" for code, _ in standing.why)
    ):
        moment = standing.applied or min(standing.opened, duty.as_of)
        facts = plan.applies.facts(begun.scope, duty.calendar, moment)
        found.append(Reason("applies" if standing.applied is None else f"applies-{standing.moved}", facts))
    if duty.start is not None:
        length = plan.every if duty.ordinal and plan.every is not None else plan.due
        found.extend(reckoning_reasons(standing.reckoning, length, duty.calendar))
    if standing.threshold_at is not None and plan.threshold_reason is not None:
        found.append(plan.threshold_reason)
    found.extend(told(standing))
    if standing.missing:
        found.append(Reason("missing", (), tuple(("what", name) for name in standing.missing)))
    return tuple(found)


def _start(duty: Duty) -> Reason:
    """Return what started the duty: a fact, a condition and its facts, a window's facts, or the act before it."""
    begun = duty.begun
    if duty.previous is not None:
        act = duty.previous.fact
        return Reason("again", (act.id,), (("kind", act.kind),))
    said: tuple[tuple[str, str], ...] = (("kind", begun.root.fact.kind),)
    if duty.plan.count_from_told and begun.start is not None:
        said = (*said, ("told", begun.start.isoformat()))
    if duty.plan.when is None or begun.start is None:
        return Reason(begun.code, begun.causes, said)
    decided = duty.plan.when.facts(begun.scope, duty.calendar, begun.since)
    return Reason(begun.code, tuple(dict.fromkeys((*begun.causes, *decided))), said)
