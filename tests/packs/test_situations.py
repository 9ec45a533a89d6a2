"""Situation files: what is read, and what is refused with its line."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from wayhome.engine.facts import Precision, Situation
from wayhome.packs.errors import PackFault
from wayhome.packs.situations import parse_situation
from wayhome.packs.vocabulary import load_vocabulary


def read(text: str) -> Situation:
    """Read a situation from text."""
    return parse_situation(text, "night.yaml", load_vocabulary())


def refused(text: str) -> list[str]:
    """Return the problems of a situation that cannot be read."""
    with pytest.raises(PackFault) as caught:
        read(text)
    return [str(problem) for problem in caught.value.problems]


BEGAN = "  - {kind: missing.began, at: 2026-03-06 22:00, value: missing}\n"


def test_the_ways_to_say_when() -> None:
    """An offset, a wall time in winter and in summer, about, between, a date, unknown."""
    situation = read(
        "facts:\n"
        "  - {kind: missing.began, at: 2026-07-06T22:00+01:00, value: missing}\n"
        "  - {kind: missing.update, at: 2026-07-07 08:00}\n"
        "  - {kind: missing.update, at: {about: 2026-07-07 09:00}}\n"
        "  - {kind: missing.update, at: {between: [2026-07-07 10:00, 2026-07-07 11:00]}}\n"
        "  - {kind: missing.located, at: 2026-07-08}\n"
        "  - {kind: missing.returned, at: unknown, told: 2026-07-08T12:00Z}\n"
    )
    began, update, about, between, located, returned = (fact.moment for fact in situation.facts)
    assert began.earliest == datetime(2026, 7, 6, 21, 0, tzinfo=UTC)
    assert update.earliest == datetime(2026, 7, 7, 7, 0, tzinfo=UTC)
    assert about.precision is Precision.ABOUT
    assert (between.earliest, between.latest) == (
        datetime(2026, 7, 7, 9, 0, tzinfo=UTC),
        datetime(2026, 7, 7, 10, 0, tzinfo=UTC),
    )
    assert located.latest == datetime(2026, 7, 8, 22, 59, tzinfo=UTC)
    assert returned.precision is Precision.UNKNOWN
    assert situation.facts[5].told_at == datetime(2026, 7, 8, 12, 0, tzinfo=UTC)


def test_told_and_recorded_follow_when_they_are_left_out() -> None:
    """Told when it had surely happened, recorded when told."""
    (fact,) = read("facts:\n  - {kind: missing.began, at: 2026-03-06, value: missing}\n").facts
    assert fact.told_at == fact.recorded_at == datetime(2026, 3, 6, 23, 59, tzinfo=UTC)


def test_a_correction_keeps_the_root_and_a_withdrawal_leaves_nothing() -> None:
    """The chain of corrections goes back to the first fact."""
    situation = read(
        "facts:\n"
        "  - {kind: missing.began, id: a, at: 2026-03-06 22:00, value: missing}\n"
        "  - {kind: missing.began, id: b, corrects: a, at: 2026-03-06 20:00, told: 2026-03-07 09:00, value: missing}\n"
        "  - {kind: missing.located, id: c, at: 2026-03-07 08:00}\n"
        "  - {withdraws: c, recorded: 2026-03-07 10:00, why: It was another child.}\n"
    )
    assert [fact.root for fact in situation.facts] == ["a", "a", "c"]
    assert [fact.id for fact in situation.known(datetime(2026, 3, 8, tzinfo=UTC))] == ["b"]
    assert [s.reason for s in situation.supersessions] == ["", "It was another child."]


def test_a_period_given_by_dates_includes_its_last_day() -> None:
    """A status until a date still holds on that date."""
    (fact,) = read(
        "facts:\n  - {kind: child.care-status, at: 2026-01-05, until: 2026-03-06, value: looked-after}\n"
    ).facts
    assert fact.until == datetime(2026, 3, 7, 0, 0, tzinfo=UTC)


REFUSED = [
    (
        "  - {kind: missing.begun, at: 2026-03-06, value: missing}\n",
        2,
        "no kind of fact 'missing.begun'. Did you mean 'missing.began'?",
    ),
    ("  - {kind: missing.began, at: 2026-03-32, value: missing}\n", 2, "There is no day '2026-03-32'"),
    ("  - {kind: missing.began, at: 2026-03-06 25:00, value: missing}\n", 2, "There is no time '2026-03-06 25:00'"),
    ("  - {kind: missing.began, at: last night, value: missing}\n", 2, "'last night' is not a time"),
    ("  - {kind: missing.began, at: 2026-03-29 01:30, value: missing}\n", 2, "does not happen"),
    ("  - {kind: missing.began, at: 2026-10-25 01:30, value: missing}\n", 2, "happens twice"),
    ("  - {kind: missing.began, at: unknown, value: missing}\n", 2, "must say when we were told"),
    ("  - {kind: missing.began, at: 2026-03-06, value: gone}\n", 2, "'gone' is not known here"),
    ("  - {kind: missing.began, at: 2026-03-06}\n", 2, "needs a value"),
    (BEGAN + "  - {kind: missing.reported, at: 2026-03-06 23:00, value: x}\n", 3, "has no value"),
    (BEGAN + "  - {kind: meeting.review-interval, at: 2026-03-06 23:00, value: often}\n", 3, "a whole number"),
    (BEGAN + "  - {kind: missing.located, at: 2026-03-07, until: 2026-03-08}\n", 3, "has no end"),
    (BEGAN + "  - {kind: child.plan, at: 2026-03-07, value: none, episode: 1}\n", 3, "is about the child"),
    (
        BEGAN + "  - {kind: missing.update, at: {between: [2026-03-08, 2026-03-07]}}\n",
        3,
        "first of the two times is after",
    ),
    (
        BEGAN
        + "  - {kind: missing.update, at: 2026-03-07 09:00, told: 2026-03-07 12:00, recorded: 2026-03-07 11:00}\n",
        3,
        "before we were told",
    ),
    (
        BEGAN + "  - {kind: missing.update, at: 2026-03-07, corrects: nothing}\n",
        3,
        "no other fact with the id 'nothing'",
    ),
    (BEGAN + "  - {kind: missing.located, at: 2026-03-07, corrects: fact-1}\n", 3, "cannot be a 'missing.located'"),
    (BEGAN + "  - {kind: missing.located, at: 2026-03-07, colour: red}\n", 3, "'colour' is not known here"),
    ("  - {kind: missing.located, at: 2026-03-07}\n", 2, "Nothing here says when episode '1' began"),
    (
        "  - {kind: missing.began, episode: a, at: 2026-03-06, value: missing}\n"
        "  - {kind: missing.began, episode: b, at: 2026-03-08, value: missing}\n",
        3,
        "Episode 'b' begins before episode 'a' has ended",
    ),
    (
        "  - {kind: missing.began, episode: a, at: 2026-03-06, value: missing}\n"
        "  - {kind: missing.returned, episode: a, at: 2026-03-09}\n"
        "  - {kind: missing.began, episode: b, at: 2026-03-08, value: missing}\n",
        4,
        "Episode 'b' begins before episode 'a' has ended",
    ),
    (
        "  - {kind: missing.began, episode: a, at: 2026-03-06, value: missing}\n"
        "  - {kind: missing.began, episode: a, at: 2026-03-08, value: missing}\n",
        3,
        "Episode 'a' begins twice",
    ),
    (
        "  - {kind: missing.began, episode: a, at: 2026-03-06, value: missing}\n"
        "  - {kind: missing.returned, episode: a, at: 2026-03-07}\n"
        "  - {kind: missing.began, at: 2026-03-08, value: missing}\n",
        4,
        "does not say which it is about",
    ),
]


@pytest.mark.parametrize(("facts", "line", "what"), REFUSED)
def test_what_is_wrong_is_refused_with_its_line(facts: str, line: int, what: str) -> None:
    """The message begins with the file and the line."""
    told = refused("facts:\n" + facts)
    assert any(each.startswith(f"night.yaml:{line}: ") and what in each for each in told), told


def test_every_wrong_line_is_told_at_once() -> None:
    """Nobody should mend one line to be told of the next."""
    told = refused(
        "facts:\n  - {kind: nothing, at: 2026-03-06}\n  - {kind: missing.began, at: never, value: missing}\n"
    )
    assert [each.split(":")[1] for each in told] == ["2", "3"]


@pytest.mark.parametrize(
    ("more", "wrong"),
    [
        ("", True),
        ("  - {kind: missing.returned, at: unknown, told: 2026-03-09T12:00Z}\n", False),
        ("  - {kind: missing.located, at: 2026-03-08 10:00}\n", False),
        ("  - {kind: missing.recorded-in-error, at: 2026-03-09 12:00}\n", False),
    ],
    ids=["nobody", "returned", "found", "in error"],
)
def test_an_episode_is_closed_only_where_somebody_says_the_child_came_back(more: str, wrong: bool) -> None:
    text = "facts:\n" + BEGAN + "  - {kind: missing.closed, at: 2026-03-09 12:00}\n" + more
    if not wrong:
        assert len(read(text).facts) == 3
        return
    with pytest.raises(PackFault, match="night.yaml:3.*nobody says the child was found or came back"):
        read(text)
