"""What an instrument said, as lines for a page: from a draft being checked, or from a version as it was sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wayhome.ui import words

_KINDS = {"level": "Level", "floor": "Never lower", "addition": "Added", "item": "Counted"}
_MANY = 12


@dataclass(frozen=True, slots=True)
class Line:
    """One rule, finding or action, with where it is written."""

    text: str
    cite: str
    tag: str = ""


@dataclass(frozen=True, slots=True)
class ScorePage:
    """What the instrument said. `headline` says the score, or plainly that there is none, and `why` why not."""

    headline: str
    why: tuple[str, ...]
    known: str
    fired: tuple[Line, ...]
    to_talk_over: tuple[Line, ...]
    findings: tuple[Line, ...]
    required: tuple[Line, ...]
    consider: tuple[Line, ...]


def score_page(result: Mapping[str, Any]) -> ScorePage:
    """Return the lines of a result."""
    headline, why = _headline(result)
    done = result["completeness"]
    known = ""
    if done["asked"]:
        known = f"{done['known']} of {done['asked']} known, {done['percent']}%"
        known += f"; a score needs {done['needed']}%" if result["scored"] or result["missing"] else ""
    found = result["findings"]
    return ScorePage(
        headline=headline,
        why=why,
        known=known,
        fired=tuple(_fired(each, result) for each in result["fired"]),
        to_talk_over=tuple(
            Line(f"{'' if each['holds'] == 'yes' else 'Perhaps: '}{each['label']}", each["cite"])
            for each in found
            if each["discussion"] and each["holds"] != "no"
        ),
        findings=tuple(
            Line(each["label"], each["cite"], {"yes": "Yes", "no": "No"}.get(each["holds"], "Cannot be told yet"))
            for each in found
            if not each["discussion"]
        ),
        required=_actions(result["actions"], "required"),
        consider=_actions(result["actions"], "consider"),
    )


def _headline(result: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    if result["scored"]:
        up_to = result["up_to"]
        more: tuple[str, ...] = ()
        if up_to != result["outcome"]:
            more = (f"If everything not known turned out to be so: {_level(up_to)}.",)
        return _level(result["outcome"]), more
    if result["missing"]:
        labels = result.get("labels") or {}
        wanted = [labels.get(each, "The child’s age" if each == "born-on" else each) for each in result["missing"]]
        listed = wanted if len(wanted) <= _MANY else [*wanted[:_MANY], f"and {len(wanted) - _MANY} more"]
        why = ["Too little is known for a score. That is not a finding that there is no risk.", "Still to be known:"]
        sure = result["at_least"]
        certain = [f"Already certain: at least {_level(sure)}."] if sure and sure["level"] else []
        return "No score", (*why[:1], *certain, f"{why[1]} {'; '.join(listed)}.")
    if result["tally"] is not None:
        return words.counted(result["tally"], "point"), (
            "This form has no cut-off: the level is a person’s judgement.",
        )
    return "This form is not scored", ()


def _level(outcome: Mapping[str, Any]) -> str:
    label = outcome["label"] or "No level"
    return label if outcome["points"] is None else f"{label}, {words.counted(outcome['points'], 'point')}"


def _fired(each: Mapping[str, Any], result: Mapping[str, Any]) -> Line:
    window = (result.get("windows") or {}).get(each["window"], "")
    text = f"{each['label']}{f' ({window})' if window else ''}"
    if not each["sure"]:
        text += ": not known, so read the more careful way"
    points = f"+{each['points']}" if each["points"] else ""
    return Line(text, each["cite"], " ".join(part for part in (_KINDS.get(each["kind"], ""), points) if part))


def _actions(actions: Sequence[Mapping[str, Any]], weight: str) -> tuple[Line, ...]:
    return tuple(Line(each["text"], each["cite"]) for each in actions if each["weight"] == weight)
