"""What a screen says: dates, countdowns, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.engine.making import BACK, BEGAN, DONE, began, clock, fact, hours, on, one, readings, t
from wayhome.engine import explain
from wayhome.engine.explain import (
    Lexicon,
    countdown,
    day_words,
    length_words,
    moment_words,
    sentence,
    state_words,
    words,
)
from wayhome.engine.facts import Fact, Supersession
from wayhome.engine.language import AtLeast, Citation, Due, Ending, Is, Late, Repeats, Roll, Span, Unit
from wayhome.engine.plain_times import span_words
from wayhome.engine.readings import Reason

START = began("2026-03-04T10:00")  # a Wednesday; three days later is a Saturday
AFTER = "2026-03-10T12:00"


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2026-11-21T01:40", "Saturday 21 November 2026, 1:40am"),
        ("2026-11-21T16:00", "Saturday 21 November 2026, 4pm"),
        ("2026-11-21T12:00", "Saturday 21 November 2026, midday"),
        ("2026-11-21T00:00", "the start of Saturday 21 November 2026"),
        ("2026-07-01T23:05", "Thursday 2 July 2026, 12:05am"),
        ("2026-03-29T01:00", "Sunday 29 March 2026, 2am"),
    ],
)
def test_dates_as_people_read_them(moment: str, said: str) -> None:
    assert moment_words(t(moment)) == said
    assert day_words(date(2026, 11, 1)) == "Sunday 1 November 2026"
    assert explain.time_words(t("2026-11-21T00:00")) == "the start of the day"


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(0, "0 minutes"), (1, "1 minute"), (119, "119 minutes"), (120, "2 hours"), (131, "2 hours 11 minutes"),
     (2879, "47 hours 59 minutes"), (2880, "2 days"), (2941, "2 days 1 hour"), (-131, "2 hours 11 minutes")],
)  # fmt: skip
def test_lengths(minutes: int, said: str) -> None:
    assert length_words(timedelta(minutes=minutes)) == said


@pytest.mark.parametrize(
    ("due", "said"),
    [
        ("2026-03-10T09:49", "2 hours 11 minutes overdue"),
        ("2026-03-10T11:59:30", "just overdue"),
        ("2026-03-10T12:00", "less than a minute left"),
        ("2026-03-10T13:35", "95 minutes left"),
        ("2026-03-10T16:30", "due today by 4:30pm"),
        ("2026-03-11T16:30", "due tomorrow by 4:30pm"),
        ("2026-03-13T16:30", "due on Friday by 4:30pm"),
        ("2026-03-21T16:30", "due by Saturday 21 March 2026, 4:30pm"),
    ],
)
def test_countdowns(due: str, said: str) -> None:
    assert countdown(t(due), t(AFTER)) == said
    assert countdown(t("2026-03-11T23:59"), t(AFTER), at_latest=True) == "due tomorrow by 11:59pm at the latest"


def test_spans() -> None:
    said = [
        span_words(Span(n, unit)) for n, unit in ((1, Unit.HOURS), (2, Unit.ELAPSED_DAYS), (3, Unit.CALENDAR_MONTHS))
    ]
    assert said == ["1 hour", "2 days of 24 hours", "3 months"]
    assert span_words(Span(2, Unit.WORKING_DAYS, Ending.END_OF_DAY)) == "2 working days, to the end of the day"


def said_of(made: object, facts: tuple[Fact, ...], as_of: str, seen: bool = True, **more: object) -> str:
    """Say why, all in one."""
    reading = readings(made, facts, as_of, **more)[-1]  # type: ignore[arg-type]
    lexicon = Lexicon({f.id: f for f in facts} if seen else {}, {BEGAN: "went missing", DONE: "check done"})
    return " ".join(words(reading, made, lexicon))  # type: ignore[arg-type]


def test_a_rolled_notice_says_everything_in_order() -> None:
    owed = clock(threshold=hours(72), due=Due(hours(72), Roll(Ending.END_OF_DAY)), need_ends=on(BACK), why="Somebody must know.",
                 cite=(Citation("PATH", "13.5", "as rolled"), Citation("PATH", "13.7")))  # fmt: skip
    facts = (START, fact("b", BACK, "2026-03-08T12:00"))
    assert said_of(owed, facts, "2026-03-09T12:00") == (
        "Check on the child. Written in PATH 13.5 (as rolled); PATH 13.7. Somebody must know. "
        "It counts from: went missing (missing), Wednesday 4 March 2026, 10am. It is due 72 hours later. "
        "That was Saturday 7 March 2026, 10am, which is a Saturday, so it moved to the next working day. "
        "It is owed only if it is still needed after 72 hours. "
        "It is still owed, although since then: returned, Sunday 8 March 2026, midday. "
        "Due by Monday 9 March 2026, 11:59pm."
    )


def test_the_bank_holiday_that_moved_it_is_named() -> None:
    reading = one(clock(due=Due(hours(24), Roll(Ending.SAME_TIME))), (began("2026-04-02T10:00"),), "2026-04-02T12:00")
    assert "which is Good Friday, so it moved" in " ".join(words(reading, clock()))


def test_a_fact_one_may_not_see_says_nothing() -> None:
    said = said_of(clock(), (START,), AFTER, seen=False)
    assert explain.HIDDEN in said
    assert "missing" not in said.lower()


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("2026-03-04", "on Wednesday 4 March 2026"),
        ("~2026-03-04T10:00", "about Wednesday 4 March 2026, 10am"),
        ("2026-03-04T10:00/2026-03-04T11:00", "between Wednesday 4 March 2026, 10am and Wednesday 4 March 2026, 11am"),
        ("?", "at a time nobody could tell"),
    ],
)
def test_how_closely_it_is_known_is_said(when: str, said: str) -> None:
    assert said in said_of(clock(), (began(when, told="2026-03-04T12:00"),), AFTER)


CARED = Is("care", frozenset({"yes"}))


@pytest.mark.parametrize(
    ("made", "more", "said"),
    [
        (clock(applies=CARED), (), "Please find out: care."),
        (clock(applies=replace(CARED, silence=True)), (), "nothing recorded says otherwise"),
        (clock(applies=CARED), (("child.care", "2026-03-01T00:00", "yes"),), "It applies because of: care (yes)"),
        (clock(applies=CARED, late=Late.FROM_THEN), (("child.care", "2026-03-05T00:00", "yes"),), "It counts from then."),
        (clock(applies=AtLeast("risk", "low")), (("risk.graded", "2026-03-05T00:00", "low"),), "the later of the two times"),
        (clock(), ((DONE, "2026-03-05T00:00", None),), "It was done in time: check done"),
        (clock(), ((DONE, "2026-03-09T00:00", None),), "It was done after it was due"),
        (clock(due=Due(None)), (), "It is due at once."),
        (clock(repeats=Repeats(hours(24))), ((DONE, "2026-03-05T00:00", None),), "It is due again since it was last done"),
        (clock(need_ends=on(BACK)), ((BACK, "2026-03-05T00:00", None),), "It is no longer needed: returned"),
    ],
)  # fmt: skip
def test_every_step_has_words(made: object, more: tuple[tuple[str, str, str | None], ...], said: str) -> None:
    facts = [START, *(fact(f"x{n}", k, w, v, None if k == "child.care" else "e1") for n, (k, w, v) in enumerate(more))]
    assert said in said_of(made, tuple(facts), AFTER)


def test_every_code_has_a_sentence() -> None:
    for code in explain._WITH_FACTS:
        assert sentence(Reason(code, ("f",))).endswith(".")
    assert (
        sentence(Reason("rule", (), (("protocol", "p@1"), ("clock", "safe-and-well"))))
        == "The rule is safe and well, in p@1."
    )
    length = Reason("due-after", ("f",), (("count", "7"), ("unit", "local-days"), ("ending", "same-time")))
    assert sentence(length) == "It is due 7 days later, given a fact you may not see."


@pytest.mark.parametrize(
    ("facts", "as_of", "said"),
    [
        ((START,), "2026-03-04T12:00", "Due on Saturday by 10am"),
        ((began("~2026-03-04T10:00"),), "2026-03-07T09:00", "About 60 minutes left"),
        ((START,), "2026-03-07T12:11", "2 hours 11 minutes overdue"),
        ((START, fact("d", DONE, "2026-03-05T10:00")), AFTER, "Done in time"),
        ((START, fact("d", DONE, "2026-03-07T12:11")), AFTER, "Done 2 hours 11 minutes late"),
        ((START, fact("b", BACK, "2026-03-05T10:00")), AFTER, "No longer needed"),
        (
            (START, fact("b", BACK, "2026-03-09T10:00")),
            AFTER,
            "Was due Saturday 7 March 2026, 10am, and is no longer needed",
        ),
        ((began("?", told="2026-03-04T12:00"),), AFTER, "Cannot tell"),
    ],
)
def test_where_it_stands_in_a_few_words(facts: tuple[Fact, ...], as_of: str, said: str) -> None:
    assert state_words(one(clock(need_ends=on(BACK)), facts, as_of), t(as_of)) == said


def test_what_is_coming_says_from_when() -> None:
    coming = one(clock(threshold=hours(72)), (START,), "2026-03-05T10:00")
    assert state_words(coming, t("2026-03-05T10:00")) == "Coming: owed from Saturday 7 March 2026, 10am if still needed"
    assert state_words(replace(coming, threshold_at=None), t("2026-03-05T10:00")) == "Coming"


def test_a_withdrawn_start_is_said() -> None:
    gone = (Supersession(START.id, None, t("2026-03-05T00:00")),)
    assert "has been withdrawn" in said_of(clock(cite=()), (START,), AFTER, supersessions=gone)
