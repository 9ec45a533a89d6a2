"""Duties about contexts and about the partnership itself live as a child's do: read, swept, told, never lost."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.partnership import Partnership, acting, ago, as_owner, at, invented_child, northhaven, said, southhaven
from wayhome.clocks.models import FiredRung, Reading, Transition
from wayhome.clocks.operations import sweep
from wayhome.clocks.queries import duties
from wayhome.clocks.queries.duties import Duty
from wayhome.platform import wall
from wayhome.platform.operations import partnership as setting_up
from wayhome.platform.roles import as_clock
from wayhome.record.operations import about, facts
from wayhome.record.operations.errors import Refused
from wayhome.record.operations.facts import Draft
from wayhome.record.queries import ledger
from wayhome.record.subjects import Subject
from wayhome.worklists.models import Notice
from wayhome.worklists.queries import work

DAY = 24.0


def a_context(place: Partnership, days_ago: float = 3, by: str = "worker") -> Subject:
    drafts = [said("context.name", days_ago * DAY, text="The invented arcade")]
    drafts.append(said("context.identified", days_ago * DAY, code="event"))
    with acting(place, by) as actor:
        return Subject.context(about.open_context(actor=actor, drafts=drafts))


def begun(place: Partnership, days_ago: float) -> Subject:
    own = Subject.partnership(place.authority)
    with acting(place, "met") as actor:
        facts.record_about(actor=actor, subject=own, drafts=[said("partnership.began", days_ago * DAY)])
    return own


def told(place: Partnership, subject: Subject, kind: str, days_ago: float = 0, **value: object) -> UUID:
    with acting(place, "met") as actor:
        return facts.record_about(actor=actor, subject=subject, drafts=[said(kind, days_ago * DAY, **value)])[0]


def standing(place: Partnership, subject: Subject, clock: str, by: str = "met") -> list[Duty]:
    with acting(place, by):
        return sorted((d for d in duties.of_subject(subject) if d.clock == clock), key=lambda d: d.ordinal)


def equal(*subjects: Subject) -> bool:
    return not [d for s in subjects for d in sweep.check_subject(s, now=wall.now())]


def test_a_context_is_owed_its_talk_its_team_and_its_review(north: Partnership) -> None:
    context = a_context(north, days_ago=3)
    (talk,) = standing(north, context, "context-timetabled")
    assert talk.state == "running" and talk.subject == context and talk.child_id is None
    told(north, context, "context.discussed", 1, code="assess")
    (talk,) = standing(north, context, "context-timetabled")
    assert talk.state == "met"
    (team,) = standing(north, context, "context-team-named")
    (review,) = standing(north, context, "context-review")
    assert team.open and review.open
    told(north, context, "context.reviewed", 0, text="quieter")
    assert standing(north, context, "context-review")[0].state == "met"
    assert len(standing(north, context, "context-review")) == 2, "it comes back twelve weeks later"
    told(north, context, "context.closed", 0, text="nothing more")
    assert not standing(north, context, "context-review")[-1].open
    assert equal(context)


def test_each_context_and_each_partnership_has_its_own(north: Partnership, south: Partnership) -> None:
    first, second = a_context(north), a_context(north)
    told(north, first, "context.discussed", 1, code="record-only")
    assert [d.state for d in standing(north, first, "context-timetabled")] == ["met"]
    assert [d.open for d in standing(north, second, "context-timetabled")] == [True]
    own = begun(north, 2)
    assert standing(north, own, "response-figures")
    with acting(south, "met"):
        assert duties.of_subject(own) == () == duties.of_subject(first)
        assert duties.of_subject(Subject.partnership(south.authority)) == ()


def test_who_sees_a_duty_sees_whom_it_is_about(north: Partnership) -> None:
    context, own = a_context(north), begun(north, 2)
    assert standing(north, context, "context-timetabled", by="inspector")
    assert not standing(north, context, "context-timetabled", by="nurse")
    assert standing(north, own, "response-figures", by="nurse")
    assert not standing(north, own, "response-figures", by="farshire")
    with as_owner():
        setting_up.exclude(
            authority=north.authority, user=north.people["hub-two"], subject=context.id, reason="owns it"
        )
    assert not standing(north, context, "context-timetabled", by="hub-two")


def test_a_withdrawn_beginning_stands_everything_down(north: Partnership) -> None:
    own = begun(north, 2)
    with acting(north, "met") as actor:
        (entry,) = ledger.current_about(own, ["partnership.began"])
        facts.withdraw(actor=actor, fact=entry.id, reason="not yet")
    assert not [d for d in standing(north, own, "response-figures") if d.open]
    assert equal(own)


def test_time_alone_moves_them_and_tells_those_who_hold_the_posts(north: Partnership) -> None:
    context, own = a_context(north, days_ago=1), begun(north, 1)
    later = wall.now() + timedelta(days=9)
    sweep.sweep(now=later)
    assert standing(north, context, "context-timetabled")[0].state == "breached"
    assert standing(north, own, "response-figures")[0].state == "breached"
    with acting(north, "met") as actor:
        mine = work.duties_of(actor.user, north.authority, now=later)
        assert {context, own} <= {d.subject for d in mine}
        notices = work.notices_of(actor.user)
        assert {context, own} <= {n.subject for n in notices}
    with transaction.atomic(), as_clock():
        for rows in (Reading, Transition, FiredRung, Notice):
            assert rows.objects.filter(context_id=context.id, child__isnull=True).exists()
            assert rows.objects.filter(
                authority_id=north.authority, child__isnull=True, adult__isnull=True, context__isnull=True
            ).exists()
    assert not [d for d in sweep.check(now=later) if d.subject in (context, own)]


def test_a_planted_difference_is_found(north: Partnership) -> None:
    context, own = a_context(north), begun(north, 2)
    with transaction.atomic(), as_clock():
        Reading.objects.filter(context_id=context.id, clock="context-timetabled").update(state="met")
        Reading.objects.filter(authority_id=north.authority, clock="response-figures").delete()
        found = {d.subject for d in sweep.check(now=wall.now())}
    assert {context, own} <= found


def test_a_child_is_read_as_before_beside_them(north: Partnership) -> None:
    child = invented_child(north)
    begun(north, 2)
    a_context(north)
    with acting(north, "met"):
        assert all(d.subject == Subject.child(child) for d in duties.of_child(child))
    assert sweep.check_child(child, now=wall.now()) == []


CONTEXT_ACTS = (
    ("context.identified", {"code": "event"}), ("context.discussed", {"code": "assess"}),
    ("context.discussed", {"code": "record-only"}), ("context.team-named", {}), ("context.reviewed", {"text": "x"}),
    ("context.closed", {"text": "x"}),
)  # fmt: skip
PARTNERSHIP_ACTS = (
    "partnership.began", "partnership.response-figures", "partnership.monthly-analysis", "partnership.practice-review",
    "partnership.board-report", "partnership.problem-profile", "partnership.annual-report",
)  # fmt: skip
STEP = st.tuples(
    st.sampled_from(["context", "partnership", "correct", "withdraw", "sweep"]),
    st.integers(0, 400),
    st.floats(0, 400),
    st.sampled_from(["met", "worker"]),
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(STEP, min_size=1, max_size=14), lewisham=st.booleans())
def test_whatever_is_told_in_whatever_order_what_is_stored_is_what_the_ledger_gives(
    db: None, steps: list[tuple[str, int, float, str]], lewisham: bool
) -> None:
    place = southhaven() if lewisham else northhaven()
    with transaction.atomic():
        context, own = a_context(place), Subject.partnership(place.authority)
        now = wall.now()
        for what, which, days, who in steps:
            if what == "sweep":
                now = max(now, wall.now()) + timedelta(days=days / 100)
                sweep.sweep(now=now)
                continue
            try:
                _one(place, context, own, what, which, days, who)
            except Refused:
                continue
        now = max(now, wall.now())
        sweep.sweep(now=now)  # a fact told at this hour was read at this hour, and the check looks from later
        for subject in (context, own):
            assert sweep.check_subject(subject, now=now) == []
        transaction.set_rollback(True)


def _one(place: Partnership, context: Subject, own: Subject, what: str, which: int, days: float, who: str) -> None:
    when = ago(days * DAY)
    with acting(place, who) as actor:
        if what == "context":
            kind, value = CONTEXT_ACTS[which % len(CONTEXT_ACTS)]
            facts.record_about(actor=actor, subject=context, drafts=[Draft(kind, at(when), wall.now(), **value)])
        elif what == "partnership":
            kind = PARTNERSHIP_ACTS[which % len(PARTNERSHIP_ACTS)]
            facts.record_about(actor=actor, subject=own, drafts=[Draft(kind, at(when), wall.now())])
        else:
            here = [e for s in (context, own) for e in ledger.entries_about(s) if e.current]
            if not here:
                return
            entry = here[which % len(here)]
            if what == "withdraw":
                facts.withdraw(actor=actor, fact=entry.id, reason="drawn")
            else:
                draft = Draft(entry.kind, at(when), wall.now(), code=entry.code, text=entry.text)
                facts.correct(actor=actor, fact=entry.id, draft=draft, reason="drawn")
