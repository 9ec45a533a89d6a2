"""A child's missing history as values for the template: every episode, and how often by the protocol's own counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from wayhome.engine.explain import citation_words
from wayhome.engine.facts import Moment, Precision
from wayhome.missing.queries.episodes import EpisodeView
from wayhome.missing.queries.repeats import Counted
from wayhome.missing.web.episode_words import coded
from wayhome.missing.web.timeline import lines
from wayhome.missing.web.words import MISSING_FROM, category_words
from wayhome.record.queries.ledger import Entry
from wayhome.ui import words
from wayhome.ui.components import Cell, Column, Empty, Row, SummaryRow, Table

ENDED = ("missing.located", "missing.returned", "missing.recorded-in-error")
LISTENED = (
    "return.conversation-offered", "return.conversation-answered", "return.conversation-reason",
    "return.conversation-held", "return.interviewer",
)  # fmt: skip
KINDS = (*ENDED, *LISTENED, "missing.last-seen")


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """The page: how often by each count, and every episode."""

    counts: tuple[SummaryRow, ...]
    episodes: Table


def status_words(view: EpisodeView) -> str:
    """Return the word of App 6 §8: a missing child who came back is "Found"; another absence keeps its name."""
    if view.section == "error":
        return "Recorded in error"
    if view.missing_now:
        return f"{category_words(view.category)} now"
    return "Found" if view.category == "missing" else category_words(view.category)


def day(when: Moment) -> str:
    """Say a moment no more exactly than it is known; without the remark that a time is missing."""
    if when.earliest is None:
        return "Nobody knows when"
    return words.moment(when).partition(", time not known")[0]


def lasted(view: EpisodeView, now: datetime) -> str:
    """Say how long an episode lasted, or has lasted so far, no more exactly than its two ends are known."""
    since, until = view.since, view.ended or Moment(now, now)
    if since.earliest is None or until.latest is None:
        return "Cannot tell"
    known = {since.precision, until.precision}
    length = words.length(until.latest - since.earliest)
    if known == {Precision.DATE}:
        # Counted in days of the calendar, both included: a day on which the clocks change is still a day.
        days = (words.local(until.latest).date() - words.local(since.earliest).date()).days + 1
        length = words.counted(days, "day")
    said = length if known == {Precision.EXACT} else f"up to {length}"
    return said if view.ended or view.section == "error" else f"{said} so far"


def history(
    had: Sequence[EpisodeView], told: Mapping[UUID | None, Sequence[Entry]], counts: Sequence[Counted], now: datetime
) -> HistoryPage:
    """Return the page from a child's episodes and the facts told of each, by episode."""
    return HistoryPage(_counts(had, counts), _table(had, told, now))


def _counts(had: Sequence[EpisodeView], counts: Sequence[Counted]) -> tuple[SummaryRow, ...]:
    real = [view for view in had if view.section != "error"]
    rows = [SummaryRow("In all", words.counted(len(real), "time"))]
    return (*rows, *map(_count, counts))


def _count(counted: Counted) -> SummaryRow:
    way = counted.way
    of = ""
    if way.categories is not None:
        named = " or ".join(category_words(c).lower() for c in sorted(way.categories))
        of = f" {'recorded as' if way.as_now else 'first recorded as'} {named}"
    said = f"{words.counted(counted.times, 'time')}{of}."
    if counted.undated:
        said += f" {words.counted(counted.undated, 'time')} more at a time nobody knows."
    speaks = f"The protocol speaks of {way.number} times ({', '.join(map(citation_words, way.cite))})"
    reached = "Reached. " if counted.reached else ""
    key = f"Since {words.day(counted.since).partition(' ')[2]}"
    return SummaryRow(key, lines(f"{said}\n{reached}{speaks}."))


def _table(had: Sequence[EpisodeView], told: Mapping[UUID | None, Sequence[Entry]], now: datetime) -> Table:
    rows = tuple(_row(view, told.get(view.id, ()), now) for view in had)
    columns = ("Went missing", "From", "Recorded as", "How long", "How it ended", "Return conversation")
    empty = Empty("No missing episode has been recorded for this child.")
    return Table("Every episode, newest first", tuple(map(Column, columns)), rows, empty)


def _row(view: EpisodeView, told: Sequence[Entry], now: datetime) -> Row:
    listening = "" if view.missing_now or view.section == "error" else reverse("listening", args=[view.id])
    return Row(
        f"episode-{view.id}",
        (
            Cell(day(view.since), reverse("episode", args=[view.id])),
            Cell(lines(_whence(view, told))),
            Cell(lines(_recorded_as(view))),
            Cell(lasted(view, now)),
            Cell(lines(_ended(view, told))),
            Cell(_conversation(view, told), listening),
        ),
        urgent=view.missing_now,
    )


def _whence(view: EpisodeView, told: Sequence[Entry]) -> str:
    whence = MISSING_FROM.get(view.missing_from, view.missing_from)
    if "missing_from" in view.withheld:
        whence = "Recorded, and you may not see it"
    seen = _latest(told, "missing.last-seen")
    return "\n".join(
        w for w in (whence or "Not recorded", f"Last seen: {seen.text}" if seen and seen.text else "") if w
    )


def _recorded_as(view: EpisodeView) -> str:
    risk = f"Police risk: {coded(view.police_risk).lower()}" if view.police_risk else ""
    return "\n".join(w for w in (status_words(view), risk) if w)


def _ended(view: EpisodeView, told: Sequence[Entry]) -> str:
    if view.missing_now:
        return "Still missing"
    if view.section == "error":
        wrong = _latest(told, "missing.recorded-in-error")
        return (wrong.text or "") if wrong else "There was no such episode"
    if "ended" in view.withheld:
        return "Recorded, and you may not see how"
    said = [day(view.ended)] if view.ended else []
    for kind, word in (("missing.located", "Found"), ("missing.returned", "Came back")):
        if entry := _latest(told, kind):
            said.append(f"{word}: {entry.text}" if entry.text and entry.text != "Located" else word)
    return "\n".join(said) or "Not recorded"


def _conversation(view: EpisodeView, told: Sequence[Entry]) -> str:
    """Say how far the return conversation is, in one line."""
    if view.missing_now or view.section == "error":
        return "Not due: the child is missing" if view.missing_now else "None"
    if held := _latest(told, "return.conversation-held"):
        by = _latest(told, "return.interviewer")
        return f"Held {day(_moment(held))}" + (f", {by.text}" if by and by.text else "")
    if reason := _latest(told, "return.conversation-reason"):
        return f"Not held. {reason.text or ''}".strip()
    if answer := _latest(told, "return.conversation-answered"):
        return f"Offered. The child said: {coded(answer.code).lower()}. Not held yet"
    if _latest(told, "return.conversation-offered"):
        return "Offered. No answer recorded yet"
    return "Nobody has recorded an offer"


def _latest(told: Sequence[Entry], kind: str) -> Entry | None:
    return next((e for e in reversed(told) if e.kind == kind), None)


def _moment(entry: Entry) -> Moment:
    return Moment(entry.happened_from, entry.happened_until, Precision(entry.precision))
