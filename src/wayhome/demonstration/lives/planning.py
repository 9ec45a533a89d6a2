"""What was agreed for an invented child: Safer Plans in versions, and actions, some done, some late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid5

from wayhome.demonstration.children import Invented
from wayhome.demonstration.lives import words
from wayhome.demonstration.lives.around import mobile
from wayhome.demonstration.lives.danger import Judged
from wayhome.demonstration.lives.telling import SPACE, Telling
from wayhome.demonstration.shapes import LONDON
from wayhome.plans.operations.bulk import Undertaken, Written

KIND = "safer-plan"
_HARMS = {
    "criminal-exploitation": "cce",
    "sexual-exploitation": "cse",
    "county-lines": "cl",
    "serious-violence": "violence",
}
_ACTIONS = (
    ("Ring the school about starting at ten", "", ""), ("Visit with the child, not only the carer", "", ""),
    ("Visit the address named, and tell us what was found", "police-missing-unit", ""),
    ("Book the health check, and go with the child", "health-lead", ""),
    ("Ask the bus company about a pass", "", ""), ("Put the visits to family in writing, with dates", "", ""),
    ("Look at the plan with the whole team", "line-manager", ""), ("Text when going to be late", "", "The child"),
    ("Drive the child to boxing on Thursdays", "", "The carer"),
)  # fmt: skip


@dataclass(slots=True)
class Agreed:
    """Everything agreed so far."""

    plans: list[Written] = field(default_factory=list)
    actions: list[Undertaken] = field(default_factory=list)


def plan(t: Telling, child: Invented, judged: Sequence[Judged], worker: UUID, agreed: Agreed) -> None:
    """Write a Safer Plan with a version soon after each assessment but the last of some, and tell of each."""
    if t.whom.child is None or not judged:
        return
    id_ = uuid5(SPACE, f"{t.whom.reference}/{KIND}")
    dated = [j for j in judged if j.level != "none"]
    if len(dated) > 1 and t.chance(0.25):
        dated = dated[:-1]  # the newest is not in the plan yet
    for number, each in enumerate(dated, 1):
        at = _at(t, each.on + timedelta(days=2))
        note = (
            "First plan, written with the child."
            if number == 1
            else f"After the review of {each.on:%-d %B}: {each.reason}"
        )
        t.happened(
            "plan.safer-plan",
            each.on + timedelta(days=2),
            text=f"Version {number}. {note}",
            source=f"plan:{id_}:{number}",
        )
        agreed.plans.append(
            Written(id_, t.whom.child, KIND, _answers(t, child, each, number), _for_child(t), at, None, note, worker)
        )


def actions(t: Telling, worker: UUID, manager: UUID, agreed: Agreed, *, source: str = "") -> None:
    """Let people take on a few things: half done, some to come, some late."""
    if t.whom.child is None:
        return
    for number, (what, post, done_by) in enumerate(t.random.sample(_ACTIONS, t.random.randint(1, 4))):
        begun = t.ago(t.random.randint(4, 70))
        due = begun + timedelta(days=t.random.choice((7, 14, 28)))
        done = t.chance(0.85 if due < t.today else 0.2)
        end = min(due, t.today - timedelta(days=1)) if done and begun < t.today - timedelta(days=1) else None
        id_ = uuid5(SPACE, f"{t.whom.reference}/action/{number}")
        t.happened("action.agreed", begun, text=what, source=f"action:{id_}")
        if end:
            t.happened("action.done", end, text=f"{what}. Done, and the child knows.", source=f"action:{id_}")
        agreed.actions.append(
            Undertaken(
                id_, t.whom.child, what, None if post else worker, post, due, _at(t, begun),
                _at(t, end) if end else None, done_by, "Done, and the child knows." if end else "",
                source, "Agreed at the visit" if not source else "From the Safer Plan", manager,
            )
        )  # fmt: skip


def _at(t: Telling, on: date) -> datetime:
    local = datetime.combine(min(on, t.today - timedelta(days=1)), time(14, 30), LONDON)
    return min(local.astimezone(UTC), t.now - timedelta(hours=2))


def _for_child(t: Telling) -> Mapping[str, str]:
    return {
        "emergency": "If it feels wrong, text the word blue. Somebody comes, and nobody tells you off.",
        "actions": "You said what helps. We wrote down what each of us does, and you can ask us about it.",
        "places": "These are places where you are safe at any hour.",
    }


def _number(t: Telling) -> str:
    return mobile(t.random.randrange(1000))


_LOOKS = (
    "Walks fast, hood up, hands in the front pocket.",
    "Often a green coat, and headphones round the neck.",
    "A silver ring on each hand; bites the nails.",
)
_PATTERNS = (
    "Fridays after school, with two friends, found at the station.", "After visits are put off. On foot to the harbour.",
    "In the night, fetched by car.",
)  # fmt: skip


def _where_and_who(t: Telling, nan: str) -> dict[str, Any]:
    return {
        "network": [
            {"name": nan, "contact": _number(t), "verified": "yes", "bearing": "protective", "notes": "Rings at nine each evening"},
            {"name": "The adult at the arcade", "verified": "no", "bearing": "risk", "notes": "First name only"},
        ],
        "places": [
            {"name": "Old Pier shelter (invented)", "verified": "yes", "safety": "unsafe", "notes": "Met adults here"},
            {"name": "Harbour youth club (invented)", "verified": "yes", "safety": "safe", "notes": "Open until ten"},
        ],
        "take-to": [
            {"order": "1", "who": nan, "address": "14 Ropewalk Terrace, Seaport", "contact": _number(t), "responsibility": "no"},
            {"order": "2", "who": "Duty team", "address": "Civic Offices", "contact": "01632 960199", "responsibility": "no"},
        ],
    }  # fmt: skip


def _answers(t: Telling, child: Invented, judged: Judged, number: int) -> dict[str, Any]:
    surname = child.row.name.split()[-1]
    fear, consequence, leading = words.FEARS[judged.fear]
    street = f"{t.random.randint(1, 90)} {t.random.choice(words.STREETS)}, Seaport"
    nan = f"Nan, {t.random.choice(words.MOTHERS)} Shorecliffe"
    due = (t.today + timedelta(days=t.random.randint(3, 40))).isoformat()
    return {
        "address": street,
        "parents-carers": [{"name": f"{t.random.choice(words.MOTHERS)} {surname}", "contact": _number(t)}],
        "professionals": [
            {"name": "Allocated social worker", "contact": "01632 960140"},
            {"name": "Dean Windlass, police", "contact": "01632 960410"},
        ],
        "photograph": "yes",
        "photograph-taken": (judged.on - timedelta(days=30)).isoformat(),
        "description": t.random.choice(_LOOKS),
        "street-names": t.random.choice(("", *words.NICKNAMES[:4])),
        "harm": [_HARMS[judged.fear], "missing"],
        "worried-that": fear,
        "consequence": f"The child may {consequence}.",
        "leading-to": f"It will lead to {leading}.",
        "missing": "Goes in the late afternoon and comes back in the night.",
        "patterns": t.random.choice(_PATTERNS),
        "trusted-person": nan,
        "travel-means": t.random.sample(["foot", "bus", "train", "car"], 2),
        "routes": "The coast line to Eastmere; the night bus from the bandstand.",
        **_where_and_who(t, nan),
        "parental-responsibility": "Mother, and the council under the care order" if child.looked_after else "Mother",
        "child-actions": [{"change": "for", "what": "Text when later than agreed", "who": "The child", "when": due}],
        "stressors": "Visits put off at short notice; being moved in class.",
        "minimise": "Say it early, by phone, and give a new date at once.",
        "carer-actions": [{"what": "Ring nan first, then the police, at half past nine", "who": "Carer", "when": "The same night"}],
        "agency-actions": [
            {"agency": "Police", "what": "Pass the shelter on each evening patrol", "who": "Dean Windlass", "when": due},
            {"agency": "School", "what": "One person to go to, and a quiet room", "who": "Safeguarding lead", "when": due},
        ],
        "goals": [{"goal": t.random.choice(("Home by nine, four weeks running", "Back in lessons each morning")),
                   "from": judged.on.isoformat(), "until": (judged.on + timedelta(days=42)).isoformat()}],
        "child-will": "Text the word blue, and stay where there are people.",
        "contacts": [{"name": nan, "number": _number(t)}],
        "publicity-when": "After 48 hours, or at once if fetched by car.",
        "transport-told": "yes" if number > 1 else "no",
        "looked-after": "yes" if child.looked_after else "no",
        **({"director-agrees": "no", "family-consulted": "yes"} if child.looked_after else {}),
    }  # fmt: skip
