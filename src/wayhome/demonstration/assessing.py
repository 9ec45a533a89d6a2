"""Forms that the invented colleagues have written, sent, signed and returned, so that no list stands empty.

Written through the same operations as anybody's. Nobody in them is real.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from wayhome.assessment.arrangements import find
from wayhome.assessment.operations import drafts, sheets
from wayhome.assessment.operations.drafts import Start
from wayhome.assessment.voice import Voice
from wayhome.engine.instruments import Instrument, Item, Kind
from wayhome.platform.actor import Actor
from wayhome.record.queries import children
from wayhome.ui.words import local

FORM = "trafficking-matrix"
WRITERS, SIGNER, KEEPER = ("imogen.fairwind", "tunde.oystercroft"), "parveen.longshore", "ola.tamarisk"
EACH = 6  # children of each writer
REASON = (
    "What the child, the carer and the school say fits together. Nobody has seen a sign of being moved or made to work."
)
SAYS = (
    Voice(
        "yes",
        "The allocated social worker",
        "“I go to my cousin’s when it is loud at home. I want somebody to ring first.”",
    ),
    Voice("yes", "The school’s safeguarding lead", "She wants to stay at her school, and to know who reads this."),
    Voice("no", "", "In hospital when this was written. Her worker visits on Friday and asks then."),
)
COMMENTS = "Say who was asked at the school, and what the carer has seen since the last time."


def assess(*, authority: UUID, agency: UUID, users: Mapping[str, UUID], line: str, now: datetime) -> None:
    """Write the forms: two versions for some children, one for others, some waiting, some returned, some begun."""
    instrument = find(line, FORM).instrument
    signer = _actor(SIGNER, authority, agency, users)
    for name in WRITERS:
        writer = _actor(name, authority, agency, users)
        for place, child in enumerate(sorted(children.of_workers([users[name]]))[:EACH]):
            first = _sent(writer, child, line, instrument, now - timedelta(days=90 + place), place)
            if place % 3 == 2:
                continue  # it waits for a signature
            if place % 3 == 1:
                sheets.give_back(actor=signer, sheet=first, comments=COMMENTS)
                continue
            sheets.sign(actor=signer, sheet=first)
            second = _sent(writer, child, line, instrument, now - timedelta(days=5 + place), place + 1)
            sheets.sign(actor=signer, sheet=second)
    for name in (WRITERS[0], KEEPER):
        child = sorted(children.of_workers([users[WRITERS[0]]]))[-1]
        _begun(
            _actor(name, authority, agency, users), child, line, instrument, now, 0, part=len(instrument.sections) - 1
        )


def _actor(name: str, authority: UUID, agency: UUID, users: Mapping[str, UUID]) -> Actor:
    return Actor(users[name], name.replace(".", " ").title(), agency, authority, "demonstration")


def _sent(writer: Actor, child: UUID, line: str, instrument: Instrument, at: datetime, place: int) -> UUID:
    draft = _begun(writer, child, line, instrument, at, place, part=len(instrument.sections))
    level = instrument.levels[0].id if instrument.levels else ""
    drafts.judge(actor=writer, draft=draft, level=level, reason=REASON)
    drafts.hear(actor=writer, draft=draft, voice=SAYS[place % len(SAYS)])
    return sheets.send(actor=writer, draft=draft)


def _begun(
    writer: Actor, child: UUID, line: str, instrument: Instrument, at: datetime, place: int, *, part: int
) -> UUID:
    found = children.banner(child)
    start = Start("child", child, line, instrument.id, local(at).date(), born_on=found.born_on if found else None)
    draft = drafts.begin(actor=writer, start=start)
    asked = instrument.sections[:part]
    sent = {item.id: _boxes(item, number + place) for each in asked for number, item in enumerate(each.items)}
    drafts.save(actor=writer, draft=draft, edition=1, sent=sent, completed={each.id: True for each in asked})
    return draft


def _boxes(item: Item, number: int) -> dict[str, list[str]]:
    """Return an answer: mostly no, some not known, words where words are asked."""
    said = "not-known" if number % 7 == 6 else "no"
    if item.kind is Kind.TEXT:
        return {"text": ["As told by the carer and the school in the last fortnight."]}
    if item.kind is Kind.TICK:
        return {name: [said] for name in item.windows or ("answer",)}
    return {"answer": [said]}
