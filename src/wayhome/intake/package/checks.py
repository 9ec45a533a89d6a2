"""What no single row can show: references that lead nowhere, times in the wrong order, the same thing twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from wayhome.engine.facts import Moment, Precision
from wayhome.intake.package.faults import Fault
from wayhome.intake.package.records import PackageChild, PackageEpisode, PackageEvent, PackageStatus
from wayhome.intake.package.times import write_moment
from wayhome.record.topics import TOPICS

ENDS = ("missing.located", "missing.returned")
# What can only be true while nobody knows the child to be safe.
WHILE_MISSING = frozenset({"missing.update", "missing.whereabouts", "missing.search-steps", "missing.immediate-danger"})
# Told about the time before, or about all the child's episodes together.
BEFORE = frozenset({"missing.last-seen", "return.one-interviewer-considered"})

# Of these several hold for one child at a time: two phones, three people around the child.
SEVERAL = frozenset({topic.kind for topic in TOPICS if topic.many} | {"child.conflict"})


@dataclass(frozen=True, slots=True)
class Names:
    """The references written in the package; None where the table could not be read, so nobody can tell."""

    children: frozenset[str] | None
    episodes: frozenset[str] | None


def check(read: dict[str, list[Any]], names: Names, now: datetime | None) -> list[Fault]:
    """Check the rows against one another; `now`, if given, is aware."""
    children: list[PackageChild] = read["children"]
    statuses: list[PackageStatus] = read["statuses"]
    episodes: list[PackageEpisode] = read["episodes"]
    events: list[PackageEvent] = read["events"]
    return [
        *_references(statuses, episodes, events, names),
        *_born(children, episodes),
        *_statuses(statuses),
        *_order(episodes),
        *_closed_unseen(episodes, events),
        *_overlaps(episodes, events),
        *_inside(episodes, events),
        *_repeated(events),
        *_telling(statuses, episodes, events),
        *(_future(read, now) if now else ()),
    ]


def _references(
    statuses: list[PackageStatus], episodes: list[PackageEpisode], events: list[PackageEvent], names: Names
) -> Iterator[Fault]:
    tables = (("statuses.csv", statuses), ("episodes.csv", episodes), ("events.csv", events))
    for file, rows in tables:
        for row in rows:
            if names.children is not None and row.child not in names.children:
                yield Fault(
                    file, row.line, "child", f"no child “{row.child}” is in children.csv.", "Add the child there."
                )
    whose = {e.reference: e.child for e in episodes}
    for event in events:
        if names.episodes is not None and event.episode not in names.episodes:
            reason = f"no episode “{event.episode}” is in episodes.csv."
            yield Fault("events.csv", event.line, "episode", reason, "Add the episode there.")
        elif whose.get(event.episode, event.child) != event.child:
            reason = f"episode “{event.episode}” is about child “{whose[event.episode]}”, not “{event.child}”."
            yield Fault("events.csv", event.line, "child", reason, "Correct one of the two.")


def _born(children: list[PackageChild], episodes: list[PackageEpisode]) -> Iterator[Fault]:
    born = {c.reference: c.born for c in children}
    for e in episodes:
        day = born.get(e.child)
        if day and e.began.latest and e.began.latest.date() < day:
            reason = f"the episode begins before the child was born ({day})."
            yield Fault("episodes.csv", e.line, "began", reason, "Correct one of the two dates.")


def _statuses(statuses: list[PackageStatus]) -> Iterator[Fault]:
    """Two values of one status at one time. An open end is no contradiction: the later row ends the earlier."""
    by: dict[tuple[str, str], list[PackageStatus]] = defaultdict(list)
    for s in statuses:
        if s.kind not in SEVERAL:
            by[s.child, s.kind].append(s)
    for rows in by.values():
        timed = [s for s in rows if s.holds_from.earliest]
        timed.sort(key=lambda s: (s.holds_from.earliest, s.line))
        for before, after in pairwise(timed):
            end = before.until.earliest if before.until else None
            same = before.holds_from == after.holds_from
            begins = after.holds_from.latest
            if same or (end and begins and begins < end):
                reason = f"this status overlaps the one on line {before.line}."
                yield Fault("statuses.csv", after.line, "from", reason, "End the earlier one where this begins.")


def _order(episodes: list[PackageEpisode]) -> Iterator[Fault]:
    for e in episodes:
        steps = [("began", e.began), ("located", e.located), ("returned", e.returned), ("closed", e.closed)]
        known = [(name, m) for name, m in steps if m and m.earliest]
        for (first, one), (then, other) in pairwise(known):
            if _before(other, one):
                yield Fault("episodes.csv", e.line, then, f"“{then}” is before “{first}”.", "Correct one of the two.")
        if e.closed and not (e.located or e.returned):
            mend = "Say when the child came back, or write unknown."
            yield Fault(
                "episodes.csv", e.line, "returned", "the episode is closed, but nobody says the child came back.", mend
            )


def _closed_unseen(episodes: list[PackageEpisode], events: list[PackageEvent]) -> Iterator[Fault]:
    """Refuse a closing told as an event when nobody says the child came back: silence would read as nothing owed."""
    ends = _ends(episodes, events)
    for event in events:
        if event.kind == "missing.closed" and not ends.get(event.episode):
            mend = "Say when the child came back in episodes.csv, or write unknown there."
            reason = "the episode is closed, but nobody says the child came back."
            yield Fault("events.csv", event.line, "kind", reason, mend)


def _ends(episodes: list[PackageEpisode], events: Iterable[PackageEvent]) -> dict[str, list[Moment]]:
    ends: dict[str, list[Moment]] = {e.reference: [m for m in (e.located, e.returned) if m] for e in episodes}
    for event in events:
        if event.kind in ENDS:
            ends.setdefault(event.episode, []).append(event.at)
    return ends


def _overlaps(episodes: list[PackageEpisode], events: list[PackageEvent]) -> Iterator[Fault]:
    """One child is missing once at a time. Only what is certain is refused: two vague times may well follow."""
    ends = _ends(episodes, events)
    mistaken = {e.episode for e in events if e.kind == "missing.recorded-in-error"}
    by: dict[str, list[PackageEpisode]] = defaultdict(list)
    for e in episodes:
        if e.reference not in mistaken:
            by[e.child].append(e)
    for rows in by.values():
        rows.sort(key=lambda e: (e.began.earliest, e.line))
        for before, after in pairwise(rows):
            reason = _overlap(before, after, ends[before.reference])
            if reason:
                mend = "A child is missing once at a time: correct a time, or join the two."
                yield Fault("episodes.csv", after.line, "began", f"{reason} (line {before.line}).", mend)


def _overlap(before: PackageEpisode, after: PackageEpisode, ends: list[Moment]) -> str:
    if not ends:
        return f"the earlier episode “{before.reference}” of this child has no end"
    if before.began == after.began and before.began.precision is Precision.EXACT:
        return f"episode “{before.reference}” of this child began at the same time"
    # The last thing told about coming back: the child cannot have gone again before it.
    certain = [m.earliest for m in ends if m.earliest]
    if certain and after.began.latest and after.began.latest < max(certain):
        return f"episode “{before.reference}” of this child had not ended yet"
    return ""


def _inside(episodes: list[PackageEpisode], events: list[PackageEvent]) -> Iterator[Fault]:
    began = {e.reference: e.began for e in episodes}
    ends = _ends(episodes, events)
    for event in events:
        start = began.get(event.episode)
        if start is None:
            continue
        reason = _outside(event, start, ends.get(event.episode, []))
        if reason:
            yield Fault("events.csv", event.line, "at", reason, "Correct the time, or the episode it belongs to.")


def _outside(event: PackageEvent, start: Moment, ends: list[Moment]) -> str:
    if event.kind not in BEFORE and _before(event.at, start):
        return f"it happened before its episode began ({write_moment(start)})."
    back = [m.earliest for m in ends if m.earliest]
    if event.kind.startswith("return.") and event.kind not in BEFORE:
        if not ends:
            return "it can only happen once the child is back, and nobody says so."
        if back and len(back) == len(ends) and event.at.latest and event.at.latest < min(back):
            return "it happened before the child was found or came back."
    last = [m.latest for m in ends if m.latest]
    if event.kind in WHILE_MISSING and last and event.at.earliest and event.at.earliest > max(last):
        return "it happened after the child was found or came back."
    return ""


def _repeated(events: list[PackageEvent]) -> Iterator[Fault]:
    first: dict[object, int] = {}
    for event in events:
        same = event.reference or (event.episode, event.kind, event.at, event.value, event.text)
        if same in first:
            column = "reference" if event.reference else ""
            yield Fault("events.csv", event.line, column, f"the same row is on line {first[same]}.", "Keep one.")
        first.setdefault(same, event.line)


def _telling(
    statuses: list[PackageStatus], episodes: list[PackageEpisode], events: list[PackageEvent]
) -> Iterator[Fault]:
    """Nobody is told before a thing happens, nor writes it down before being told."""
    rows: list[tuple[str, Any, list[tuple[str, Moment]]]] = [("statuses.csv", s, []) for s in statuses]
    for e in episodes:
        times = {"began": e.began, "located": e.located, "returned": e.returned, "closed": e.closed}
        rows.append(("episodes.csv", e, [(name, m) for name, m in times.items() if m]))
    rows += [("events.csv", v, [("at", v.at)]) for v in events]
    for file, row, happened in rows:
        if happened and row.told and _before(row.told, happened[0][1]):
            yield Fault(file, row.line, "told", "it was told before it happened.", "Correct one of the two times.")
        if row.told and row.recorded and _before(row.recorded, row.told):
            yield Fault(
                file, row.line, "recorded", "it was recorded before it was told.", "Correct one of the two times."
            )
        known = happened or [("from", row.holds_from)]
        for name, moment in known:
            if happened and row.recorded and _before(row.recorded, moment):
                mend = "Correct it; what came later goes in events.csv, with its own “recorded”."
                yield Fault(file, row.line, "recorded", f"it was recorded before “{name}” happened.", mend)
            if moment.precision is Precision.UNKNOWN and not (row.told or row.recorded):
                mend = "Give “told” or “recorded”."
                yield Fault(file, row.line, "told", f"“{name}” is unknown, and so is when it was told.", mend)


def _future(read: dict[str, list[Any]], now: datetime) -> Iterator[Fault]:
    columns = {
        "episodes": ("began", "located", "returned", "closed", "told", "recorded"),
        "events": ("at", "told", "recorded"),
        "statuses": ("told", "recorded"),
    }
    for table, names in columns.items():
        for row in read[table]:
            for name in names:
                moment = getattr(row, name)
                if moment and moment.earliest and moment.earliest > now:
                    yield Fault(f"{table}.csv", row.line, name, "this is in the future.", "Correct the time.")


def _before(one: Moment, other: Moment) -> bool:
    """Whether the one was certainly over before the other could begin."""
    return bool(one.latest and other.earliest and one.latest < other.earliest)
