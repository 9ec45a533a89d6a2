"""The part of an invented episode while the child is missing: told, graded, searched for, discussed."""

from __future__ import annotations

from datetime import datetime, timedelta

from wayhome.demonstration import texts
from wayhome.demonstration.people import POLICE, SCHOOLS, SOCIAL_CARE
from wayhome.demonstration.shapes import LONDON, pick
from wayhome.demonstration.story import Story

NEED_TO_KNOW = "Need to Know"


def search(story: Story, reported: datetime) -> None:
    """Tell what happened from the report, at `reported`, until the child is back."""
    _report(story, reported)
    risk = _grade(story, reported)
    _tell_people(story, reported)
    _updates(story, reported)
    _notices(story, risk)
    _discuss(story)


def _until(story: Story) -> datetime:
    return story.back or story.now


def _report(story: Story, reported: datetime) -> None:
    r = story.random
    by = "carer" if story.child.looked_after else "parent"
    number = f"SPP-{story.reference[-5:]}"
    story.tell("missing.reported", reported, agency=POLICE, by=by, source="Police report")
    story.tell("missing.police-notice", reported, text=number, agency=POLICE, source="Police report")
    if story.chance(0.75):
        story.tell("missing.search-steps", reported, text=r.choice(texts.SEARCH), agency=SOCIAL_CARE, by=by)
    if story.chance(0.08):
        story.tell("missing.medical", reported, text=r.choice(texts.MEDICAL), agency=SOCIAL_CARE, by=by)
    held = "held" if story.chance(0.8) else "not-held"
    story.tell("missing.photograph", reported, held, agency=POLICE)
    for factor in {pick(r, texts.RISKS): None for _ in range(r.choice((0, 0, 1, 1, 2)))}:
        story.tell("missing.risk-factor", reported, factor, agency=POLICE, by="police-missing-person-lead")


def _grade(story: Story, reported: datetime) -> str:
    at = reported + story.minutes(10, 45)
    weights = {"high": 34, "medium": 66} if story.child.age < 12 else {"high": 13, "medium": 85, "low": 2}
    risk = pick(story.random, weights)
    if at >= _until(story) or not story.tell(
        "missing.risk-graded", at, risk, agency=POLICE, by="police-duty-inspector"
    ):
        return ""
    if story.chance(0.9):
        story.tell("missing.whereabouts", at, "unknown", agency=POLICE)
    local = "high" if story.chance(0.3 if story.child.age < 12 else 0.06) else "not-high"
    if local == "high" or story.chance(0.7):
        story.tell("missing.local-risk", at, local, agency=SOCIAL_CARE, by="safeguarding-hub-manager")
    danger = "yes" if risk == "high" and story.chance(0.15) else "no"
    story.tell("missing.immediate-danger", at, danger, agency=POLICE, by="police-duty-inspector")
    if "high" in {risk, local}:
        _high_risk_notice(story, at)
    met = at if story.chance(0.7) else at + story.minutes(10, 90)
    if danger == "yes" and met < _until(story):
        _meet(story, met)
    return "high" if "high" in {risk, local} else risk


def _tell_people(story: Story, reported: datetime) -> None:
    """Social worker and manager within the hour; school and the others within the day (PATH 9.3, 9.5)."""
    hub, police = "safeguarding-hub-manager", "police-missing-person-lead"
    at = reported + story.hours(0.4, 0.4)
    story.do("told.social-worker", at, share=0.95, agency=SOCIAL_CARE, by=hub)
    story.do("told.team-manager", at, share=0.93, agency=SOCIAL_CARE, by=hub)
    story.do("missing.parents-told", reported + story.hours(0.5), "told", share=0.95, agency=SOCIAL_CARE, by=hub)
    story.do("missing.school-told", reported + story.hours(10, 0.4), share=0.92, agency=SCHOOLS, by=police)
    story.do("told.professionals", reported + story.hours(12, 0.3), share=0.92, agency=SOCIAL_CARE, by=hub)
    _consider(story, reported + story.hours(9, 0.4))


def _consider(story: Story, at: datetime) -> None:
    """Within the day: harm from outside the family, and the need of a child with no worker (PATH 9.1, 9.5)."""
    for kind, words in (
        ("missing.outside-harm-considered", texts.CONSIDERED),
        ("missing.need-reviewed", texts.REVIEWED),
    ):
        by = "safeguarding-hub-manager"
        story.do(kind, at, text=story.random.choice(words), share=0.94, agency=SOCIAL_CARE, by=by)


def _updates(story: Story, reported: datetime) -> None:
    at = reported + story.hours(10)
    while at < min(_until(story), reported + timedelta(days=8)):
        story.tell("missing.update", at, text=story.random.choice(texts.UPDATES), agency=POLICE)
        at += story.hours(18)


def _high_risk_notice(story: Story, at: datetime) -> None:
    """The Need to Know for high risk, due at once (PATH 9.14): most are sent as the risk is graded, some are not."""
    sent = at if story.chance(0.75) else at + story.minutes(10, 240)
    if sent < _until(story) and story.chance(0.95):
        _notice(story, "need-to-know.deputy-director", sent, "high-risk")


def _notices(story: Story, risk: str) -> None:
    """Need to Knows at 72 hours and at five days: owed once that long has passed, home or not (PATH 13.5, 13.6)."""
    for kind, value, hours, owed in (
        ("need-to-know.deputy-director", "72-hours", 72, risk != "high"),
        ("need-to-know.director", "5-days", 120, True),
    ):
        passed = story.began + timedelta(hours=hours)
        late = story.hours(14) if story.chance(0.12) else -story.minutes(5, 90)
        if owed and passed < _until(story) and story.chance(0.97):
            _notice(story, kind, _working(passed) + late, value)


def _notice(story: Story, kind: str, at: datetime, value: str) -> None:
    words = story.random.choice(texts.NEED_TO_KNOW)
    story.tell(kind, at, value, words, agency=SOCIAL_CARE, by="head-of-service", source=NEED_TO_KNOW)


def _working(at: datetime) -> datetime:
    """A notice that falls due at a weekend goes on Monday morning; most go in office hours anyway."""
    weekday = at.astimezone(LONDON).weekday()
    return at + timedelta(days=7 - weekday) if weekday >= 5 else at


def _discuss(story: Story) -> None:
    """A strategy discussion by 24 hours, for children looked after or on a protection plan (PATH 9.6)."""
    owed = story.child.looked_after or story.child.plan == "child-protection"
    late = story.hours(12) if story.chance(0.15) else -story.minutes(5, 240)
    at = story.began + timedelta(hours=24) + late
    if owed and at < _until(story) and story.chance(0.92):
        _meet(story, at)


def _meet(story: Story, at: datetime) -> None:
    words = story.random.choice(texts.DISCUSSION)
    by = "safeguarding-hub-manager"
    story.tell("strategy-discussion.held", at, "to-locate", words, agency=SOCIAL_CARE, by=by)
