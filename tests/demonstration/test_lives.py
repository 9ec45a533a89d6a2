"""The invented lives: enough of them, whole, coherent with the vocabulary, never later than now, and always the same."""

from __future__ import annotations

import io
import re
import unicodedata
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import cache
from uuid import NAMESPACE_DNS, uuid5

import pytest
from PIL import Image

from wayhome.demonstration import generate, people
from wayhome.demonstration.lives import House, Lives, lives
from wayhome.demonstration.lives.assessed import FORM
from wayhome.intake.package import Package
from wayhome.packs.instruments import load_instrument
from wayhome.packs.vocabulary import load_vocabulary
from wayhome.plans.answers import gaps, in_words
from wayhome.plans.kinds import form_of
from wayhome.record.subjects import Subject
from wayhome.record.things import Identity

LINE = "portsmouth-pathway"
NOWS = (
    datetime(2026, 11, 22, 9, 0, tzinfo=UTC),
    datetime(2026, 3, 29, 1, 0, tzinfo=UTC),
    datetime(2028, 2, 29, 0, 5, tzinfo=UTC),
)


def house() -> House:
    who = people()
    asked = tuple(item.id for item in load_instrument(LINE, FORM).items())
    return House(
        uuid5(NAMESPACE_DNS, "seaport.example"),
        {a.name: uuid5(NAMESPACE_DNS, a.slug) for a in who.agencies},
        {p.name: uuid5(NAMESPACE_DNS, p.name) for p in who.people},
        asked,
    )


@cache
def package(now: datetime) -> Package:
    return generate(1, now)


@cache
def told(now: datetime) -> Lives:
    return lives(1, now, package(now), house())


@pytest.mark.parametrize("now", NOWS)
def test_it_is_the_same_each_time_and_says_nothing_of_the_future(now: datetime) -> None:
    found = told(now)
    assert lives(1, now, package(now), house()) == found
    assert len({f.id for f in found.facts}) == len(found.facts)
    for fact in found.facts:
        assert fact.recorded_at is not None and fact.told_at <= fact.recorded_at <= now, fact
        assert fact.moment.earliest is None or fact.moment.earliest <= now, fact
        if fact.holds_until is not None:
            assert fact.moment.earliest is not None and fact.moment.earliest < fact.holds_until <= now, fact
    assert all(p.at <= now for p in found.plans) and all(s.sent_at <= now for s in found.sheets)
    assert all(a.agreed <= now and (a.ended is None or a.ended <= now) for a in found.actions)


@pytest.mark.parametrize("now", NOWS)
def test_every_fact_is_one_the_vocabulary_knows(now: datetime) -> None:
    vocabulary = load_vocabulary()
    of_state = {kind: state.values for state in vocabulary.states.values() for kind in state.kinds}
    for fact in told(now).facts:
        kind = vocabulary.kinds[fact.kind]
        one = {"child": fact.child, "adult": fact.adult, "context": fact.context}
        assert [name for name, id_ in one.items() if id_] == [kind.subject], fact
        if kind.value == "code":
            assert fact.code in (kind.values or of_state[fact.kind]), fact
        else:
            assert fact.code is None, fact


def test_there_are_enough_and_they_are_whole() -> None:
    found = told(NOWS[0])
    whole = {f.child for f in found.facts if f.kind == "child.family-member"}
    assert len(whole) >= 300 and len(found.adults) >= 60 and len(found.contexts) >= 40
    kinds = {f.kind for f in found.facts}
    wanted = (
        "school phone account medication warning placement-type legal-status address professional photographed said"
    )
    assert {f"child.{kind}" for kind in wanted.split()} <= kinds
    disputed = [f for f in found.facts if f.kind == "child.age-basis" and f.code == "disputed"]
    assert disputed
    versions = Counter(p.plan for p in found.plans)
    assert max(versions.values()) >= 3 and len(versions) >= 50
    today = NOWS[0].date()
    late = [a for a in found.actions if a.ended is None and a.due_on < today]
    assert late and any(a.ended for a in found.actions) and any(a.due_on >= today for a in found.actions)


def test_names_are_written_as_their_bearers_write_them() -> None:
    names = [c.name for c in package(NOWS[0]).children]
    assert any(unicodedata.bidirectional(letter) in {"R", "AL"} for name in names for letter in name)
    assert any(" " not in name for name in names), "somebody has one name only"
    assert len(set(names)) == len(names)


def test_reviews_say_when_and_some_are_past() -> None:
    found = told(NOWS[0])
    days = [said["review-on"] for f in found.facts if f.kind == "child.warning" for said in [found.said[f.id]]]
    today = NOWS[0].date().isoformat()
    assert any(d < today for d in days) and any(d > today for d in days)


def test_numbers_and_addresses_lead_to_nobody() -> None:
    """Only the numbers that Ofcom keeps for drama, only example domains."""
    found = told(NOWS[0])
    texts = [f.text or "" for f in found.facts] + [w for said in found.said.values() for w in said.values()]
    texts += [t.shown for tie in found.ties for t in (tie.first, tie.other) if isinstance(t, Identity)]
    texts += [str(p.answers) for p in found.plans]
    for text in texts:
        for number in re.findall(r"0\d{4} ?\d{6}", text):
            assert re.fullmatch(r"07700 ?900\d{3}|01632 ?960\d{3}", number), text
        for domain in re.findall(r"@([\w.]+\.\w+)", text):
            assert domain.endswith(".example"), text


def test_links_join_what_there_is() -> None:
    found = told(NOWS[0])
    children = {f.child for f in found.facts}
    there = {"child": children, "adult": {a.id for a in found.adults}, "context": {c.id for c in found.contexts}}
    kinds = set()
    for tie in found.ties:
        assert tie.first != tie.other
        assert tie.since is None or tie.until is None or tie.since <= tie.until
        for end in (tie.first, tie.other):
            kinds.add(end.kind)
            assert not isinstance(end, Subject) or end.id in there[end.kind]
    assert kinds == {"child", "adult", "context", "phone", "vehicle", "account", "address"}


def test_levels_are_told_in_steps_and_forms_agree_with_them() -> None:
    """A form of each assessment, read by the form itself without a fault; more signs at a higher level."""
    found = told(NOWS[0])
    judged = [f for f in found.facts if f.kind == "assessment.ceraf"]
    assert len(judged) == len(found.sheets)
    signs = {(s.child, s.on): sum(v != "no" for v in s.answers.values()) for s in found.sheets}
    by_level: dict[str, list[int]] = {}
    for fact in judged:
        assert fact.moment.earliest is not None and fact.child is not None
        count = signs[(fact.child, fact.moment.earliest.date())]
        by_level.setdefault(fact.code or "", []).append(count)
    assert max(by_level["low"]) < min(by_level["medium"]) < min(by_level["high"])


def test_a_plan_leaves_nothing_open_that_its_form_asks() -> None:
    form = form_of(LINE, "safer-plan").instrument
    for plan in told(NOWS[0]).plans[:40]:
        assert not gaps(form, plan.answers, NOWS[0].date())
        items = {item.id: item for item in form.items()}
        for name, value in plan.answers.items():
            assert not value or in_words(items[name], value)


def test_a_picture_is_a_picture_and_is_of_nobody() -> None:
    found = told(NOWS[0])

    assert len(found.pictures) >= 100
    for content in list(found.pictures.values())[:5]:
        assert Image.open(io.BytesIO(content)).size == (240, 300)
    taken = [f.moment.earliest for f in found.facts if f.kind == "child.photographed" and f.moment.earliest]
    assert any(NOWS[0] - t > timedelta(days=365) for t in taken) and any(
        NOWS[0] - t < timedelta(days=60) for t in taken
    )
