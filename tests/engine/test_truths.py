"""What holds at one moment is what the whole timeline says of that moment, for any condition and any child."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.making import BACK, BEGAN, DONE, ENGLAND, VOCABULARY, fact, hours, situation, t
from tests.engine.timelines_drawn import as_ofs, situations
from wayhome.engine.conditions import compiled
from wayhome.engine.facts import Situation
from wayhome.engine.language import (
    All,
    AnyOf,
    AtLeast,
    Condition,
    CountWithin,
    Ever,
    Happened,
    HeldFor,
    Is,
    Not,
    Span,
    Trigger,
    Unit,
)
from wayhome.engine.routes import chronology
from wayhome.engine.truths import truth_at

SPANS = (hours(30), Span(2, Unit.LOCAL_DAYS), Span(1, Unit.CALENDAR_MONTHS), Span(3, Unit.WORKING_DAYS))
counted = st.builds(
    CountWithin,
    st.sampled_from([Trigger((BEGAN, "category.changed")), Trigger((BEGAN,), frozenset({"missing"}))]),
    st.integers(1, 3),
    st.sampled_from(SPANS),
)
simple: st.SearchStrategy[Condition] = st.one_of(
    st.sampled_from([
        Is("care", frozenset({"yes"})), Is("care", frozenset({"no"}), silence=False), AtLeast("risk", "medium"),
        Is("category", frozenset({"missing"}), silence=True), Happened(Trigger((BACK, DONE))),
        Happened(Trigger(("risk.graded",), frozenset({"high"}))),
    ]),
    counted,
)  # fmt: skip


def _joined(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    several = st.lists(inner, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        st.builds(All, several), st.builds(AnyOf, several), st.builds(Not, inner), st.builds(Ever, inner),
        st.builds(HeldFor, inner, st.sampled_from(SPANS[:2])),
    )  # fmt: skip


@settings(max_examples=400)
@given(st.recursive(simple, _joined, max_leaves=5), situations(), as_ofs())
def test_a_moment_asked_alone_is_the_timelines(condition: Condition, child: Situation, as_of: datetime) -> None:
    """At the moment asked about, at the edges of every fact before it, and a microsecond to either side."""
    node = compiled(condition, VOCABULARY)
    laid_out = chronology(child, VOCABULARY, as_of)
    times = {fact.moment.earliest or fact.told_at for fact in child.facts}
    moments = {as_of, *(at + timedelta(microseconds=n) for at in times for n in (-1, 0, 1))}
    for scope in (laid_out.child, *laid_out.episodes.values()):
        timeline = node.timeline(scope, ENGLAND)
        for moment in (*moments, *timeline.times[1:]):
            assert truth_at(node, scope, ENGLAND, moment) is timeline.at(moment)[1], moment


def test_what_nobody_could_time_may_have_happened_before_what_was_timed() -> None:
    """Back at ten; back at a time nobody knows, told at noon: at eight nobody can tell, at ten it had happened."""
    node = compiled(Happened(Trigger((BACK,))), VOCABULARY)
    child = situation(fact("timed", BACK, "2026-03-02T10:00"), fact("untimed", BACK, "?", told="2026-03-02T12:00"))
    scope = chronology(child, VOCABULARY, t("2026-03-03T00:00")).child
    for at, truth in (("2026-03-02T08:00", None), ("2026-03-02T10:00", True)):
        assert truth_at(node, scope, ENGLAND, t(at)) is truth
        assert node.timeline(scope, ENGLAND).at(t(at))[1] is truth
