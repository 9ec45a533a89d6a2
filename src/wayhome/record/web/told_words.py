"""A fact of a topic in words: its value, its particulars, since when, and whether anybody looked lately."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from uuid import UUID

from markupsafe import Markup, escape

from wayhome.engine.facts import Moment, Precision
from wayhome.platform.queries.posts import Colleague
from wayhome.record.queries.ledger import Entry
from wayhome.record.queries.particulars import Told
from wayhome.record.topics import BY_KIND, Particular, Topic
from wayhome.record.web.topic_words import topic_words
from wayhome.record.web.words import code_words
from wayhome.ui import words

_YES_NO = {"yes": "Yes", "no": "No", "not-known": "Not known"}


def value_words(entry: Entry) -> str:
    """Say the value of a fact in one line: "Grandparent: Rosa Invented"."""
    said = topic_words(entry.kind, entry.code) or (code_words(entry.code) if entry.code else "")
    if entry.on_date is not None:
        said = words.day(entry.on_date).partition(" ")[2]
    return ": ".join(part for part in (said, entry.text or "") if part)


def particular_words(asked: Particular, said: str) -> str:
    """Say one particular: "Parental responsibility: Yes"."""
    match asked.asked:
        case "yes-no":
            shown = _YES_NO.get(said, said)
        case "choice":
            shown = dict(asked.choices).get(said, said)
        case "date":
            shown = words.day(date.fromisoformat(said))
        case "colleague":
            return "Signs in to this service"
        case _:
            shown = said
    return f"{asked.label} {shown}" if asked.label.endswith("?") else f"{asked.label}: {shown}"


def since_words(entry: Entry) -> str:
    """Say since when, and until when if it ended; "" where nobody knows."""
    said = f"Since {_day(entry.happened_from, entry)}" if entry.happened_from else ""
    if entry.holds_until is None:
        return said
    until = f"until {words.day(entry.holds_until)}"
    return f"{said}, {until}" if said else until.capitalize()


def shown(told: Told, people: Mapping[UUID, Colleague], now: datetime, *, without_code: bool = False) -> Markup:
    """Return one fact as lines: the value first, then its particulars, its time and its freshness.

    `without_code`: the code stands beside it already.
    """
    topic = BY_KIND.get(told.entry.kind)
    value = (told.entry.text or "") if without_code else value_words(told.entry)
    lines = [escape(value), *(escape(line) for line in particulars(topic, told.said))]
    if dated := since_words(told.entry):
        lines.append(_quiet(dated))
    lines.append(_quiet(freshness(told, people, now)))
    if told.entry.kind == "child.warning" and (late := overdue(told, now)):
        lines.append(Markup('<strong class="govuk-tag govuk-tag--red">{}</strong>').format(late))
    return Markup("<br>").join(Markup("<br>").join(line.splitlines()) for line in lines)


def particulars(topic: Topic | None, said: Mapping[str, str]) -> list[str]:
    """Return the particulars in words, in the order they are asked; those no topic knows come last."""
    asked = topic.particulars if topic else ()
    known = [particular_words(one, said[one.name]) for one in asked if one.name in said]
    rest = [
        f"{name.replace('-', ' ').capitalize()}: {told}"
        for name, told in said.items()
        if name not in {a.name for a in asked}
    ]
    return known + rest


def freshness(told: Told, people: Mapping[UUID, Colleague], now: datetime) -> str:
    """Say who last looked, and when: a record nobody has looked at for a year should be read so."""
    at, by = told.confirmed_at or told.entry.recorded_at, told.confirmed_by if told.confirmed_at else told.entry.by_user
    who = people[by].name if by and by in people else ""
    verb = "Still so" if told.confirmed_at else "Recorded"
    when = words.short_when(at, now)
    return f"{verb} {when[:1].lower()}{when[1:]}{f', {who}' if who else ''}"


def overdue(told: Told, now: datetime) -> str:
    """Say that the day on which a warning was to be looked at again has passed; "" until then."""
    day = told.said.get("review-on")
    if day is None:
        return "No day was set to look at this again"
    on = date.fromisoformat(day)
    late = (words.local(now).date() - on).days
    return f"Should have been looked at again {words.counted(late, 'day')} ago" if late > 0 else ""


def named_in(told: Collection[Told]) -> set[UUID]:
    """Return everybody these name as having recorded or looked, to be looked up at once."""
    return {who for t in told for who in (t.entry.by_user, t.confirmed_by) if who}


def _quiet(line: str) -> Markup:
    return Markup('<span class="app-secondary">{}</span>').format(line)


def _day(at: datetime, entry: Entry) -> str:
    moment = Moment(entry.happened_from, entry.happened_until, Precision(entry.precision))
    return words.moment(moment).partition(", time not known")[0] if at else ""
