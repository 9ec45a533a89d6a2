"""What the record already knows of a plan's parts, so that nobody types it again: offered with its facts, never assumed.

Only facts that everybody who reads the plan may read are put in, so none that is for people named alone. Where the
child lives is never among them: pages show that from the record itself, to those who may know it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from wayhome.engine.instruments import Instrument, Kind
from wayhome.packs.vocabulary import load_vocabulary
from wayhome.plans.operations.plans import Content
from wayhome.platform.queries import posts
from wayhome.record.queries import particulars
from wayhome.record.queries.ledger import Entry
from wayhome.record.web.words import code_words
from wayhome.ui import words

READ_BY_ALL = frozenset({"identity", "missing", "care"})
MOST_PLACES = 10
# Each item of a form that the record can fill, and the kinds it is filled from.
LATEST: Mapping[str, tuple[str, ...]] = {
    "description": ("missing.description",),
    "health": ("missing.medical",),
    "additional": ("missing.medical", "child.communication"),
}
ALL: Mapping[str, tuple[str, ...]] = {
    "street-names": ("child.street-name", "child.alias"),
    "social-media": ("child.account", "child.phone"),
}
_PLACES = ("missing.located",)
_KINDS = (
    "missing.description", "missing.medical", "missing.located", "missing.began", "child.street-name", "child.alias",
    "child.account", "child.phone", "child.communication", "child.professional", "child.family-member",
    "child.allocated-worker", "child.photographed",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Facts:
    """The standing facts by kind, the newest first, and the particulars of each."""

    of: Mapping[str, Sequence[Entry]]
    said: Mapping[UUID, Mapping[str, str]]

    def get(self, kind: str, none: Sequence[Entry] = ()) -> Sequence[Entry]:
        """Return the facts of a kind."""
        return self.of.get(kind, none)

    def row(self, entry: Entry, **more: str) -> dict[str, str]:
        """Return somebody as a row of the form: name and part, with the phone that was told."""
        row = {"name": f"{entry.text}, {code_words(entry.code or '').lower()}", **more}
        contact = self.said.get(entry.id, {}).get("phone", "")
        return row | {"contact": contact} if contact else row


@dataclass(frozen=True, slots=True)
class Found:
    """What the record says of one item: the answer, the facts it rests on, and when the newest of them was told."""

    value: Any
    facts: tuple[Entry, ...]

    def source(self) -> dict[str, Any]:
        """Return this as a version keeps it."""
        newest = max(entry.told_at for entry in self.facts)
        return {"facts": [str(e.id) for e in self.facts], "told": newest.isoformat(), "said": self.value}


def found(child: UUID, instrument: Instrument) -> dict[str, Found]:
    """Return what the record says of the items of a form, by the item's id: four statements."""
    facts = _by_kind(child)
    made: dict[str, Found] = {}
    for item in instrument.items():
        said = _said(item.id, item.kind, facts)
        if said is not None and said.facts and said.value:
            made[item.id] = said
    return made


def composed(child: UUID, instrument: Instrument) -> Content:
    """Return the beginning of a plan: what the record already knows."""
    known = found(child, instrument)
    return Content(
        {key: each.value for key, each in known.items()}, {}, {key: each.source() for key, each in known.items()}
    )


def _by_kind(child: UUID) -> Facts:
    handling = load_vocabulary().kinds
    kinds = [kind for kind in _KINDS if handling[kind].handling in READ_BY_ALL]
    facts: dict[str, list[Entry]] = {}
    said: dict[UUID, Mapping[str, str]] = {}
    for told in particulars.widely_read(child, particulars.told(child, kinds)):  # the newest first
        if told.entry.holds_until is None:
            facts.setdefault(told.entry.kind, []).append(told.entry)
            said[told.entry.id] = told.said
    return Facts(facts, said)


def _said(item: str, kind: Kind, facts: Facts) -> Found | None:
    if kind is Kind.TEXT and item in LATEST:
        return _texts([e for each in LATEST[item] for e in facts.get(each, ())[:1]])
    if kind is Kind.TEXT and item in ALL:
        return _texts([e for each in ALL[item] for e in facts.get(each, ())])
    special = _SPECIAL.get((item, kind))
    return special(facts) if special else None


def _texts(entries: Sequence[Entry]) -> Found:
    told = [entry for entry in entries if entry.text]
    return Found("\n".join(dict.fromkeys(entry.text or "" for entry in told)), tuple(told))


def _places(facts: Facts) -> Found:
    told = [entry for entry in facts.get("missing.located", ()) if entry.text]
    rows = {
        (entry.text or ""): {"name": entry.text or "", "safety": "unknown", "notes": f"Found here {_day(entry)}"}
        for entry in reversed(told)
    }
    return Found(list(reversed(rows.values()))[:MOST_PLACES], tuple(told))


def _look(facts: Facts) -> Found:
    told = [entry for entry in facts.get("missing.located", ()) if entry.text][:MOST_PLACES]
    return Found("\n".join(f"{entry.text} ({_day(entry)})" for entry in told), tuple(told))


def _professionals(facts: Facts) -> Found:
    worker = [entry for entry in facts.get("child.allocated-worker", ())[:1] if entry.person]
    known = posts.colleagues([entry.person for entry in worker if entry.person])
    rows = [
        {"name": f"{known[e.person].name}, allocated social worker", "contact": known[e.person].email}
        for e in worker
        if e.person in known
    ]
    others = [entry for entry in facts.get("child.professional", ()) if entry.text]
    rows += [facts.row(entry) for entry in others]
    return Found(rows, (*worker, *others))


_CARERS = frozenset(
    {"mother", "father", "step-parent", "adoptive-parent", "foster-carer", "residential-worker", "kinship-carer"}
)


def _carers(facts: Facts) -> Found:
    told = [e for e in facts.get("child.family-member", ()) if e.text and e.code in _CARERS]
    return Found([facts.row(e) for e in told], tuple(told))


def _network(facts: Facts) -> Found:
    told = [e for e in facts.get("child.family-member", ()) if e.text and e.code not in _CARERS]
    rows = [facts.row(e, bearing="unknown") for e in told]
    return Found(rows, tuple(told))


def _missing(facts: Facts) -> Found:
    told = facts.get("missing.began", ())
    if not told:
        return Found("", ())
    text = f"{words.counted(len(told), 'time')} recorded as missing or away. The last began {_day(told[0])}."
    return Found(text, tuple(told))


def _photograph(facts: Facts) -> Found:
    told = tuple(facts.get("child.photographed", ())[:1])
    return Found("yes" if told else "", told)


def _photograph_taken(facts: Facts) -> Found:
    told = tuple(e for e in facts.get("child.photographed", ())[:1] if e.happened_from)
    return Found(words.local(told[0].happened_from).date().isoformat() if told else "", told)  # type: ignore[arg-type]


def _day(entry: Entry) -> str:
    return words.day(entry.happened_from or entry.told_at)


_SPECIAL: Mapping[tuple[str, Kind], Callable[[Facts], Found]] = {
    ("places", Kind.ROWS): _places,
    ("look", Kind.TEXT): _look,
    ("professionals", Kind.ROWS): _professionals,
    ("parents-carers", Kind.ROWS): _carers,
    ("network", Kind.ROWS): _network,
    ("missing", Kind.TEXT): _missing,
    ("photograph", Kind.TICK): _photograph,
    ("photograph-taken", Kind.DATE): _photograph_taken,
}
