"""What an instrument said, as lines a person reads and as plain data for another program."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wayhome.engine.instruments import Action, Finding, Instrument, Weight
from wayhome.engine.language import Citation
from wayhome.engine.scores import Fired, FiredAs, FormRead, Found, Judgement, Lacking, Outcome, Result, Score, Unscored

_HELD = {True: "yes", False: "no", None: "cannot be told yet"}
_MANY = 12  # more missing lines than this are counted, not listed


def cited(cite: tuple[Citation, ...]) -> str:
    """Return citations as people write them, such as 4LSCB App 2; LEW App C (reading S4)."""
    return "; ".join(f"{each.source} {each.at}" + (f" ({each.note})" if each.note else "") for each in cite)


def as_lines(instrument: Instrument, result: Result, judgement: Judgement | None) -> Iterator[str]:
    """Walk the lines: the outcome, how much is known, what was counted, what must be talked over, what follows."""
    yield f"{instrument.title} ({instrument.name})"
    yield from _outcome_lines(instrument, result)
    done = result.completeness
    if done.asked:
        needed = "" if isinstance(result, FormRead) else f"; a score needs {done.needed}%"
        yield f"Known: {done.known} of {done.asked} ({done.percent}%{needed})"
    if judgement is not None:
        level = instrument.level(judgement.level)
        yield f"Judgement, beside it: {level.label if level else judgement.level}. {judgement.reason}"
    outcome = _outcome(result)
    if outcome is not None and outcome.fired:
        yield from ("", "What was counted:", *(f"  {_fired(instrument, each)}" for each in outcome.fired))
    yield from _found_lines(result.findings)
    yield from _action_lines(result.actions)
    if result.lacking:
        yield from ("", "Before the form is finished:", *(f"  {_lacking(each)}" for each in result.lacking))
    yield from ("", f"Source: {instrument.source}", f"Licence: {instrument.licence}")


def _outcome_lines(instrument: Instrument, result: Result) -> Iterator[str]:
    match result:
        case Score():
            yield f"Outcome: {_level(result.outcome)}"
            if result.up_to.level != result.level or result.up_to.points != result.points:
                yield f"If everything not known turned out to be so: {_level(result.up_to)}"
        case Unscored():
            yield "Outcome: no score, because too little is known. It is not a finding that there is no risk."
            names = [_label(instrument, each) for each in result.missing]
            shown = names if len(names) <= _MANY else [*names[:_MANY], f"and {len(names) - _MANY} more"]
            yield from ("Still to answer:", *(f"  {each}" for each in shown))
            if result.at_least.level is not None:
                yield f"Already certain: at least {_level(result.at_least)}"
        case FormRead():
            yield "Outcome: a form without a score" + (
                "" if result.points is None else f"; {_points(result.points)} in all"
            )


def _level(outcome: Outcome) -> str:
    label = outcome.level.label if outcome.level else "no level"
    return label if outcome.points is None else f"{label}, {_points(outcome.points)}"


def _points(points: int) -> str:
    return f"{points} point" if points == 1 else f"{points} points"


def _label(instrument: Instrument, item_id: str) -> str:
    item = instrument.item(item_id)
    return f"{item_id}: {item.label}" if item else f"{item_id}: the date of birth, or the age as assessed"


def _fired(instrument: Instrument, fired: Fired) -> str:
    window = next((w.label for w in instrument.windows if w.id == fired.window), "")
    points = f"+{fired.points} " if fired.points else ""
    unsure = "" if fired.sure else " (not known, so the more careful reading)"
    kind = {FiredAs.LEVEL: "level: ", FiredAs.FLOOR: "never lower: ", FiredAs.ADDITION: "added: "}.get(fired.kind, "")
    return f"{points}{kind}{fired.label}{f' [{window}]' if window else ''}{unsure} ({cited(fired.cite)})"


def _found_lines(findings: tuple[Found, ...]) -> Iterator[str]:
    talk = [each for each in findings if each.finding.discussion and each.holds is not False]
    if talk:
        yield from ("", "To be talked over:")
        for each in talk:
            yield f"  {'' if each.holds else 'Perhaps: '}{_finding(each.finding)}"
    plain = [each for each in findings if not each.finding.discussion]
    if plain:
        yield from ("", "Findings:", *(f"  {_HELD[each.holds]}: {_finding(each.finding)}" for each in plain))


def _finding(finding: Finding) -> str:
    return f"{finding.label} ({cited(finding.cite)})"


def _action_lines(actions: tuple[Action, ...]) -> Iterator[str]:
    for weight, head in ((Weight.REQUIRED, "To be done:"), (Weight.CONSIDER, "To be considered:")):
        chosen = [action for action in actions if action.weight is weight]
        if chosen:
            yield from ("", head, *(f"  {action.text} ({cited(action.cite)})" for action in chosen))


def _lacking(lacking: Lacking) -> str:
    return f"{lacking.say} [{', '.join(lacking.items)}]" + (f" ({cited(lacking.cite)})" if lacking.cite else "")


def _outcome(result: Result) -> Outcome | None:
    match result:
        case Score():
            return result.outcome
        case Unscored():
            return result.at_least
    return None


def as_plain(instrument: Instrument, result: Result, judgement: Judgement | None) -> dict[str, Any]:
    """Return the same as plain data. `outcome` is null where there is no score."""
    done = result.completeness
    outcome = _outcome(result)
    return {
        "instrument": instrument.name,
        "scored": isinstance(result, Score),
        "outcome": _plain_outcome(result.outcome) if isinstance(result, Score) else None,
        "up_to": _plain_outcome(result.up_to) if isinstance(result, Score) else None,
        "at_least": _plain_outcome(result.at_least) if isinstance(result, Unscored) else None,
        "tally": result.points if isinstance(result, FormRead) else None,
        "missing": list(result.missing) if isinstance(result, Unscored) else [],
        "completeness": {"known": done.known, "asked": done.asked, "percent": done.percent, "needed": done.needed},
        "not_known": list(done.unknown),
        "judgement": None if judgement is None else {"level": judgement.level, "reason": judgement.reason},
        "fired": [] if outcome is None else [_plain_fired(each) for each in outcome.fired],
        "findings": [_plain_found(each) for each in result.findings],
        "actions": [_plain_action(each) for each in result.actions],
        "lacking": [{"items": list(e.items), "say": e.say, "cite": cited(e.cite)} for e in result.lacking],
        "licence": instrument.licence,
    }


def _plain_outcome(outcome: Outcome) -> dict[str, Any]:
    level = outcome.level
    return {
        "level": level.id if level else None,
        "label": level.label if level else None,
        "points": outcome.points,
    }


def _plain_fired(fired: Fired) -> dict[str, Any]:
    return {
        "kind": fired.kind.value,
        "id": fired.id,
        "label": fired.label,
        "points": fired.points,
        "window": fired.window,
        "sure": fired.sure,
        "cite": cited(fired.cite),
    }


def _plain_found(found: Found) -> dict[str, Any]:
    finding = found.finding
    held = {True: "yes", False: "no", None: "cannot-tell"}[found.holds]
    return {
        "id": finding.id,
        "label": finding.label,
        "holds": held,
        "discussion": finding.discussion,
        "cite": cited(finding.cite),
    }


def _plain_action(action: Action) -> dict[str, Any]:
    return {"id": action.id, "text": action.text, "weight": action.weight.value, "cite": cited(action.cite)}
