"""What the record already knows of a form's questions, so that nobody types it again: offered, never put in by itself.

Only what the writer may read, of the two classes that every agency around the child reads: who the child is, and that the
child is missing. So no form tells its readers more than the record would. What is for people named alone is left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wayhome.engine.instruments import Item, Kind
from wayhome.platform.queries import posts
from wayhome.platform.queries.posts import Colleague
from wayhome.record.queries import particulars
from wayhome.record.queries.particulars import Told
from wayhome.record.web.told_words import value_words
from wayhome.ui import words

WORKER = "child.allocated-worker"
LOOKS = "child.looks"
# Which kind answers a question of this id, and with which codes; () for any.
ANSWERS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "name": ("child.name", ()), "child-name": ("child.name", ()), "nickname": ("child.known-as", ()),
    "born": ("child.born", ()), "birth-date": ("child.born", ()), "age-and-birth": ("child.born", ()),
    "social-worker": (WORKER, ()), "social-worker-contact": (WORKER, ()),
    "language": ("child.first-language", ()), "nationality": ("child.nationality", ()),
    "gender": ("child.gender", ()), "ethnic-origin": ("child.ethnicity", ()), "disabilities": ("child.disability", ()),
    "doctor": ("child.gp", ()), "school": ("child.school", ()), "occupation": ("child.school", ()),
    "child-contact": ("child.phone", ()), "child-mobile": ("child.phone", ()), "phone": ("child.phone", ()),
    "next-of-kin": ("child.family-member", ()),
    "carer-contact": ("child.family-member", ("foster-carer", "residential-worker", "kinship-carer")),
    "carer-name": ("child.family-member", ("foster-carer", "residential-worker", "kinship-carer")),
    "height-build": (LOOKS, ("height", "build")), "eye-colour": (LOOKS, ("eyes",)), "hair": (LOOKS, ("hair",)),
    "glasses": (LOOKS, ("glasses",)), "tattoos": (LOOKS, ("tattoo",)), "piercings": (LOOKS, ("piercing",)),
    "facial-hair": (LOOKS, ("facial-hair",)), "clothing": (LOOKS, ("clothes",)),
    "description": ("missing.description", ()), "medical": ("missing.medical", ()),
}  # fmt: skip
SEVERAL = frozenset({"child.phone", "child.disability", "child.family-member", LOOKS})


@dataclass(frozen=True, slots=True)
class Known:
    """What the record says of one question, and when the newest of it was told, in words."""

    answer: str
    told: str


def known(child: UUID, items: Sequence[Item], now: datetime) -> dict[str, Known]:
    """Return what the record says of these questions by their ids: five statements, none where it could say nothing."""
    asked = {i.id: ANSWERS[i.id] for i in items if i.id in ANSWERS and i.kind in (Kind.TEXT, Kind.DATE)}
    if not asked:
        return {}
    facts = particulars.widely_read(child, particulars.told(child, {kind for kind, _ in asked.values()}))
    standing = [told for told in facts if told.holds(now)]
    people = posts.colleagues({t.entry.person for t in standing if t.entry.person})
    found: dict[str, Known] = {}
    for item in items:
        kind, codes = asked.get(item.id, ("", ()))
        here = [t for t in standing if t.entry.kind == kind and (not codes or t.entry.code in codes)]
        here = here if kind in SEVERAL else here[:1]
        answer = "; ".join(part for t in here if (part := _said(t, item, people)))
        if answer:
            found[item.id] = Known(answer, words.day(max(t.entry.told_at for t in here)).partition(" ")[2])
    return found


def _said(told: Told, item: Item, people: Mapping[UUID, Colleague]) -> str:
    entry = told.entry
    if item.kind is Kind.DATE:
        return entry.on_date.isoformat() if entry.on_date else ""
    if entry.person:
        who = people.get(entry.person)
        if who is None:
            return ""
        return who.email if item.id.endswith("-contact") else f"{who.name}, {who.email}"
    plain = (entry.text or "") if entry.kind == LOOKS and item.id != "height-build" else value_words(entry)
    return ", ".join(part for part in (plain, told.said.get("phone", "")) if part)
