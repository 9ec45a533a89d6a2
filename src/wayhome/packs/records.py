"""What a form is about and the facts its signing off records, from YAML, held against the vocabulary."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wayhome.engine.instruments import Item, Level
from wayhome.engine.instruments import Kind as Takes
from wayhome.engine.records import About, Record, Source
from wayhome.packs.documents import Place
from wayhome.packs.names import unknown
from wayhome.packs.questions import Asked, question
from wayhome.packs.spans import choice
from wayhome.packs.vocabulary import Kind, load_vocabulary

_WHOSE = {
    About.CHILD: ("child",),
    About.EPISODE: ("episode", "child"),
    About.CONTEXT: ("context",),
    About.PARTNERSHIP: ("partnership",),
}
_TICKS = ("yes", "no")


def about(top: Place) -> About:
    """Read what a form is filled in about; the child, where it does not say. Raises PackFault."""
    return choice(top["about"], About) if "about" in top else About.CHILD


def records(top: Place, names: Asked, levels: tuple[Level, ...] = ()) -> tuple[Record, ...]:
    """Read the facts that signing off records.

    Raises PackFault for a kind that the vocabulary does not have or that is about something else, for a value of
    another sort than the kind takes, and for a code it does not know.
    """
    whose = _WHOSE[about(top)]
    return tuple(_record(each, names, levels, whose) for each in (top["records"].each() if "records" in top else ()))


def _record(place: Place, names: Asked, levels: tuple[Level, ...], whose: tuple[str, ...]) -> Record:
    place.only("kind", "from", "codes", "when", "at")
    kinds = load_vocabulary().kinds
    kind = kinds.get(place["kind"].text())
    if kind is None:
        raise unknown(place["kind"], "kind of fact", place["kind"].text(), list(kinds))
    if kind.subject not in whose:
        raise place["kind"].fault(f"'{kind.id}' is about a {kind.subject}; this form is not.", "Mend 'about'.")
    source, item = _source(place, names)
    at = _dated(place["at"], names) if "at" in place else ""
    codes = {key: each.text() for key, each in place["codes"].items()} if "codes" in place else {}
    record = Record(kind.id, source, item, codes, question(place["when"], names) if "when" in place else None, at)
    for what, mend in _Fit(kind, record, names.items.get(item), tuple(level.id for level in levels)).faults():
        raise place.fault(what, mend)
    return record


def _source(place: Place, names: Asked) -> tuple[Source, str]:
    if "from" not in place:
        return Source.NOTHING, ""
    if isinstance(place["from"].value, dict):
        place["from"].only("item")
        return Source.ITEM, _item(place["from"]["item"], names)
    return choice(place["from"], Source), ""


def _item(place: Place, names: Asked) -> str:
    if place.text() not in names.items:
        raise unknown(place, "item", place.text(), list(names.items))
    return place.text()


def _dated(place: Place, names: Asked) -> str:
    item = names.items[_item(place, names)]
    if item.kind not in (Takes.DATE, Takes.TIME):
        raise place.fault(f"'{item.id}' is a {item.kind}, and does not say when.", "Name a date or a time.")
    return item.id


@dataclass(frozen=True, slots=True)
class _Fit:
    """Whether what a form gives is what the kind of fact takes."""

    kind: Kind
    record: Record
    item: Item | None
    levels: tuple[str, ...]

    def faults(self) -> Iterator[tuple[str, str]]:
        """Each thing that does not fit, and how to mend it."""
        gives, source = self.gives(), self.record.source
        if source in (Source.LEVEL, Source.JUDGEMENT) and not self.levels:
            yield "This form has no levels.", "Take the value from an item."
        elif self.kind.value not in gives:
            mend = f"It takes: {self.kind.value}." + (" Add 'from'." if source is Source.NOTHING else "")
            yield f"'{self.kind.id}' cannot be given from {source}.", mend
        strange = sorted(set(self.record.codes) - set(self.words()))
        if strange:
            yield f"'{strange[0]}' is never given here.", f"Given here: {', '.join(self.words()) or 'no codes'}."
        told = self.record.codes.values() if self.record.codes else self.words()
        wrong = [each for each in told if each not in self.kind.values] if self.kind.value == "code" else []
        if wrong:
            known = ", ".join(self.kind.values)
            yield f"'{wrong[0]}' is no code of '{self.kind.id}'.", f"Its codes: {known}. Say which under 'codes'."

    def gives(self) -> tuple[str, ...]:
        """The sorts of value that can come from there."""
        match self.record.source:
            case Source.NOTHING:
                return ("none",)
            case Source.LEVEL | Source.JUDGEMENT:
                return ("code",)
            case Source.REASON:
                return ("text",)
        assert self.item is not None  # it was found by name
        return {
            Takes.TICK: ("code",),
            Takes.CHOICE: ("code",),
            Takes.CHOICES: ("code",),
            Takes.TEXT: ("text",),
            Takes.NUMBER: ("number",),
            Takes.DATE: ("date",),
        }.get(self.item.kind, ())

    def words(self) -> tuple[str, ...]:
        """Every word that can be given, where there is a list of them."""
        if self.record.source in (Source.LEVEL, Source.JUDGEMENT):
            return self.levels
        if self.item is None:
            return ()
        return _TICKS if self.item.kind is Takes.TICK else tuple(option.id for option in self.item.options)
