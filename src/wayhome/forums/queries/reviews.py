"""When somebody is looked at again: worked out from the protocol, by how high the risk is, with the passage it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from wayhome.engine.forums import Review
from wayhome.engine.moments import at_local, local_date
from wayhome.forums.queries.definitions import next_times
from wayhome.forums.queries.meetings import MeetingView
from wayhome.record.queries import ledger
from wayhome.record.subjects import Subject
from wayhome.ui import words

LEVELS = ("none", "low", "medium", "high")


@dataclass(frozen=True, slots=True)
class NextReview:
    """A day, London's, and the rule that gives it in words, with its citation."""

    day: date
    rule: str


def next_review(held: MeetingView, subject: Subject, level: str) -> NextReview | None:
    """Return when a child or context is looked at again at this level of risk ("" where nobody knows it).

    As the forum's protocol says: what follows something else comes at the first meeting after so many days since the
    last of it (R29); what is counted from the meeting comes at the last one that is not later. Where it says nothing, at
    the next meeting; None where nobody can say when that is.
    """
    return _worked_out(held, held.forum.review(_about(subject), level), _since(held, subject))


def by_level(held: MeetingView, subject: Subject) -> Mapping[str, NextReview]:
    """Return the same for each level, and for "", of those of which it can be said: one statement."""
    since = _since(held, subject)
    found = {
        level: _worked_out(held, held.forum.review(_about(subject), level), since) for level in ("", *reversed(LEVELS))
    }
    return {level: each for level, each in found.items() if each is not None}


def _about(subject: Subject) -> str:
    return "context" if subject.kind == "context" else "child"


def _since(held: MeetingView, subject: Subject) -> dict[str, date]:
    """Return the day of the last fact of each kind that the forum's reviews are counted from."""
    kinds = sorted({each.after for each in held.forum.reviews if each.after and each.about == _about(subject)})
    found = ledger.current_about(subject, kinds) if kinds else ()
    return {fact.kind: local_date(fact.happened_from or fact.told_at) for fact in found}


def _worked_out(held: MeetingView, rule: Review | None, since: Mapping[str, date]) -> NextReview | None:
    today = local_date(held.opens_at)
    if rule is None:
        day = _meeting_after(held, today)
        return NextReview(day, "The next meeting: the protocol says nothing more for this.") if day else None
    cite = "; ".join(f"{each.source} {each.at}" for each in rule.cite)
    counted = words.counted(rule.days, "day")
    if not rule.after:
        latest = today + timedelta(days=rule.days)
        return NextReview(_last_meeting_by(held, latest) or latest, f"At most {counted} on ({cite}).")
    begins = since.get(rule.after, today)
    latest = max(begins + timedelta(days=rule.days), today)
    counting = f"{_said(rule.after)} of {words.day(begins)}" if rule.after in since else "this meeting"
    return NextReview(
        _meeting_after(held, latest) or latest,
        f"The first meeting once {counted} have passed since {counting} ({cite}).",
    )


def _meeting_after(held: MeetingView, day: date) -> date | None:
    """Return the day of the first meeting after a day; None where the protocol does not say when it meets."""
    ends: datetime = at_local(day, time(23, 59))
    after = next_times(held.forum, max(ends, held.opens_at), 1)
    return local_date(after[0][0]) if after else None


def _last_meeting_by(held: MeetingView, latest: date) -> date | None:
    """Return the day of the last meeting until a day, the next one at least; None where nobody can say."""
    found = day = _meeting_after(held, local_date(held.opens_at))
    while day is not None and day <= latest:
        found, day = day, _meeting_after(held, day)
    return found


def _said(kind: str) -> str:
    return {"assessment.ceraf": "the CERAF"}.get(kind, kind.replace(".", " ").replace("-", " "))
