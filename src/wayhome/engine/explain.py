"""Sentences for what is on screen, made from a reading's reasons. Data in, plain English out.

A fact is named only when it is handed in: whoever may not see it reads that there is something they may
not see, and nothing of what it says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from wayhome.engine.facts import Fact, Precision
from wayhome.engine.language import Citation, Clock, Ending, Span, Unit
from wayhome.engine.moments import local_date
from wayhome.engine.plain_times import (
    countdown,
    counted_words,
    day_words,
    length_words,
    moment_words,
    span_words,
    time_words,
)
from wayhome.engine.readings import Reading, Reason, State

__all__ = [
    "Lexicon",
    "citation_words",
    "countdown",
    "counted_words",
    "day_words",
    "length_words",
    "moment_words",
    "sentence",
    "span_words",
    "state_words",
    "time_words",
    "words",
]

HIDDEN = "a fact you may not see"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What a sentence may name: `facts` the reader may see, by id, and `names` for kinds and states."""

    facts: Mapping[str, Fact] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    def name(self, what: str) -> str:
        """Return the plain name of a kind or state; without one, its own words."""
        return self.names.get(what) or what.rpartition(".")[2].replace("-", " ")

    def fact(self, fact_id: str) -> str:
        """Say one fact: its name, value and when; or that it may not be seen."""
        fact = self.facts.get(fact_id)
        if fact is None:
            return HIDDEN
        value = f" ({fact.value.replace('-', ' ')})" if fact.value else ""
        return f"{self.name(fact.kind)}{value}, {_when(fact)}"

    def all(self, reason: Reason) -> str:
        """Say every fact of a reason; those that may not be seen are counted once."""
        said = dict.fromkeys(self.fact(fact_id) for fact_id in reason.facts)
        return "; ".join(said)


def _when(fact: Fact) -> str:
    """Say when a fact happened, as closely as anybody could."""
    moment = fact.moment
    if moment.earliest is None or moment.latest is None:
        return "at a time nobody could tell"
    match moment.precision:
        case Precision.DATE:
            return f"on {day_words(local_date(moment.earliest))}"
        case Precision.BETWEEN:
            return f"between {moment_words(moment.earliest)} and {moment_words(moment.latest)}"
        case Precision.ABOUT:
            return f"about {moment_words(moment.earliest)}"
        case _:
            return moment_words(moment.earliest)


_WITH_FACTS = {
    "started": "It counts from: {facts}.",
    "became-true": "It counts from when this became so: {facts}.",
    "count-reached": "It counts from the last of these: {facts}.",
    "count-unknown": "It may have been the last of a count that starts this; something is not yet known.",
    "again": "It is due again since it was last done: {facts}.",
    "start-untimed": "Nobody could say when this happened, so the due time cannot be told: {facts}.",
    "start-unknown": "Whether this is owed cannot be told yet.",
    "applies": "It applies because of: {facts}.",
    "applies-later-of-both": "It came to apply later, because of: {facts}. It is due at the later of the two times.",
    "applies-from-then": "It came to apply later, because of: {facts}. It counts from then.",
    "applies-as-if-always": "It came to apply later, because of: {facts}. The ordinary due time stands.",
    "met": "It was done in time: {facts}.",
    "late": "It was done after it was due: {facts}.",
    "act-unsure": "It was done, but whether in time cannot be told: {facts}.",
    "excused": "It is not needed, because this came first: {facts}.",
    "excuse-unsure": "It may not be needed; whether this came first cannot be told: {facts}.",
    "ended": "It is no longer needed: {facts}.",
    "ended-before-threshold": "It was not needed in the end, because this came first: {facts}.",
    "ended-after-threshold": "It is still owed, although since then: {facts}.",
    "ended-after-due": "It was due before it stopped being needed: {facts}.",
    "end-unsure": "Whether it was still needed cannot be told: {facts}.",
    "ceased": "It no longer applies.",
    "ceased-after-due": "It was due before it stopped applying.",
    "due-unknown": "The due time cannot be told yet.",
    "applies-unknown": "Whether it applies cannot be told yet.",
    "at-once": "It is due at once.",
    "withdrawn": "It rested on something that has been withdrawn.",
    "recorded-in-error": "The episode was recorded by mistake: {facts}.",
}


def sentence(reason: Reason, lexicon: Lexicon | None = None) -> str:
    """Say one reason in a sentence; "" for a reason that has nothing to say to a reader."""
    lexicon = lexicon or Lexicon()
    values = dict(reason.values)
    match reason.code:
        case "rule":
            return f"The rule is {values['clock'].replace('-', ' ')}, in {values['protocol']}."
        case "due-after":
            because = f", given {lexicon.all(reason)}" if reason.facts else ""
            return f"It is due {span_words(_span(values))} later{because}."
        case "threshold":
            return f"It is owed only if it is still needed after {span_words(_span(values))}."
        case "rolled":
            moved = moment_words(datetime.fromisoformat(values["from"]))
            off = values["because"]
            off = f"a {off}" if off in ("Saturday", "Sunday", "bank holiday") else off
            return f"That was {moved}, which is {off}, so it moved to the next working day."
        case "missing":
            return f"Please find out: {', '.join(lexicon.name(what) for _, what in reason.values)}."
    if "told" in values:
        told = moment_words(datetime.fromisoformat(values["told"]))
        return f"It counts from when we were told, {told}: {lexicon.all(reason)}."
    if not reason.facts and reason.code.startswith("applies") and reason.code != "applies-unknown":
        return "It applies because nothing recorded says otherwise."
    return _WITH_FACTS[reason.code].format(facts=lexicon.all(reason))


def _span(values: Mapping[str, str]) -> Span:
    return Span(int(values["count"]), Unit(values["unit"]), Ending(values["ending"]))


def citation_words(cite: Citation) -> str:
    """Say where a rule comes from: "portsmouth-pathway 13.5", with its note when it has one."""
    note = f" ({cite.note})" if cite.note else ""
    return f"{cite.source} {cite.at}{note}"


def state_words(reading: Reading, as_of: datetime) -> str:
    """Say where a duty stands at `as_of`, in a few words, with the countdown where there is one."""
    match reading.state:
        case State.MET:
            return "Done in time"
        case State.MET_LATE if reading.met_at and reading.due:
            return f"Done {length_words(reading.met_at - reading.due)} late"
        case State.STOOD_DOWN:
            return "No longer needed"
        case State.CANNOT_TELL:
            return "Cannot tell"
        case State.NOT_STARTED if reading.threshold_at and as_of < reading.threshold_at:
            return f"Coming: owed from {moment_words(reading.threshold_at)} if still needed"
        case State.NOT_STARTED:
            return "Coming"
    if reading.due is None:
        return "Cannot tell"
    said = countdown(reading.due, as_of, reading.at_latest)
    if reading.about:
        said = f"about {said}"
    if reading.state is State.BREACHED and not reading.still_needed:
        said = f"was due {moment_words(reading.due)}, and is no longer needed"
    return said[0].upper() + said[1:]


def words(reading: Reading, clock: Clock, lexicon: Lexicon | None = None) -> list[str]:
    """Say why a duty stands where it stands: what the rule is and where it is written, then each reason in turn."""
    lexicon = lexicon or Lexicon()
    cited = "; ".join(citation_words(cite) for cite in clock.cite)
    lines = [f"{clock.title}. Written in {cited}." if cited else f"{clock.title}."]
    if clock.why:
        lines.append(clock.why)
    lines += [said for reason in reading.reasons if reason.code != "rule" and (said := sentence(reason, lexicon))]
    if reading.due is not None:
        latest = " at the latest" if reading.at_latest else ""
        about = "about " if reading.about else ""
        lines.append(f"Due by {about}{moment_words(reading.due)}{latest}.")
    return lines
