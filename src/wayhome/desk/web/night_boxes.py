"""The parts of the sheet for the night, each from what the record and the plans in force say."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

from wayhome.desk.web.alert_sheet import in_order
from wayhome.desk.web.night_page import MOST, Box, Known, Said, here, said, short
from wayhome.missing.web import words as missing_words
from wayhome.record.queries.particulars import Told
from wayhome.record.web.topic_words import topic_words
from wayhome.record.web.words import code_words
from wayhome.ui import words
from wayhome.ui.direction import apart


def boxes(known: Known) -> tuple[Box, ...]:
    """Return the parts of the sheet in the order in which somebody woken at night needs them."""
    return tuple(
        Box(
            id_,
            title,
            tuple(replace(line, text=apart(line.text)) for line in lines(known)),
            empty,
            tone,
            known.photograph if id_ == "looks" else None,
        )
        for id_, title, tone, empty, lines in _BOXES
    )


def _danger(known: Known) -> Iterator[Said]:
    episode = known.missing
    if episode:
        risk = missing_words.POLICE_RISK.get(episode.police_risk, "not recorded")
        yield Said(f"Police grading: {risk}.", "as of this episode")
        if episode.local_risk:
            yield Said(f"Our own assessment: {missing_words.LOCAL_RISK.get(episode.local_risk, episode.local_risk)}.")
        yield from (
            said(
                known,
                each,
                f"Believed to be in immediate danger: {missing_words.DANGER.get(each.entry.code or '', '')}.",
            )
            for each in here(known, "missing.immediate-danger")[:1]
        )
        factors = [missing_words.RISK_FACTORS.get(e.entry.code or "", "") for e in here(known, "missing.risk-factor")]
        if factors:
            yield Said("; ".join(dict.fromkeys(filter(None, factors))) + ".")
    level = known.last("exploitation.level-judged") or known.last("assessment.ceraf")
    if level:
        yield said(known, level, f"Risk of exploitation: {code_words(level.entry.code or '').lower()}.")
    for each in known.of("safeguarding.immediate-danger")[:1]:
        yield said(known, each, each.entry.text or "")
    for each in known.of("child.warning")[:MOST]:
        yield said(known, each, f"{code_words(each.entry.code or '')}: {each.entry.text or 'ask why'}")
    for each in known.of("child.behaviour")[:1]:
        yield said(known, each, f"Lately: {each.entry.text}")
    worried = known.answers("safer-plan").get("worried-that")
    if worried:
        yield Said(f"We are worried that {short(worried)}")


def _first(known: Known) -> Iterator[Said]:
    for each in here(known, "missing.instructions")[:2]:
        yield said(known, each, each.entry.text or "")
    for row in (known.answers("contingency").get("first") or [])[:MOST]:
        yield Said(f"{row.get('what', '')}{': ' + row['who'] if row.get('who') else ''}")
    plan = known.answers("safer-plan")
    if plan.get("child-will"):
        yield Said(f"What the child will do, and the safe word: {short(plan['child-will'])}")
    needs = known.last("child.interpreter")
    if needs and needs.entry.code == "needed":
        yield said(known, needs, f"Get an interpreter: {needs.entry.text or 'language not recorded'}.")
    for each in known.of("child.communication")[:1]:
        yield said(known, each, f"To be understood: {each.entry.text}")


def _not(known: Known) -> Iterator[Said]:
    for row in known.answers("safer-plan").get("places") or []:
        if row.get("safety") == "unsafe":
            yield Said(f"Do not take the child to {row.get('name', '')}. {row.get('notes', '')}".strip())
    contingency = known.answers("contingency")
    if contingency.get("not-to"):
        yield Said(short(contingency["not-to"]))
    if contingency.get("enquirers"):
        yield Said(f"To somebody who asks where the child is: {short(contingency['enquirers'])}")
    for each in known.of("child.family-member"):
        if each.said.get("may-be-told") == "no":
            why = each.said.get("told-why", "")
            yield said(known, each, f"Do not tell {each.entry.text} where the child is.{' ' + why if why else ''}")
    for row in known.answers("safer-plan").get("network") or []:
        if row.get("bearing") in ("risk", "both"):
            yield Said(f"{row.get('name', '')} is a risk to the child. {row.get('notes', '')}".strip())


def _medicine(known: Known) -> Iterator[Said]:
    for each in known.of("child.medication")[:MOST]:
        more = [
            each.said.get("how-often", ""),
            f"Without it: {each.said['without']}" if each.said.get("without") else "",
        ]
        yield said(known, each, ". ".join(filter(None, (each.entry.text or "", *more))))
    for each in known.of("child.health-need")[:MOST]:
        what = each.said.get("what-to-do", "")
        yield said(known, each, f"{each.entry.text}{'. ' + what if what else ''}")
    for each in known.of("missing.medical")[:1]:
        yield said(known, each, each.entry.text or "")
    if known.answers("contingency").get("health"):
        yield Said(short(known.answers("contingency")["health"]))


def _ring(known: Known) -> Iterator[Said]:
    for row in (known.answers("safer-plan").get("contacts") or [])[:MOST]:
        yield Said(f"{row.get('name', '')}: {row.get('number', 'no number')} (the child’s own emergency contact)")
    for row in (known.answers("contingency").get("tell") or [])[:MOST]:
        yield Said(f"{row.get('name', '')}: {row.get('number', 'no number')}")
    for each in known.of("child.allocated-worker")[:1]:
        who = known.people.get(each.entry.person) if each.entry.person else None
        if who:
            yield Said(f"{who.name}, allocated social worker: {who.email}")
    for each in (*known.of("child.single-contact", "child.professional"), *known.of("child.family-member")):
        if each.said.get("phone") and each.said.get("may-be-told") != "no":
            part = topic_words(each.entry.kind, each.entry.code) or code_words(each.entry.code or "")
            part = part if each.entry.kind == "child.single-contact" else f"{part[:1].lower()}{part[1:]}"
            yield said(known, each, f"{each.entry.text}, {part}: {each.said['phone']}")
    for each in known.of("child.phone")[:2]:
        yield said(known, each, f"The child’s own phone: {each.entry.text}")


def _where(known: Known) -> Iterator[Said]:
    yield from _seen_and_found(known)
    yield from _planned(known)
    if known.answers("contingency").get("look"):
        yield Said(short(known.answers("contingency")["look"]))
    for each in known.of("child.address")[:1]:
        yield said(known, each, f"Home: {each.entry.text}")


def _seen_and_found(known: Known) -> Iterator[Said]:
    for each in here(known, "missing.last-seen")[:1]:
        yield said(known, each, f"Last seen: {each.entry.text}")
    found: dict[str, list[Told]] = {}
    for each in known.of("missing.located"):
        if each.entry.text:
            found.setdefault(each.entry.text.strip().casefold(), []).append(each)
    named = " ".join(row.get("name", "") for row in known.answers("safer-plan").get("places") or []).casefold()
    for place, times in sorted(found.items(), key=lambda kept: -len(kept[1]))[:MOST]:
        if place not in named:
            often = "once" if len(times) == 1 else words.counted(len(times), "time")
            yield said(known, times[0], f"Found here {often}: {short(times[0].entry.text or '')}")


def _planned(known: Known) -> Iterator[Said]:
    plan = known.answers("safer-plan")
    for row in (plan.get("places") or [])[:MOST]:
        safety = {"safe": "safe", "unsafe": "NOT SAFE"}.get(row.get("safety", ""), "not known whether it is safe")
        yield Said(f"{row.get('name', '')} ({safety}). {row.get('notes', '')}".strip())
    for name, label in (("routes", "Routes"), ("patterns", "Patterns")):
        if plan.get(name):
            yield Said(f"{label}: {short(plan[name])}")
    for row in plan.get("network") or []:
        if row.get("address"):
            yield Said(f"{row.get('name', '')}, {row['address']}")


def _take(known: Known) -> Iterator[Said]:
    rows = known.answers("safer-plan").get("take-to") or []
    for row in sorted(rows, key=lambda r: int(r["order"]) if str(r.get("order", "")).isdecimal() else 99):
        responsible = " (has parental responsibility)" if row.get("responsibility") == "yes" else ""
        parts = [f"{row.get('who', '')}{responsible}", row.get("address", ""), row.get("contact", "")]
        yield Said(", ".join(filter(None, parts)))


def _looks(known: Known) -> Iterator[Said]:
    for each in known.of("missing.description")[:1]:
        yield said(known, each, each.entry.text or "")
    looks = [
        f"{topic_words('child.looks', e.entry.code).lower()}: {e.entry.text}" for e in in_order(known.of("child.looks"))
    ]
    if looks:
        said_ = "; ".join(looks)
        yield Said(short(f"{said_[:1].upper()}{said_[1:]}."), "from the record")
    described = known.answers("safer-plan").get("description", "")
    last = known.last("missing.description")
    if described and (last is None or described != last.entry.text):
        yield Said(short(described), "from the Safer Plan")
    if known.photograph:
        yield from (Said(line, old=known.photograph.old) for line in known.photograph.lines)
        return
    for each in known.of("child.photographed")[:1]:
        taken = words.day(each.entry.happened_from or each.entry.told_at)
        yield said(known, each, f"A photograph was taken {taken}; it is not kept here. Ask for it.")


def _steps(known: Known) -> Iterator[Said]:
    plan = known.answers("immediate-safety")
    labels = {
        "supervision": "Somebody is with the child all the time", "no-mobile": "No mobile phone",
        "no-landline": "No landline", "no-internet": "No internet", "no-money": "No money",
        "not-alone": "The child does not go out alone",
    }  # fmt: skip
    in_place = [label for key, label in labels.items() if plan.get(key) == "yes"]
    if in_place:
        yield Said("; ".join(in_place) + ".")
    today = words.local(known.now).date().isoformat()
    for row in plan.get("steps") or []:
        if row.get("from", "") and row["from"] <= today:
            yield Said(
                f"Stepped down since {words.day(datetime.fromisoformat(row['from']).date())}: {row.get('step', '')}"
            )


# In the order in which they are needed: its name, its heading, its tone, what is said when nothing is known.
_BOXES: tuple[tuple[str, str, str, str, Callable[[Known], Iterator[Said]]], ...] = (
    (
        "danger", "How dangerous now", "danger",
        "Nobody has recorded how dangerous it is. Treat it as high until somebody has.", _danger,
    ),
    (
        "first", "Do first", "",
        "No plan says what to do first. Follow your own agency’s procedure and ring the out-of-hours team.", _first,
    ),
    ("not", "Do not", "not-to", "Nothing is recorded. Ask before taking the child anywhere.", _not),
    (
        "medicine", "Medicine and health", "",
        "Nothing that you may see is recorded. That does not mean there is nothing: ask the carer.", _medicine,
    ),
    ("ring", "Ring now", "", "No number is recorded. Ring the out-of-hours team.", _ring),
    ("where", "Where to look", "", "No place is recorded.", _where),
    ("take", "Take the child to", "", "No plan says where. Ask the out-of-hours team before taking the child home.", _take),
    ("looks", "What the child looks like", "", "Nobody has described the child.", _looks),
    ("kept-safe", "Immediate safety steps in place", "", "No immediate safety plan is in force.", _steps),
)  # fmt: skip
