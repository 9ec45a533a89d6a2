"""Asking each agency before a meeting for what it holds, asking again, and telling the chair what is still missing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Count

from wayhome.engine.forums import Forum
from wayhome.forums.models import Answer, Asked, Item, ItemState, Meeting, MeetingState
from wayhome.forums.operations.gathering import EVERY_AGENCY
from wayhome.forums.queries.definitions import forum_of
from wayhome.platform.queries.agencies import Known, agencies
from wayhome.platform.queries.audiences import audience_of
from wayhome.platform.roles import as_clock
from wayhome.record.queries import gathered
from wayhome.record.subjects import Subject
from wayhome.worklists.operations.notices import Sent, tell_posts

DAYS_BEFORE = 2  # where the protocol does not say how long before the meeting papers go out
LONGEST = timedelta(days=30)
# How much of that time is left when an agency is asked, asked again, and when the chair is told.
STAGES = {"asked": 1.0, "chased": 0.5, "passed-up": 0.125}
KINDS = {"asked": "meeting-return", "chased": "meeting-return-late", "passed-up": "meeting-return-missing"}


def ask(*, now: datetime) -> int:
    """Ask, ask again or tell the chair, wherever that is due; return how many people were told. The worker calls this.

    Each agency with a place at the meeting is asked about what is on the agenda once the record was read for it; one that
    has answered about everything is left in peace. Each stage happens once, and never close upon the one before.
    """
    told = 0
    with transaction.atomic(), as_clock():
        rows = Meeting.objects.filter(
            state=MeetingState.PLANNED, gathered_at__isnull=False, opens_at__gt=now, opens_at__lte=now + LONGEST
        )  # fmt: skip
        for meeting in rows:
            forum = forum_of(meeting.line, meeting.forum)
            for agency, stage in _due(meeting, forum, now) if forum else ():
                assert forum is not None
                told += _tell(meeting, forum, agency, stage, now)
    return told


def _due(meeting: Meeting, forum: Forum, now: datetime) -> Iterator[tuple[Known, str]]:
    whole = timedelta(days=forum.papers.days_before if forum.papers and forum.papers.days_before else DAYS_BEFORE)
    if meeting.opens_at - whole > now:
        return
    done: dict[UUID, dict[str, datetime]] = {}
    for row in Asked.objects.filter(meeting=meeting):
        done.setdefault(row.agency_id, {})[row.stage] = row.at
    lacking = missing(meeting)
    places = {member.agency for member in forum.members}
    for agency in agencies(meeting.authority_id):
        if agency.kind in places and agency.id in lacking:
            before = done.get(agency.id, {})
            stage = next((each for each in STAGES if each not in before), None)
            if stage and _time(meeting, whole * STAGES[stage], max(before.values(), default=None)) <= now:
                yield agency, stage


def _time(meeting: Meeting, left: timedelta, last: datetime | None) -> datetime:
    """Return when a stage is due: with so much time left, and no sooner than half-way on from the stage before."""
    due = meeting.opens_at - left
    return due if last is None else max(due, last + (meeting.opens_at - last) / 2)


def missing(meeting: Meeting) -> dict[UUID, int]:
    """Return the agencies that have not answered about everything, with how many answers are missing.

    What is restricted, sealed, or there for what few may read is not asked for: an agency that may not see it cannot
    answer, and must not learn of it.
    """
    on = Item.objects.filter(
        meeting=meeting, state=ItemState.ON, restricted=False, audience__handling=EVERY_AGENCY
    ).exclude(subject_id__in=gathered.restricted(meeting.authority_id))  # fmt: skip
    total = on.count()
    given = dict(Answer.objects.filter(item__in=on).values_list("agency_id").annotate(n=Count("id")))
    every = (agency.id for agency in agencies(meeting.authority_id))
    return {agency: total - given.get(agency, 0) for agency in every if given.get(agency, 0) < total}


def _tell(meeting: Meeting, forum: Forum, agency: Known, stage: str, now: datetime) -> int:
    if stage == "passed-up":
        roles = [member.role for member in forum.members if member.role and member.chairs]
    else:
        roles = [member.role for member in forum.members if member.role and member.agency == agency.kind]
    sent = Sent(
        KINDS[stage], meeting.id, Subject.partnership(meeting.authority_id), meeting.authority_id,
        audience_of(agency.id, EVERY_AGENCY), restricted=False,
    )  # fmt: skip
    people = tell_posts(sent=sent, roles=list(dict.fromkeys(roles)), within=(meeting.opens_at - now) / 2, now=now)
    Asked.objects.bulk_create(
        [
            Asked(
                authority_id=meeting.authority_id,
                meeting=meeting,
                agency_id=agency.id,
                stage=stage,
                people=people,
                at=now,
            )
        ],
        ignore_conflicts=True,
    )
    return people
