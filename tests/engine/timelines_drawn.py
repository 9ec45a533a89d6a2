"""Drawn children and a protocol that uses every shape of the language, for the laws."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import strategies as st

from tests.engine.making import BACK, BEGAN, DONE, clock, hours, on, protocol, t
from wayhome.engine.facts import Fact, Moment, Precision, Situation, Supersession
from wayhome.engine.language import (
    All,
    AnyOf,
    AtLeast,
    CountsFrom,
    CountWithin,
    Due,
    Ending,
    Ever,
    Happened,
    HeldFor,
    Is,
    Late,
    Not,
    Per,
    Repeats,
    Roll,
    Rung,
    RungBase,
    Span,
    SpanByState,
    StartsAt,
    StartsOnCount,
    StartsWhen,
    Trigger,
    Unit,
)
from wayhome.engine.moments import date_moment, local_date

LOOKED_AFTER = Is("care", frozenset({"yes"}))
MISSING = Is("category", frozenset({"missing"}))
HIGH = AtLeast("risk", "high")
RETURNED = Trigger((BACK,))
RUNGS = (
    Rung("first", RungBase.START, 30, ("worker",)),
    Rung("soon", RungBase.DUE, -120, ("worker",)),
    Rung("late", RungBase.DUE, 0, ("manager",)),
    Rung("owed", RungBase.THRESHOLD, 0, ("manager",)),
)
BY_RISK = SpanByState("risk", {"high": hours(6), "medium": Span(2, Unit.LOCAL_DAYS)})
DAY = Roll(Ending.END_OF_DAY)

EVERYTHING = protocol(
    clock(id="plain", rungs=RUNGS),
    clock(id="back", starts=StartsAt(RETURNED), due=Due(hours(24)), next_episode_ends_need=True, rungs=RUNGS),
    clock(id="cared", applies=LOOKED_AFTER, need_ends=on(BACK), due=Due(hours(24)), rungs=RUNGS),
    clock(
        id="afresh",
        applies=LOOKED_AFTER,
        late=Late.FROM_THEN,
        due=Due(hours(24)),
        threshold=hours(12),
        need_ends=on(BACK),
    ),
    clock(id="always", applies=AnyOf((LOOKED_AFTER, HIGH)), late=Late.AS_IF_ALWAYS, due=Due(hours(24))),
    clock(
        id="owed",
        threshold=hours(24),
        due=Due(hours(24), DAY),
        need_ends=on(BACK),
        excused_by=on("told.early"),
        rungs=RUNGS,
    ),
    clock(id="by-risk", due=Due(BY_RISK), applies=MISSING, acts_before_start=True),
    clock(
        id="told",
        per=Per.FACT,
        starts=StartsAt(Trigger(("risk.graded",), frozenset({"high"}))),
        due=Due(None),
        counts_from=CountsFrom.TOLD,
        applies=HIGH,
    ),
    clock(
        id="held",
        starts=StartsWhen(HeldFor(All((MISSING, Not(Happened(RETURNED)))), hours(20))),
        due=Due(hours(4)),
        rungs=RUNGS,
    ),
    clock(
        id="when",
        starts=StartsWhen(AnyOf((HIGH, LOOKED_AFTER))),
        counts_from=CountsFrom.TOLD,
        due=Due(hours(2)),
        need_ends=on(BACK),
    ),
    clock(id="ever", starts=StartsWhen(All((Happened(RETURNED), Ever(HIGH)))), due=Due(hours(2)), met_anywhere=True),
    clock(
        id="count",
        per=Per.CHILD,
        starts=StartsOnCount(Trigger((BEGAN,)), 2, Span(3, Unit.LOCAL_DAYS), RETURNED, MISSING),
        due=Due(Span(1, Unit.WORKING_DAYS, Ending.END_OF_DAY)),
    ),
    clock(id="often", applies=CountWithin(Trigger((BEGAN, "category.changed")), 2, hours(30)), due=Due(hours(5))),
    clock(
        id="again",
        repeats=Repeats(hours(10), unless_set_by=Trigger(("interval.set",))),
        due=Due(hours(10)),
        need_ends=on("missing.closed"),
        rungs=RUNGS,
    ),
    clock(
        id="child",
        per=Per.CHILD,
        starts=StartsAt(Trigger(("child.care",), frozenset({"yes"}))),
        due=Due(Span(1, Unit.CALENDAR_MONTHS)),
    ),
)

KINDS = (
    (BEGAN, ("missing", "absent")),
    (BACK, (None,)),
    (DONE, (None,)),
    ("risk.graded", ("low", "medium", "high")),
    ("category.changed", ("missing", "absent")),
    ("child.care", ("yes", "no")),
    ("told.early", (None,)),
    ("interval.set", (None,)),
    ("missing.closed", (None,)),
)
FIRST = t("2026-03-27T06:00")  # a Friday; the clocks go forward on the Sunday
hour = st.integers(0, 24 * 8).map(lambda n: FIRST + timedelta(hours=n))


@st.composite
def moments(draw: st.DrawFn) -> Moment:
    """Draw a moment of any precision."""
    at = draw(hour)
    match draw(st.sampled_from("eeeeeadbu")):
        case "a":
            return Moment(at, at, Precision.ABOUT)
        case "d":
            return date_moment(local_date(at))
        case "b":
            return Moment(at, at + timedelta(hours=draw(st.integers(1, 30))), Precision.BETWEEN)
        case "u":
            return Moment(None, None, Precision.UNKNOWN)
    return Moment(at, at)


@st.composite
def facts(draw: st.DrawFn, name: str, instant_told: bool = False) -> Fact:
    """Draw one fact, told when it had happened or later, recorded when told or later."""
    kind, values = draw(st.sampled_from(KINDS))
    happened = draw(moments())
    told = (happened.latest or draw(hour)) + timedelta(hours=draw(st.integers(0, 12)))
    until = None
    if kind == "child.care" and happened.latest is not None and draw(st.booleans()):
        until = happened.latest + timedelta(hours=draw(st.integers(1, 60)))
    return Fact(
        id=name,
        root=name,
        kind=kind,
        child="c1",
        moment=happened,
        told_at=told,
        recorded_at=told + timedelta(hours=draw(st.integers(0, 12))),
        episode=None if kind == "child.care" else draw(st.sampled_from(("e1", "e2"))),
        until=until,
        value=draw(st.sampled_from(values)),
        number=draw(st.integers(1, 3)) if kind == "interval.set" else None,
    )


@st.composite
def situations(draw: st.DrawFn, corrected: bool = True) -> Situation:
    """Draw a child with up to fourteen facts, two episodes at most, and perhaps a withdrawal."""
    count = draw(st.integers(1, 13))
    drawn = _begun_once([draw(facts(f"f{n:02}")) for n in range(count)])
    first = draw(hour)
    drawn.append(Fact("begin", "begin", BEGAN, "c1", Moment(first, first), first, first, "e1", value="missing"))
    gone: tuple[Supersession, ...] = ()
    if corrected and draw(st.booleans()):
        old = draw(st.sampled_from(drawn))
        gone = (Supersession(old.id, None, old.recorded_at + timedelta(hours=1)),)
    return Situation("c1", tuple(drawn), gone)


def _begun_once(drawn: list[Fact]) -> list[Fact]:
    """Keep at most one beginning, of the second episode: an episode begins once, as the ledger holds it."""
    kept: list[Fact] = []
    for each in drawn:
        if each.kind != BEGAN or (each.episode == "e2" and all(k.kind != BEGAN for k in kept)):
            kept.append(each)
    return kept


def as_ofs() -> st.SearchStrategy[datetime]:
    """Draw a moment to ask about."""
    return st.integers(-60, 24 * 14 * 60).map(lambda n: FIRST + timedelta(minutes=n))
