"""What new facts and time can have changed is read again; the rest stands as it was, and together that is everything."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.making import BEGAN, DONE, ENGLAND, began, clock, fact, hours, protocol, situation, t
from tests.engine.timelines_drawn import EVERYTHING, as_ofs, facts, situations
from wayhome.engine.facts import Fact, Situation, Supersession
from wayhome.engine.language import Due, HeldFor, Is, StartsWhen
from wayhome.engine.laws import Law, Laws, Standing
from wayhome.engine.touching import touched

# The same line again, with some clocks otherwise, some moved, one gone and one new.
LATER = replace(
    EVERYTHING,
    id="made@2.0.0",
    clocks=(
        *(
            replace(c, due=Due(hours(7))) if c.id in ("plain", "cared", "often") else c
            for c in EVERYTHING.clocks
            if c.id != "child"
        ),
        clock(id="new", need_ends=(), due=Due(hours(9))),
    ),
)
CHANGE = t("2026-03-29T00:00")
ONE = Laws((Law(EVERYTHING),))
TWO = Laws((Law(EVERYTHING), Law(LATER, CHANGE, frozenset({"plain"}))))


def everything(laws: Laws, child: Situation, at: datetime) -> dict[str, Standing]:
    return {each.reading.key: each for each in laws.read(child, ENGLAND, at)}


def partly(
    laws: Laws, before: dict[str, Standing], child: Situation, kinds: set[str], since: datetime, at: datetime
) -> tuple[dict[str, Standing], int]:
    """Read only what was touched, keep the rest; return all, and how many were kept."""
    clocks = laws.touched(child, kinds, since, at)
    if clocks is None:
        return everything(laws, child, at), 0
    clocks |= {s.reading.clock for s in before.values() if s.reading.changes_at and s.reading.changes_at <= at}
    fresh = laws.read(child, ENGLAND, at, clocks=clocks)
    kept = {key: each for key, each in before.items() if each.reading.clock not in clocks}
    return kept | {each.reading.key: each for each in fresh}, len(kept)


@st.composite
def newly(draw: st.DrawFn, child: Situation, name: str) -> tuple[Situation, set[str]]:
    """Draw what is recorded next, late or not: a fact or two, a correction, a withdrawal, or nothing."""
    what = draw(st.sampled_from(("fact", "fact", "facts", "correction", "withdrawal", "nothing")))
    if what in ("fact", "facts"):
        new = [draw(facts(f"{name}{n}")) for n in range(2 if what == "facts" else 1)]
        new = [f for f in new if f.kind != BEGAN or not any(_begins(o, f.episode) for o in child.facts)][:2]
        new = new[:1] if all(f.kind == BEGAN for f in new) else new
        return replace(child, facts=(*child.facts, *new)), {f.kind for f in new}
    gone = {s.old for s in child.supersessions}
    current = [f for f in child.facts if f.id not in gone]
    if what == "nothing" or not current:
        return child, set()
    old = draw(st.sampled_from(current))
    if what == "withdrawal":
        said = Supersession(old.id, None, old.recorded_at + timedelta(hours=1))
        return replace(child, supersessions=(*child.supersessions, said)), {old.kind}
    drawn = draw(facts(name))
    new_fact = replace(drawn, root=old.root, kind=old.kind, episode=old.episode, value=old.value, number=old.number)
    said = Supersession(old.id, new_fact.id, new_fact.recorded_at)
    return replace(child, facts=(*child.facts, new_fact), supersessions=(*child.supersessions, said)), {old.kind}


def _begins(old: Fact, episode: str | None) -> bool:
    return old.kind == BEGAN and old.episode == episode


@settings(max_examples=400)
@given(st.data(), situations(corrected=False), as_ofs(), st.sampled_from([ONE, TWO]))
def test_partly_is_wholly(data: st.DataObject, child: Situation, at: datetime, laws: Laws) -> None:
    """Step after step, each built on what the last one kept: never a reading otherwise than read afresh."""
    stored = everything(laws, child, at)
    for step in "abcd":
        since, at = at, at + timedelta(minutes=data.draw(st.integers(0, 48 * 60)))
        child, kinds = data.draw(newly(child, step))
        if laws.at(since) is not laws.at(at):  # a law that has begun is read in full
            stored = everything(laws, child, at)
            continue
        stored, _ = partly(laws, stored, child, kinds, since, at)
        assert stored == everything(laws, child, at)


def test_a_fact_of_no_clock_touches_nothing_that_does_not_ripen() -> None:
    held = clock(id="held", starts=StartsWhen(HeldFor(Is("category", frozenset({"missing"})), hours(20))))
    law = protocol(clock(id="plain"), held)
    child = situation(began("2026-03-27T06:00"), fact("care", "child.care", "2026-03-27T09:00", "yes"))
    since, at = t("2026-03-27T08:00"), t("2026-03-27T10:00")
    assert touched(law, child, {"child.care"}, since, at) == {"held"}
    assert touched(law, child, {DONE}, since, at) == {"held", "plain"}


@pytest.mark.parametrize("kind", [BEGAN, "missing.recorded-in-error"])
def test_a_beginning_or_an_error_touches_everything(kind: str) -> None:
    child = situation(began("2026-03-27T06:00"), fact("new", kind, "2026-03-27T07:00"))
    found = touched(EVERYTHING, child, {kind}, t("2026-03-27T06:30"), t("2026-03-27T08:00"))
    assert found is None or found == {c.id for c in EVERYTHING.clocks}


def test_what_was_withdrawn_may_touch_anything() -> None:
    child = situation(began("2026-03-27T06:00"), fact("gone", DONE, "2026-03-27T07:00"))
    child = replace(child, supersessions=(Supersession("gone", None, t("2026-03-27T09:00")),))
    assert touched(EVERYTHING, child, {DONE}, t("2026-03-27T08:00"), t("2026-03-27T10:00")) is None
