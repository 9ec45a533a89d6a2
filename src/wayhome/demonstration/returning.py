"""The part of an invented episode once the child is back: seen, listened to, and closed."""

from __future__ import annotations

from datetime import datetime, timedelta

from wayhome.demonstration import texts
from wayhome.demonstration.people import POLICE, SOCIAL_CARE, VOLUNTARY
from wayhome.demonstration.shapes import pick
from wayhome.demonstration.story import Story, about
from wayhome.engine.facts import Moment, Precision
from wayhome.intake.package.times import LONDON, day

INTERVIEW = "Return home conversation"
WITHIN_72_HOURS = 0.63  # of conversations held, in the national figures


def come_back(story: Story, back: datetime, *, timed: bool) -> None:
    """Tell where the child was found and that the child is home; `timed` False: nobody knows when."""
    place = pick(story.random, texts.FOUND)
    ahead = story.minutes(15, 80)
    if story.chance(0.5) and timed and back - ahead > story.began + timedelta(hours=1):
        story.tell("missing.located", back - ahead, text=place, agency=POLICE, by="police-missing-person-lead")
    story.tell("missing.returned", back, text=place, agency=POLICE, moment=_returned(story, back, timed), promptly=True)


def _returned(story: Story, back: datetime, timed: bool) -> Moment:
    if not timed:
        return Moment(None, None, Precision.UNKNOWN)
    vague = story.random.random()
    local = back.astimezone(LONDON).date()
    if vague < 0.03 and local > story.began.astimezone(LONDON).date():
        return day(local)
    return about(back) if vague < 0.1 else Moment(back, back)


def follow_up(story: Story, back: datetime, closed: datetime | None) -> None:
    """Tell what was done after the return; `closed` None: the conversation is still to be had."""
    harm = _seen(story, back)
    answer, offered = _offer(story, back)
    if closed is None:
        return
    if answer == "accepted":
        _hold(story, back, offered, closed)
    elif answer and story.chance(0.6):
        words = story.random.choice(texts.PARENT)
        story.tell("return.parent-offered", offered + story.hours(10), text=words, agency=VOLUNTARY)
    if harm in {"suspected", "harmed"}:
        story.tell("strategy-discussion.held", back + story.hours(20), "about-harm", agency=SOCIAL_CARE)
    words = story.random.choice(texts.LEARNED)
    story.tell("missing.closed", closed, text=words, agency=SOCIAL_CARE, by="met-coordinator", promptly=True)


def _seen(story: Story, back: datetime) -> str:
    r = story.random
    late = story.chance(0.1)
    at = back + (timedelta(hours=24) + story.hours(8) if late else story.hours(3, 0.6))
    if story.chance(0.93):
        story.tell("return.safe-and-well", at, text=r.choice(texts.SAFE_AND_WELL), agency=POLICE)
    elif story.chance(0.6):
        story.tell("return.safe-and-well-not-done", at, text=r.choice(texts.NOT_SEEN), agency=POLICE)
    harm = pick(r, {"none": 84, "ongoing-risk": 9, "suspected": 4, "harmed": 3})
    decided = back + story.hours(9)
    if story.chance(0.9):
        story.tell("return.harm-decided", decided, harm, agency=SOCIAL_CARE, by="line-manager")
    if story.chance(0.85):
        story.tell("return.report-updated", back + story.hours(7), agency=POLICE, by="police-missing-person-lead")
    if story.chance(0.8):
        story.tell("return.network-updated", back + story.hours(26), agency=SOCIAL_CARE, by="allocated-worker")
    return harm


def _offer(story: Story, back: datetime) -> tuple[str, datetime]:
    """Offer the conversation; returns the answer ("" for no offer) and when it was offered."""
    if not story.chance(0.94):
        return "", back
    late = story.chance(0.12)
    offered = back + (timedelta(hours=72) + story.hours(12) if late else min(story.hours(16), timedelta(hours=70)))
    kind = "not-independent" if story.chance(0.15) else "independent"
    by = "return-interviewer"
    if not story.tell("return.conversation-offered", offered, kind, agency=VOLUNTARY, by=by, source=INTERVIEW):
        return "", back
    answer = pick(story.random, {"accepted": 68, "declined": 23, "no-answer": 9})
    answered = offered + story.minutes(1, 90)
    story.tell("return.conversation-answered", answered, answer, agency=VOLUNTARY, by=by)
    if answer == "declined":
        words = story.random.choice(texts.DECLINED)
        story.tell("return.conversation-reason", answered, text=words, agency=VOLUNTARY, by=by)
    return answer, offered


def _hold(story: Story, back: datetime, offered: datetime, closed: datetime) -> None:
    r = story.random
    soon = story.chance(WITHIN_72_HOURS)
    at = back + (story.minutes(10 * 60, 71 * 60) if soon else story.minutes(73 * 60, 200 * 60))
    at = min(max(at, offered + timedelta(hours=2)), closed - timedelta(hours=3))
    kind = "independent" if story.chance(0.85) else "not-independent"
    by = "return-interviewer"

    def told(name: str, moment: datetime, value: str = "", text: str = "") -> None:
        story.tell(f"return.{name}", moment, value, text, agency=VOLUNTARY, by=by, source=INTERVIEW)

    told("conversation-held", at, kind)
    told("interviewer", at, text="Return interviewer, Harbour" if kind == "independent" else "Allocated social worker")
    told("said", at, text=r.choice(texts.SAID))
    for factor in {pick(r, texts.PUSH): None for _ in range(r.choice((0, 1, 1, 2)))}:
        told("push-factor", at, factor)
    for factor in {pick(r, texts.PULL): None for _ in range(r.choice((0, 1, 1, 2)))}:
        told("pull-factor", at, factor)
    written = at + story.hours(1.5, 0.3)
    told("form-completed", written)
    if story.chance(0.05):
        told("harm-disclosed", at, text=r.choice(texts.HARM))
        story.tell(
            "return.harm-discussed", written, text=r.choice(texts.DECISION), agency=SOCIAL_CARE, by="line-manager"
        )
    if story.chance(0.8):
        told("intelligence-shared", written + story.minutes(10, 300))
    if story.chance(0.65):
        story.tell("return.plan-updated", written + story.hours(20), agency=SOCIAL_CARE, by="allocated-worker")
