"""Facts as entries of a timeline: what was told, when it happened, when it was written down, and its correction."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.urls import reverse
from markupsafe import Markup

from wayhome.engine.facts import Moment, Precision
from wayhome.missing.web.episode_words import coded
from wayhome.packs.vocabulary import load_vocabulary
from wayhome.platform.queries.posts import Colleague
from wayhome.record.queries.ledger import Entry
from wayhome.record.web.topic_words import topic_words
from wayhome.ui import words
from wayhome.ui.components import Event, Link

SOON = timedelta(minutes=5)  # written down this soon after, the two times say the same


def kind_title(kind: str) -> str:
    """Say what a kind of fact tells: its meaning in the vocabulary, as a heading."""
    known = load_vocabulary().kinds.get(kind)
    return known.meaning.rstrip(".") if known else kind


def value_words(entry: Entry, people: Mapping[UUID, Colleague]) -> str:
    """Say the value of a fact: its code in words, its number, date or person, and what was said with it."""
    said = [topic_words(entry.kind, entry.code) or coded(entry.code)]
    if entry.number is not None:
        said.append(str(entry.number))
    if entry.on_date is not None:
        said.append(words.day(entry.on_date))
    if entry.person is not None:
        said.append(people[entry.person].name if entry.person in people else "A colleague")
    said.append(entry.text or "")
    return ". ".join(s for s in said if s)


def lines(said: str) -> Markup:
    """Return words with their line breaks kept, escaped."""
    return Markup("<br>").join(said.splitlines())


def moment_of(entry: Entry) -> Moment:
    """Return when the fact happened, as closely as it is known."""
    return Moment(entry.happened_from, entry.happened_until, Precision(entry.precision))


def named_in(entries: Collection[Entry]) -> set[UUID]:
    """Return every person the entries name, to be looked up at once."""
    return {who for e in entries for who in (e.by_user, e.person) if who}


def event(entry: Entry, people: Mapping[UUID, Colleague], *, may_mend: bool = True) -> Event:
    """Return one entry of the timeline; a corrected one says why, and keeps what it said."""
    by = people.get(entry.by_user) if entry.by_user else None
    links: tuple[Link, ...] = ()
    if entry.current and may_mend:
        links = (
            Link("Correct", reverse("correct-fact", args=[entry.id])),
            Link("Withdraw", reverse("withdraw-fact", args=[entry.id])),
        )
    return Event(
        title=kind_title(entry.kind),
        when=words.moment(moment_of(entry)),
        machine_time=entry.happened_from.isoformat()
        if entry.precision == Precision.EXACT and entry.happened_from
        else "",
        by=f"{by.name}, {by.agency}" if by else "",
        text=lines(value_words(entry, people)),
        recorded=_recorded(entry),
        withdrawn=_correction(entry),
        links=links,
        id=f"fact-{entry.id}",
    )


def _recorded(entry: Entry) -> str:
    said = f"Recorded {words.when(entry.recorded_at)}"
    if entry.happened_until is None:
        return said
    late = entry.recorded_at - entry.happened_until
    return f"{said}, {words.length(late)} later" if late > SOON else said


def _correction(entry: Entry) -> str:
    if entry.corrected_at is None:
        return ""
    what = "withdrawn" if entry.withdrawn else "replaced"
    return f"{what} {words.when(entry.corrected_at)}, because: {entry.correction_reason}"


def newest(entries: Collection[Entry], kind: str) -> Entry | None:
    """Return the latest current entry of a kind: the entries come newest happening first."""
    return next((e for e in entries if e.kind == kind and e.current), None)


def mentioned(entries: Collection[Entry], since: datetime) -> list[str]:
    """Return what was written down after a moment, in words, for somebody whose page is older."""
    return [kind_title(e.kind) for e in entries if e.recorded_at > since]
