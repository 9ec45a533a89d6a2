"""Protocols and children drawn at random from the whole language, for proofs. Every child here is invented."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random

from wayhome.engine.facts import Fact, Moment, Precision, Situation, Supersession
from wayhome.engine.language import (
    All,
    AnyOf,
    AtLeast,
    Citation,
    Clock,
    Condition,
    CountsFrom,
    CountWithin,
    Due,
    Ending,
    Ever,
    FirstDay,
    Happened,
    HeldFor,
    InForce,
    Is,
    Late,
    Not,
    Per,
    Protocol,
    Repeats,
    Roll,
    Span,
    SpanByState,
    Start,
    StartsAt,
    StartsOnCount,
    StartsWhen,
    StateMeaning,
    Trigger,
    Unit,
    Vocabulary,
)
from wayhome.engine.moments import date_moment, local_date

BEGAN, AGAIN, ERROR = "missing.began", "missing.began-elsewhere", "missing.recorded-in-error"
VALUES: dict[str, tuple[str | None, ...]] = {
    BEGAN: ("missing", "absent", None),
    AGAIN: ("missing",),
    "missing.returned": (None,),
    "missing.closed": (None,),
    "category.changed": ("missing", "absent"),
    "risk.graded": ("low", "medium", "high", "strange", None),
    "child.care": ("yes", "no", None),
    "check.done": (None, "well", "badly"),
    "check.excused": (None,),
    "interval.set": (None,),
    ERROR: (None,),
}
COMMON = (BEGAN, BEGAN, "missing.returned", "check.done", "check.done", "risk.graded", "child.care", *VALUES)
STATES = {
    "care": StateMeaning("care", ("child.care",), "child", ("no", "yes")),
    "risk": StateMeaning("risk", ("risk.graded",), "episode", ("low", "medium", "high"), True),
    "category": StateMeaning("category", (BEGAN, "category.changed"), "episode", ("absent", "missing")),
    "worst": StateMeaning("worst", ("risk.graded", "child.care"), "child", ("no", "low", "yes", "high"), True),
}
# Both clock changes, Christmas, and a plain week.
FIRSTS = tuple(datetime(*day, 6, tzinfo=UTC) for day in ((2026, 3, 26), (2026, 10, 22), (2026, 12, 22), (2026, 6, 8)))
DAYS = 8


def trigger(draw: Random, *, most: int = 2) -> Trigger:
    """Draw a trigger of one kind or several, perhaps of some values only."""
    kinds = tuple(draw.sample(sorted(VALUES), draw.randint(1, most)))
    words = sorted({v for kind in kinds for v in VALUES[kind] if v is not None})
    values = frozenset(draw.sample(words, draw.randint(1, len(words)))) if words and draw.random() < 0.4 else None
    return Trigger(kinds, values)


def span(draw: Random, *, most_hours: int = 72) -> Span:
    """Draw a length of time in any unit."""
    unit = draw.choice((Unit.HOURS, Unit.HOURS, *Unit))
    count = (
        draw.randint(0, most_hours) if unit is Unit.HOURS else draw.randint(0, 1 if unit is Unit.CALENDAR_MONTHS else 4)
    )
    return Span(count, unit, draw.choice(tuple(Ending)), draw.choice(tuple(FirstDay)))


def length(draw: Random) -> Span | SpanByState:
    """Draw a length, fixed or by state."""
    if draw.random() < 0.7:
        return span(draw)
    state = draw.choice(sorted(STATES))
    values = draw.sample(STATES[state].values, draw.randint(1, 2))
    return SpanByState(state, {v: span(draw) for v in values}, span(draw) if draw.random() < 0.5 else None)


def condition(draw: Random, depth: int = 3) -> Condition:
    """Draw a condition, at most so deep."""
    shape = draw.choice(
        ("is", "at-least", "happened", "count") + (("held", "ever", "all", "any", "not") * 2 if depth else ())
    )
    match shape:
        case "is":
            state = draw.choice(sorted(STATES))
            words = STATES[state].values
            return Is(
                state,
                frozenset(draw.sample(words, draw.randint(1, len(words) - 1))),
                draw.choice((None, None, True, False)),
            )
        case "at-least":
            state = draw.choice(("risk", "worst"))
            return AtLeast(state, draw.choice(STATES[state].values))
        case "happened":
            return Happened(trigger(draw))
        case "count":
            return CountWithin(trigger(draw), draw.randint(1, 3), span(draw))
        case "held":
            return HeldFor(condition(draw, depth - 1), span(draw))
        case "ever":
            return Ever(condition(draw, depth - 1))
        case "not":
            return Not(condition(draw, depth - 1))
    parts = tuple(condition(draw, depth - 1) for _ in range(draw.randint(1, 3)))
    return All(parts) if shape == "all" else AnyOf(parts)


def start(draw: Random) -> Start:
    """Draw what starts a duty."""
    match draw.choice(("at", "at", "at", "when", "when", "count")):
        case "at":
            return StartsAt(Trigger((BEGAN,)) if draw.random() < 0.4 else trigger(draw))
        case "when":
            return StartsWhen(condition(draw))
    between = draw.choice((None, Trigger(("missing.returned",)), trigger(draw)))
    only_if = condition(draw, 2) if draw.random() < 0.5 else None
    what = Trigger((BEGAN,)) if draw.random() < 0.5 else trigger(draw)
    return StartsOnCount(what, draw.randint(1, 3), span(draw, most_hours=120), between, only_if)


def clock(draw: Random, name: str) -> Clock:
    """Draw a clock."""
    maybe = lambda chance: draw.random() < chance  # noqa: E731
    roll = lambda: Roll(draw.choice(tuple(Ending))) if maybe(0.3) else None  # noqa: E731
    repeats = Repeats(length(draw), roll(), trigger(draw, most=1) if maybe(0.3) else Trigger(("interval.set",)))
    day = draw.choice(FIRSTS).date()
    return Clock(
        id=name,
        title=name,
        cite=(Citation("MADE", "1"),),
        per=draw.choice((Per.EPISODE, *Per)),
        starts=start(draw),
        due=Due(None if maybe(0.1) else length(draw), roll()),
        owner="worker",
        met_by=(Trigger(("check.done",)),) if maybe(0.5) else (trigger(draw),),
        counts_from=draw.choice((CountsFrom.HAPPENED, *CountsFrom)),
        applies=condition(draw) if maybe(0.5) else None,
        late=draw.choice(tuple(Late)),
        threshold=span(draw) if maybe(0.3) else None,
        need_ends=(trigger(draw),) if maybe(0.4) else (),
        next_episode_ends_need=maybe(0.2),
        excused_by=(trigger(draw),) if maybe(0.2) else (),
        met_anywhere=maybe(0.2),
        acts_before_start=maybe(0.2),
        due_soon=span(draw, most_hours=24),
        repeats=repeats if maybe(0.25) and _moves_on(repeats.every) else None,
        in_force=InForce(day if maybe(0.1) else None, day + timedelta(days=4) if maybe(0.1) else None),
    )


def _moves_on(every: Span | SpanByState) -> bool:
    return True if isinstance(every, SpanByState) else every.count > 0


def protocol(draw: Random, clocks: int = 6) -> Protocol:
    """Draw a protocol."""
    begins = (BEGAN, AGAIN) if draw.random() < 0.3 else (BEGAN,)
    made = tuple(clock(draw, f"clock-{n}") for n in range(clocks))
    return Protocol("drawn@1.0.0", "drawn", "Drawn", Vocabulary(STATES, begins), made)


def moment(draw: Random, first: datetime, plain: bool = False) -> Moment:
    """Draw when something happened, as closely as somebody could say; `plain`: to the instant."""
    step = draw.choice((3600, 3600, 1800, 60, 1))
    at = first + timedelta(seconds=step * draw.randint(0, DAYS * 86400 // step))
    match "e" if plain else draw.choice("eeeeeeadbu"):
        case "a":
            return Moment(at, at, Precision.ABOUT)
        case "d":
            return date_moment(local_date(at))
        case "b":
            wide = draw.choice((0, 1, 1, 1)) * draw.randint(1, 30 * 60)
            return Moment(at, at + timedelta(minutes=wide), Precision.BETWEEN)
        case "u":
            return Moment(None, None, Precision.UNKNOWN)
    return Moment(at, at)


def fact(draw: Random, child: str, name: str, first: datetime, plain: bool = False) -> Fact:
    """Draw one fact; told when it may have happened or later, recorded when told or later; `plain`: without an end."""
    kind = draw.choice(COMMON)
    happened = moment(draw, first, plain)
    around = happened.earliest or first + timedelta(hours=draw.randint(0, DAYS * 24))
    told = around + timedelta(hours=draw.choice((0, 0, 1, 5, 12, 40)))
    recorded = told + timedelta(hours=draw.choice((0, 0, 0, 2, 30)))
    ends = happened.latest is not None and not plain and draw.random() < 0.15
    return Fact(
        id=name,
        root=name,
        kind=kind,
        child=child,
        moment=happened,
        told_at=told,
        recorded_at=recorded,
        episode=None if draw.random() < 0.1 else draw.choice(("e1", "e1", "e2", "e3")),
        until=(happened.latest or told) + timedelta(hours=draw.randint(1, 60)) if ends else None,
        value=draw.choice(VALUES[kind]),
        number=draw.randint(0, 3) if kind == "interval.set" and draw.random() < 0.8 else None,
    )


def situation(draw: Random, child: str, first: datetime, *, plain: bool = False) -> Situation:
    """Draw a child: facts, most with a beginning among them, and corrections; `plain`: exact times, none corrected."""
    facts = [fact(draw, child, f"f{n:02}", first, plain) for n in range(draw.randint(1, 20 if plain else 14))]
    if draw.random() < 0.8:
        at = first + timedelta(hours=draw.randint(0, 60))
        facts.append(Fact("begin", "begin", BEGAN, child, Moment(at, at), at, at, "e1", value="missing"))
    said: list[Supersession] = []
    for old in draw.sample(facts, 0 if plain else min(len(facts), draw.choice((0, 0, 1, 2)))):
        when = old.recorded_at + timedelta(hours=draw.choice((0, 1, 24)))
        if draw.random() < 0.5:
            said.append(Supersession(old.id, None, when))
            continue
        new = fact(draw, child, f"{old.id}-again", first)
        changed = Fact(
            new.id, old.root, old.kind, child, new.moment, when, when, old.episode, new.until,
            draw.choice(VALUES[old.kind]), old.number,
        )  # fmt: skip
        facts.append(changed)
        said.append(Supersession(old.id, new.id, when))
    draw.shuffle(facts)
    return Situation(child, tuple(facts), tuple(said))


def days_of(first: datetime) -> tuple[date, date]:
    """Return the first and last day on which a drawn child's facts may fall."""
    return first.date(), first.date() + timedelta(days=DAYS)
