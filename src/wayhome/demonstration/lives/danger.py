"""What is feared for an invented child outside the home, told over months: assessed, discussed, reviewed, up or down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid5

from wayhome.demonstration.lives import words
from wayhome.demonstration.lives.telling import SPACE, Telling
from wayhome.demonstration.people import POLICE
from wayhome.demonstration.shapes import pick

# What becomes of the level, as the story goes: first level, then the level at each review.
COURSES = {
    ("medium", "high", "high", "medium"): 8,
    ("low", "medium", "medium"): 16,
    ("medium", "medium", "low"): 18,
    ("high", "high", "medium"): 8,
    ("low", "low"): 18,
    ("medium", "low", "low"): 16,
    ("low", "medium", "high"): 8,
    ("low", "none"): 8,
}


SUSPECTED = "Carries parcels for adults, is fetched by car, and is afraid of a debt. Two agencies saw it."


def sheet_id(t: Telling, on: date) -> UUID:
    """Return the id of the version of the matrix that was filled in on a day."""
    return uuid5(SPACE, f"{t.whom.reference}/matrix/{on}")


@dataclass(frozen=True, slots=True)
class Judged:
    """One CERAF of a child: its day, the level, why, and what the child said of it; `fear` a type of harm."""

    on: date
    level: str
    reason: str
    fear: str
    number: int


def feared(t: Telling) -> tuple[Judged, ...]:
    """Tell the course of one child's exploitation: every assessment, with what was done after each."""
    course = pick(t.random, COURSES)
    fear = pick(
        t.random, {"criminal-exploitation": 40, "sexual-exploitation": 30, "county-lines": 18, "serious-violence": 12}
    )
    days = _days(t, course)
    t.happened(
        "referral.received", days[0] - timedelta(days=3), code="other", text=f"Worried that {words.FEARS[fear][0]}"
    )
    t.happened("harm.type", days[0], code=fear)
    judged = []
    before = "none"
    for number, (on, level) in enumerate(zip(days, course, strict=True)):
        reason = _reason(t, before, level)
        t.happened("assessment.ceraf", on, code=level)
        t.happened("exploitation.level-judged", on, code=level, text=reason)
        judged.append(Judged(on, level, reason, fear, number + 1))
        if level != "none":
            _after(t, on, number, level)
        before = level
    if course[-1] == "high" and fear in {"criminal-exploitation", "county-lines"}:
        _slavery(t, days[-1])
    _reviews(t, days, course)
    return tuple(judged)


def _days(t: Telling, course: tuple[str, ...]) -> list[date]:
    """Return a day for each: six weeks after a high level, eleven after another; the last up to that long ago."""
    gaps = [40 if level == "high" else 78 for level in course[:-1]]
    last = t.random.randint(3, 44 if course[-1] == "high" else 90)
    days = [t.today - timedelta(days=last)]
    for gap in reversed(gaps):
        days.append(days[-1] - timedelta(days=gap + t.random.randint(-4, 3)))
    days.reverse()
    return [max(d, t.known + timedelta(days=4 + n)) for n, d in enumerate(days)]


def _reason(t: Telling, before: str, level: str) -> str:
    ranks = ("none", "low", "medium", "high")
    if ranks.index(level) > ranks.index(before):
        return f"{t.random.choice(words.INCIDENTS)} More contact with older people than before."
    if level == before:
        return f"{t.random.choice(words.PROTECTIVE)} What we feared before is still there."
    return f"{t.random.choice(words.PROTECTIVE)} No new sign of harm since the last time."


def _after(t: Telling, on: date, number: int, level: str) -> None:
    if number == 0:
        t.happened("met.referred", on + timedelta(days=1))
    if level in {"medium", "high"} and on + timedelta(days=6) < t.today:
        t.happened("met.discussed", on + timedelta(days=5), code="agree" if level == "medium" else "direct-action",
                   text="The group agreed the plan; police visit the address named.")  # fmt: skip
    if level == "high" and on > t.known + timedelta(days=2):
        t.happened("safeguarding.strategy-discussion", on - timedelta(days=1), code="exploitation",
                   text="Police, social care, health and school. Section 47 enquiries to begin.")  # fmt: skip
        t.happened("safeguarding.outcome-shared", on)
        t.happened("intelligence.received", on - timedelta(days=2), agency=POLICE)


def _slavery(t: Telling, on: date) -> None:
    """Tell of the suspicion that a signed matrix records, and of what follows within days."""
    t.happened("safeguarding.slavery-suspected", on, text=SUSPECTED, source=f"assessment:{sheet_id(t, on)}")
    t.happened("safeguarding.strategy-discussion", on, code="slavery-or-trafficking")
    t.happened("safeguarding.outcome-shared", on + timedelta(days=1))
    if on + timedelta(days=3) < t.today:
        t.happened("nrm.referred", on + timedelta(days=3))
        t.happened("child.guardian-referred", on + timedelta(days=3))


def _reviews(t: Telling, days: list[date], course: tuple[str, ...]) -> None:
    """Review the plan as often as the level asks, some late; the newest of some children is still owed."""
    ends = [*days[1:], t.today - timedelta(days=t.random.choice((0, 0, 2, 9)))]
    for on, end, level in zip(days, ends, course, strict=True):
        if level == "none":
            continue
        every = 7 if level == "high" else 28
        at = on + timedelta(days=every - 1)
        while at < end:
            t.happened("plan.reviewed", at)
            at += timedelta(days=every - t.random.choice((0, 0, 1, -2 if level != "high" else 0)))
