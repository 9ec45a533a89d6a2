"""One clock of a pack, from YAML into the engine's language."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from wayhome.engine.language import (
    Clock,
    CountsFrom,
    Due,
    InForce,
    Late,
    Per,
    Repeats,
    Rung,
    RungBase,
    Span,
    Start,
    StartsAt,
    StartsOnCount,
    StartsWhen,
    Unit,
)
from wayhome.packs.conditions import condition, trigger, triggers
from wayhome.packs.documents import Place
from wayhome.packs.names import Names
from wayhome.packs.sources import citation
from wayhome.packs.spans import choice, minutes, roll, span, span_or_by_state

_KEYS = (
    *("id", "title", "why", "cite", "reading", "per", "starts", "counts-from", "applies", "late", "threshold"),
    *("due", "need-ends", "next-episode-ends-need", "met-by", "excused-by", "met-anywhere", "acts-before-start"),
    *("due-soon", "repeats", "owner", "rungs", "in-force"),
)
HOUR, DAY = 60, 24 * 60  # minutes
_AT = re.compile(r"(start|threshold|due)(?:\s*([+-])\s*(.+))?")
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def clock(place: Place, names: Names) -> Clock:
    """Read one duty. Raises PackFault at the first thing in it that is missing, unknown or unsound."""
    place.only(*_KEYS)
    return Clock(
        id=_id(place["id"]),
        title=place["title"].text(),
        why=place["why"].text(),
        cite=tuple(citation(each, names.sources) for each in place["cite"].each()),
        per=choice(place["per"], Per) if "per" in place else Per.EPISODE,
        starts=_starts(place["starts"], names),
        counts_from=choice(place["counts-from"], CountsFrom) if "counts-from" in place else CountsFrom.HAPPENED,
        applies=condition(place["applies"], names) if "applies" in place else None,
        late=choice(place["late"], Late) if "late" in place else Late.LATER_OF_BOTH,
        threshold=span(place["threshold"]) if "threshold" in place else None,
        due=_due(place["due"], names),
        need_ends=triggers(place["need-ends"], names) if "need-ends" in place else (),
        next_episode_ends_need=_flag(place, "next-episode-ends-need"),
        met_by=triggers(place["met-by"], names),
        excused_by=triggers(place["excused-by"], names) if "excused-by" in place else (),
        met_anywhere=_flag(place, "met-anywhere"),
        acts_before_start=_flag(place, "acts-before-start"),
        due_soon=span(place["due-soon"]) if "due-soon" in place else Span(4, Unit.HOURS),
        repeats=_repeats(place["repeats"], names) if "repeats" in place else None,
        owner=names.role(place["owner"]),
        rungs=_rungs(place["rungs"], names) if "rungs" in place else (),
        in_force=_in_force(place["in-force"]) if "in-force" in place else InForce(),
    )


CHANGEABLE = ("due", "threshold", "due-soon", "repeats", "count", "within", "rungs", "owner", "in-force")


def changed(read: Clock, place: Place, names: Names) -> Clock:
    """Return a clock with other values, written as a clock writes them; whatever is not a value cannot be changed.

    `count` and `within` are those of what starts it. Raises PackFault, naming the line.
    """
    place.only(*CHANGEABLE)
    for key, each in place.items():
        match key:
            case "due":
                read = replace(read, due=_due(each, names))
            case "threshold":
                read = replace(read, threshold=span(each))
            case "due-soon":
                read = replace(read, due_soon=span(each))
            case "repeats":
                read = replace(read, repeats=_repeated(read, each, names))
            case "count" | "within":
                read = replace(read, starts=_counted(read.starts, key, each))
            case "rungs":
                read = replace(read, rungs=_rungs(each, names))
            case "owner":
                read = replace(read, owner=names.role(each))
            case "in-force":
                read = replace(read, in_force=_in_force(each))
    return read


def _repeated(read: Clock, place: Place, names: Names) -> Repeats:
    if read.repeats is None or "unless-set-by" in place:
        raise place.fault(f"'{read.id}' cannot be made to repeat in another way.", "Write 'every' and 'roll' only.")
    return replace(_repeats(place, names), unless_set_by=read.repeats.unless_set_by)


def _counted(starts: Start, key: str, place: Place) -> Start:
    if not isinstance(starts, StartsOnCount):
        raise place.fault(f"This clock does not start on a count, so it has no '{key}'.", "Take the line out.")
    if key == "within":
        return replace(starts, span=span(place))
    if place.whole() < 2:
        raise place.fault("A count of one is no count.", "Write 2 or more.")
    return replace(starts, count=place.whole())


def _id(place: Place) -> str:
    word = place.text()
    if not _ID.fullmatch(word):
        raise place.fault(f"'{word}' cannot be an id.", "Use small letters, digits and single hyphens.")
    return word


def _flag(place: Place, key: str) -> bool:
    if key not in place:
        return False
    if not isinstance(place[key].value, bool):
        raise place[key].fault(f"'{key}' is true or false.")
    return bool(place[key].value)


def _starts(place: Place, names: Names) -> Start:
    if "at" in place:
        place.only("at")
        return StartsAt(trigger(place["at"], names))
    if "when" in place:
        place.only("when")
        return StartsWhen(condition(place["when"], names))
    place.only("count", "of", "within", "between", "only-if")
    return StartsOnCount(
        trigger=trigger(place["of"], names),
        count=place["count"].whole(),
        span=span(place["within"]),
        between=trigger(place["between"], names) if "between" in place else None,
        only_if=condition(place["only-if"], names) if "only-if" in place else None,
    )


def _due(place: Place, names: Names) -> Due:
    if place.value == "at-once":
        return Due(None)
    place.only("after", "roll")
    return Due(span_or_by_state(place["after"], names), roll(place["roll"]) if "roll" in place else None)


def _repeats(place: Place, names: Names) -> Repeats:
    place.only("every", "roll", "unless-set-by")
    return Repeats(
        every=span_or_by_state(place["every"], names),
        roll=roll(place["roll"]) if "roll" in place else None,
        unless_set_by=trigger(place["unless-set-by"], names) if "unless-set-by" in place else None,
    )


def _rungs(place: Place, names: Names) -> tuple[Rung, ...]:
    rungs = tuple(_rung(each, names) for each in place.each())
    ids = [rung.id for rung in rungs]
    for number, each in enumerate(place.each()):
        if ids[number] in ids[:number]:
            raise each.fault(f"Two steps are called '{ids[number]}'.", "Each step fires once, by its id: rename one.")
    return rungs


def _rung(place: Place, names: Names) -> Rung:
    place.only("id", "at", "tell", "acknowledge")
    match = _AT.fullmatch(place["at"].text())
    if match is None:
        raise place["at"].fault(f"'{place['at'].value}' is not a moment.", "Write 'start', 'due' or 'due - 2 hours'.")
    away = 0
    if match[3]:
        away = minutes(Place(place.document, (*place.at, "at"), match[3]))
    base, distance = RungBase(match[1]), -away if match[2] == "-" else away
    # A reminder a day or more ahead may be seen within the day; everything else within the hour.
    unsaid = DAY if base is RungBase.DUE and distance <= -DAY else HOUR
    return Rung(
        id=_id(place["id"]),
        base=base,
        minutes=distance,
        tell=tuple(names.role(each) for each in place["tell"].each()),
        acknowledge_minutes=minutes(place["acknowledge"]) if "acknowledge" in place else unsaid,
    )


def _in_force(place: Place) -> InForce:
    place.only("from", "until")
    return InForce(*(_date(place[key]) if key in place else None for key in ("from", "until")))


def _date(place: Place) -> date:
    try:
        return date.fromisoformat(place.text())
    except ValueError as error:
        raise place.fault(f"'{place.value}' is not a date.", "Write it as 2016-09-01.") from error
