"""The part of an invented episode once the child is back: seen, listened to, and closed."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from wayhome.demonstration import texts
from wayhome.demonstration.people import NEIGHBOUR, POLICE, SOCIAL_CARE, VOLUNTARY
from wayhome.demonstration.shapes import pick
from wayhome.demonstration.story import Story, about
from wayhome.engine.facts import Moment, Precision
from wayhome.intake.package.times import LONDON, day

FORM = "Return home conversation"
INTERVIEWER = "return-interviewer"
WITHIN_72_HOURS = 0.63  # of conversations held, in the national figures


def come_back(story: Story, back: datetime, *, timed: bool) -> None:
    """Tell where the child was found and that the child is home; `timed` False: nobody knows when."""
    place = pick(story.random, texts.FOUND)
    ahead = story.minutes(15, 80)
    if story.chance(0.5) and timed and back - ahead > story.began + timedelta(hours=1):
        where = texts.ON_THE_WAY.get(place, place)
        story.tell("missing.located", back - ahead, text=where, agency=POLICE, by="police-missing-person-lead")
    how = texts.CAME_BACK.get(place, place)
    story.tell("missing.returned", back, text=how, agency=POLICE, moment=_returned(story, back, timed), promptly=True)


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
    _seen(story, back)
    if story.child.placement == "placed-in":
        _ask_placing_authority(story, back, closed)
    else:
        _listen(story, back, closed)
    if closed is not None:
        words = story.random.choice(texts.LEARNED)
        story.tell("missing.closed", closed, text=words, agency=SOCIAL_CARE, by="met-coordinator", promptly=True)


def _seen(story: Story, back: datetime) -> None:
    """Safe and well, the decision about harm, the report, the network: mostly within a day (PATH App C)."""
    r = story.random
    police = "police-missing-person-lead"
    if story.chance(0.05):
        story.tell("return.safe-and-well-not-done", back + story.hours(4), text=r.choice(texts.NOT_SEEN), agency=POLICE)
    words = r.choice(texts.SAFE_AND_WELL)
    story.do("return.safe-and-well", back + story.hours(5, 0.5), text=words, share=0.92, agency=POLICE, by=police)
    harm = pick(r, {"none": 86, "ongoing-risk": 8, "suspected": 4, "harmed": 2})
    decided = back + story.hours(8, 0.45)
    story.do("return.harm-decided", decided, harm, share=0.93, agency=SOCIAL_CARE, by="line-manager")
    story.do("return.report-updated", back + story.hours(7, 0.5), share=0.93, agency=POLICE, by=police)
    if back - story.began >= timedelta(hours=70):
        story.do("return.network-updated", back + story.hours(26), share=0.9, agency=SOCIAL_CARE, by="allocated-worker")
    if harm != "none":
        hub = "safeguarding-hub-manager"
        at = decided + story.hours(9, 0.5)
        story.do("strategy-discussion.held", at, "about-harm", share=0.9, agency=SOCIAL_CARE, by=hub)


def _ask_placing_authority(story: Story, back: datetime, closed: datetime | None) -> None:
    """A child placed here by another authority is listened to by that authority; we ask (PATH 9.12)."""
    by, asked = "met-coordinator", back + story.hours(14, 0.5)
    words = texts.ASKED
    story.do("return.placing-authority-asked", asked, text=words, share=0.92, agency=SOCIAL_CARE, by=by)
    if closed is not None:
        at = min(asked + story.hours(40, 0.4), closed - timedelta(hours=1))
        if story.tell("return.conversation-held", at, "independent", agency=NEIGHBOUR, by=INTERVIEWER):
            _pass_on(story, at, NEIGHBOUR)


def _listen(story: Story, back: datetime, closed: datetime | None) -> None:
    r = story.random
    answer, offered = _offer(story, back, before=closed)
    if closed is None or not answer:
        return
    if answer == "accepted":
        _hold(story, back, offered, closed)
        return
    words = r.choice(texts.DECLINED if answer == "declined" else texts.NO_ANSWER)
    story.tell("return.conversation-reason", offered + story.minutes(60, 600), text=words, agency=VOLUNTARY)
    words = r.choice(texts.PARENT)
    at = offered + story.hours(10, 0.5)
    story.do("return.parent-offered", at, text=words, share=0.9, agency=VOLUNTARY, by=INTERVIEWER)


def _offer(story: Story, back: datetime, before: datetime | None) -> tuple[str, datetime]:
    """Offer the conversation; returns the answer ("" when nobody has offered) and when it was offered."""
    late = story.chance(0.1)
    offered = back + (timedelta(hours=72) + story.hours(12) if late else min(story.hours(16), timedelta(hours=70)))
    if before is not None:
        offered = min(offered, before - timedelta(hours=6))
    offered = max(offered, back + timedelta(minutes=30))
    kind = "not-independent" if story.chance(0.15) else "independent"
    if not story.tell("return.conversation-offered", offered, kind, agency=VOLUNTARY, by=INTERVIEWER, source=FORM):
        return "", back
    answer = pick(story.random, {"accepted": 68, "declined": 23, "no-answer": 9})
    answered = offered + story.minutes(1, 60)
    story.tell("return.conversation-answered", answered, answer, agency=VOLUNTARY, by=INTERVIEWER)
    return answer, offered


def _hold(story: Story, back: datetime, offered: datetime, closed: datetime) -> None:
    soon = story.chance(WITHIN_72_HOURS)
    at = back + (story.minutes(10 * 60, 71 * 60) if soon else story.minutes(73 * 60, 130 * 60))
    at = min(max(at, offered + timedelta(hours=2)), closed - timedelta(hours=3))
    at = max(at, offered)
    kind = "independent" if story.chance(0.85) else "not-independent"
    told = partial(story.tell, agency=VOLUNTARY, by=INTERVIEWER, source=FORM)
    told("return.conversation-held", at, kind)
    _said(story, at, "Return interviewer, Harbour" if kind == "independent" else "Allocated social worker")
    written = at + story.hours(1.5, 0.3)
    told("return.form-completed", written)
    if story.chance(0.05):
        told("return.harm-disclosed", at, text=story.random.choice(texts.HARM))
        told("return.concerns-shared", at)
        words = story.random.choice(texts.DECISION)
        story.tell("return.harm-discussed", written, text=words, agency=SOCIAL_CARE, by="line-manager")
    _pass_on(story, written, VOLUNTARY)


def _pass_on(story: Story, heard: datetime, agency: str) -> None:
    """Share what was learned within a day, and bring the plan up to date within days."""
    shared = heard + story.minutes(10, 600)
    story.do("return.intelligence-shared", shared, share=0.92, agency=agency, by=INTERVIEWER)
    planned = heard + story.hours(48, 0.4)
    story.do("return.plan-updated", planned, share=0.9, agency=SOCIAL_CARE, by="allocated-worker")


def _said(story: Story, at: datetime, interviewer: str) -> None:
    r = story.random
    told = partial(story.tell, agency=VOLUNTARY, by=INTERVIEWER, source=FORM)
    told("return.interviewer", at, text=interviewer)
    told("return.said", at, text=r.choice(texts.SAID))
    for factor in {pick(r, texts.PUSH): None for _ in range(r.choice((0, 1, 1, 2)))}:
        told("return.push-factor", at, factor)
    for factor in {pick(r, texts.PULL): None for _ in range(r.choice((0, 1, 1, 2)))}:
        told("return.pull-factor", at, factor)
