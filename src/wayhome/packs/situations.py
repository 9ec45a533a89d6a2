"""Situation files: the facts of one child, with times, as a person or another program writes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from wayhome.engine.facts import Fact, Situation, Supersession
from wayhome.packs.documents import Document, Place, parse_document, root
from wayhome.packs.episodes import episode_problems
from wayhome.packs.errors import PackFault, Problem
from wayhome.packs.moments import instant, local_day, moment, period_end
from wayhome.packs.names import unknown
from wayhome.packs.vocabulary import Kind, Vocabulary, one_of

_KEYS = ("kind", "at", "until", "value", "episode", "told", "recorded", "id", "corrects", "note")
ONLY_EPISODE = "1"


def parse_situation(text: str, file: str, vocabulary: Vocabulary) -> Situation:
    """Read a situation from text; `file` is its name in messages.

    Raises PackFault with every line that is wrong: an unknown kind, value or time, a correction of
    nothing, two episodes that overlap.
    """
    return read_situation(parse_document(text, file), vocabulary)


def read_situation(document: Document, vocabulary: Vocabulary) -> Situation:
    """Read a situation from a document with `facts:`, and perhaps `child:`, `title:` and `note:`. Raises PackFault."""
    top = root(document)
    top.only("child", "title", "note", "facts")
    child = top["child"].text() if "child" in top else "child"
    return situation_from(top["facts"], child, vocabulary)


def situation_from(facts: Place, child: str, vocabulary: Vocabulary) -> Situation:
    """Read the list of facts at a place into a situation. Raises PackFault with every line that is wrong."""
    reader = _Reader(child, vocabulary, _several_episodes(facts))
    for number, place in enumerate(facts.each(), 1):
        try:
            reader.add(place, f"fact-{number}")
        except PackFault as fault:
            reader.problems += fault.problems
    reader.settle()
    if reader.problems:
        raise PackFault(*sorted(reader.problems))
    return Situation(child, tuple(fact for fact, _ in reader.facts.values()), tuple(reader.gone))


def _several_episodes(facts: Place) -> bool:
    begun = [each for each in facts.each() if "kind" in each and each["kind"].value == "missing.began"]
    named = {str(each.value["episode"]) for each in facts.each() if "episode" in each}
    return len([each for each in begun if "corrects" not in each]) > 1 or len(named) > 1


@dataclass(slots=True)
class _Reader:
    """Collects the facts of one file, and every problem on the way."""

    child: str
    vocabulary: Vocabulary
    several: bool
    facts: dict[str, tuple[Fact, Place]] = field(default_factory=dict)
    gone: list[Supersession] = field(default_factory=list)
    later: list[tuple[Place, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def add(self, place: Place, default_id: str) -> None:
        """Take one line: a fact, or the withdrawal of one. Raises PackFault."""
        if "withdraws" in place:
            place.only("withdraws", "recorded", "why")
            self.later.append((place, ""))
            return
        place.only(*_KEYS)
        kind = self._kind(place["kind"])
        fact = self._fact(place, kind, place["id"].text() if "id" in place else default_id)
        if fact.id in self.facts:
            raise place.fault(f"Two facts have the id '{fact.id}'.", "Give each its own.")
        self.facts[fact.id] = (fact, place)
        if "corrects" in place:
            self.later.append((place, fact.id))

    def _kind(self, place: Place) -> Kind:
        word = place.text()
        if word not in self.vocabulary.kinds:
            raise unknown(place, "kind of fact", word, list(self.vocabulary.kinds))
        return self.vocabulary.kinds[word]

    def _fact(self, place: Place, kind: Kind, id_: str) -> Fact:
        happened = moment(place["at"])
        told = instant(place["told"]) if "told" in place else happened.latest
        if told is None:
            raise place.fault("Nobody knows when this happened, so it must say when we were told.", "Add 'told: ...'.")
        recorded = instant(place["recorded"]) if "recorded" in place else told
        if recorded < told:
            raise place["recorded"].fault("This was recorded before we were told.", "Mend 'told' or 'recorded'.")
        value, number = _value(place, kind)
        return Fact(
            id=id_,
            root=id_,
            kind=kind.id,
            child=self.child,
            moment=happened,
            told_at=told,
            recorded_at=recorded,
            episode=self._episode(place, kind),
            until=_until(place, kind),
            value=value,
            number=number,
        )

    def _episode(self, place: Place, kind: Kind) -> str | None:
        if kind.subject != "episode":
            if "episode" in place:
                what = f"'{kind.id}' is about the {kind.subject}, not an episode."
                raise place["episode"].fault(what, "Take 'episode' out.")
            return None
        if "episode" in place:
            return place["episode"].text()
        if self.several:
            raise place.fault("There are several episodes here; this does not say which it is about.", "Add 'episode'.")
        return ONLY_EPISODE

    def settle(self) -> None:
        """Join corrections and withdrawals to what they correct, then look at the episodes."""
        for place, id_ in self.later:
            self._supersede(place, id_)
        gone = {each.old for each in self.gone}
        current = [pair for pair in self.facts.values() if pair[0].id not in gone]
        if not self.problems:
            self.problems += episode_problems(current)

    def _supersede(self, place: Place, id_: str) -> None:
        named = place["corrects" if id_ else "withdraws"]
        if str(named.value) not in self.facts or str(named.value) == id_:
            fault = named.fault(f"There is no other fact with the id '{named.value}'.", "Give it 'id:' and name that.")
            self.problems += fault.problems
            return
        old, _ = self.facts[str(named.value)]
        if not id_:
            self._withdraw(place, old)
            return
        new, at = self.facts[id_]
        if new.kind != old.kind:
            what = f"A correction of '{old.kind}' cannot be a '{new.kind}'."
            self.problems += named.fault(what, "Withdraw the one and add the other.").problems
        self.facts[id_] = (replace(new, root=old.root, episode=old.episode), at)
        self.gone.append(Supersession(old.id, new.id, new.recorded_at, _words(place, "note")))

    def _withdraw(self, place: Place, old: Fact) -> None:
        try:
            when = instant(place["recorded"])
        except PackFault as fault:
            self.problems += fault.problems
            return
        self.gone.append(Supersession(old.id, None, when, _words(place, "why")))


def _words(place: Place, key: str) -> str:
    return place[key].text() if key in place else ""


def _until(place: Place, kind: Kind) -> datetime | None:
    if "until" not in place:
        return None
    if kind.time != "period":
        raise place["until"].fault(f"'{kind.id}' happens at a moment and has no end.", "Take 'until' out.")
    return period_end(place["until"])


def _value(place: Place, kind: Kind) -> tuple[str | None, int | None]:
    if "value" not in place:
        if kind.value in ("code", "number", "date"):
            raise place.fault(f"'{kind.id}' needs a value.", _what_value(kind))
        return None, None
    value = place["value"]
    if kind.value == "none":
        raise value.fault(f"'{kind.id}' has no value: it happened or it did not.", "Take 'value' out.")
    if kind.value == "code":
        return one_of(value, kind.values), None
    if kind.value == "number":
        return None, value.whole()
    if kind.value == "date":
        local_day(value)
    return value.text(), None


def _what_value(kind: Kind) -> str:
    return f"Known here: {', '.join(kind.values)}." if kind.values else f"Add 'value:' with a {kind.value}."


def facts_by_id(situation: Situation) -> Mapping[str, Fact]:
    """Return the facts of a situation by their ids, for showing what a reading rests on."""
    return {fact.id: fact for fact in situation.facts}
