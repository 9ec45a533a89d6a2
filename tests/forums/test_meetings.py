"""A meeting from the diary to its signature: who is on the agenda and why, what was said, what was decided."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection, transaction

from tests.browsing import counted
from tests.partnership import Partnership, acting, as_owner, invented_child, said
from wayhome.clocks.queries import duties
from wayhome.forums.models import Answer, Asked, Decision, Item, Meeting, Note, Reason
from wayhome.forums.operations import agenda, deciding, diary, entering, gathering, returns, saying
from wayhome.forums.operations.deciding import Decided
from wayhome.forums.operations.errors import AlreadyInTheDiary, BadValue, NotYours, TooLate
from wayhome.plans.days import today
from wayhome.plans.operations.actions import Owner
from wayhome.plans.queries import actions as action_queries
from wayhome.platform import wall
from wayhome.platform.actor import Actor
from wayhome.platform.models import Grant
from wayhome.platform.operations import partnership as setting_up
from wayhome.platform.roles import as_clock
from wayhome.record.operations import about, access, facts, links
from wayhome.record.operations.links import LinkDraft
from wayhome.record.queries import ledger
from wayhome.record.subjects import Subject
from wayhome.worklists.models import Notice

FORUM = "weekly-met"


def told(place: Partnership, child: UUID, by: str, *drafts: object) -> None:
    with acting(place, by) as actor:
        facts.record(actor=actor, child=child, drafts=list(drafts))  # type: ignore[arg-type]


def planned(place: Partnership, *, days: float = 3) -> UUID:
    with acting(place, "met") as actor:
        return diary.plan(actor=actor, forum=FORUM, opens_at=wall.now() + timedelta(days=days))


def gathered(place: Partnership, meeting: UUID) -> int:
    with acting(place, "met") as actor:
        return gathering.gather(actor=actor, meeting=meeting)


def listed(place: Partnership, meeting: UUID, state: str = "on", by: str = "met") -> dict[UUID, UUID]:
    """Return the items of one state by subject, as somebody sees them."""
    with acting(place, by):
        return dict(Item.objects.filter(meeting_id=meeting, state=state).values_list("subject_id", "id"))


def risky(place: Partnership, level: str = "high") -> UUID:
    child = invented_child(place)
    told(place, child, "worker", said("assessment.ceraf", 20, code=level), said("plan.safer-plan", 10))
    return child


def bind(actor: Actor, kind: str, first: Subject, other: Subject) -> None:
    links.link(actor=actor, draft=LinkDraft(kind, first, other, "School", "likely"))


def begun(place: Partnership, meeting: UUID) -> None:
    with acting(place, "met") as actor:
        diary.begin(actor=actor, meeting=meeting)


def decided(place: Partnership, item: UUID, decision: str = "agree", **more: object) -> None:
    words = {"rationale": "What is done is enough.", "grading": "medium", **more}
    with acting(place, "met") as actor:
        deciding.decide(actor=actor, item=item, decided=Decided(decision, **words))  # type: ignore[arg-type]


def test_everybody_who_qualifies_is_there_and_says_why(north: Partnership) -> None:
    high, low, quiet, arrested = risky(north), risky(north, "low"), invented_child(north), invented_child(north)
    told(north, arrested, "inspector", said("police.arrested", 5, code="linked-to-exploitation"))
    meeting = planned(north)
    assert gathered(north, meeting) == 1, "that they come for an arrest alone would tell of the arrest"
    assert set(listed(north, meeting)) == {high}
    assert set(listed(north, meeting, by="inspector")) == {high, arrested}
    assert set(listed(north, meeting, "left-off")) == {low}
    assert quiet not in listed(north, meeting, "left-off")
    with acting(north, "met"):
        why = {(r.subject_id, r.route) for r in Reason.objects.filter(item__meeting_id=meeting, open=True)}
        assert (high, "ceraf-and-plan") in why
        assert arrested not in {child for child, _ in why}, "police hold that in confidence"
    with acting(north, "inspector"):
        found = Reason.objects.get(item__meeting_id=meeting, subject_id=arrested, open=True)
        assert found.route == "arrest" and len(found.facts) == 1


def test_whom_the_chair_takes_off_stays_on_the_record_with_the_reason(north: Partnership) -> None:
    child, low, meeting = risky(north), risky(north, "low"), planned(north)
    gathered(north, meeting)
    (item,) = listed(north, meeting).values()
    with acting(north, "met") as actor:
        with pytest.raises(BadValue):
            agenda.remove(actor=actor, item=item, why="  ")
        agenda.remove(actor=actor, item=item, why="The strategy meeting is the same day.")
    assert gathered(north, meeting) == 0
    assert list(listed(north, meeting, "removed")) == [child]
    with acting(north, "met") as actor:
        again = agenda.add(actor=actor, meeting=meeting, subject=Subject.child(child), why="It was put off.")
        agenda.add(actor=actor, meeting=meeting, subject=Subject.child(low), why="His brother asked.")
    assert again == item and set(listed(north, meeting)) == {child, low}
    assert gathered(north, meeting) == 2, "whom the chair puts on stays on, whatever the routes say"
    with acting(north, "worker") as actor, pytest.raises(NotYours):
        agenda.remove(actor=actor, item=item, why="I would rather not")


def test_as_many_statements_for_many_as_for_few(north: Partnership) -> None:
    meeting = planned(north)
    risky(north)
    with acting(north, "met") as actor, counted() as few:
        gathering.gather(actor=actor, meeting=meeting)
    for _ in range(5):
        risky(north)
    with acting(north, "met") as actor, counted() as many:
        gathering.gather(actor=actor, meeting=meeting)
    assert len(many) <= len(few) + 1, "the items of the first time are now there to be brought up to date"
    assert len(listed(north, meeting)) == 6


def test_a_decision_meets_the_duty_and_sets_the_next_agenda(north: Partnership) -> None:
    child, meeting, later = risky(north), planned(north, days=1), planned(north, days=8)
    gathered(north, meeting)
    item = listed(north, meeting)[child]
    with pytest.raises(TooLate):
        decided(north, item)
    begun(north, meeting)
    with pytest.raises(TooLate):
        gathered(north, meeting)
    with pytest.raises(BadValue, match="how high"):
        decided(north, item, grading="")
    with pytest.raises(BadValue, match="at least one action"):
        decided(north, item, "direct-action")
    with acting(north, "met") as actor:
        deciding.agree_action(
            actor=actor, item=item, what="Ring the school", owner=Owner(person=north.people["worker"]),
            due_on=today() + timedelta(days=2), title="Weekly MET meeting",
        )  # fmt: skip
    decided(north, item, "direct-action", review_on=today() + timedelta(days=8), review_why="Soon")
    with acting(north, "worker") as actor:
        waiting = action_queries.open_of(actor.user, actor.authority, actor.agency, now=wall.now())
        assert [a.what for a in waiting if a.source == f"meeting:{meeting}"] == ["Ring the school"]
        states = {d.clock: d.state for d in duties.of_child(child)}
        assert states["met-review"] == "met"
        level = ledger.current_facts(child, ["exploitation.level-judged"])
        assert [fact.code for fact in level] == ["medium"]
        assert [fact.code for fact in ledger.current_facts(child, ["exploitation.lowered"])] == ["one-step"]
    gathered(north, later)
    with acting(north, "met"):
        routes = Reason.objects.filter(item__meeting_id=later, subject_id=child).values_list("route", flat=True)
        assert set(routes) >= {"review-set"}


def test_whoever_was_decided_on_comes_back_with_something_new(north: Partnership) -> None:
    child, meeting, later = risky(north), planned(north, days=1), planned(north, days=8)
    gathered(north, meeting)
    begun(north, meeting)
    decided(north, listed(north, meeting)[child])
    assert gathered(north, later) == 0
    with acting(north, "met"):
        assert "nothing their route rests on is new" in Item.objects.get(meeting_id=later, subject_id=child).note
    told(north, child, "worker", said("assessment.ceraf", 0, code="high"))
    assert gathered(north, later) == 1


def test_a_change_of_mind_keeps_both(north: Partnership) -> None:
    child, meeting = risky(north), planned(north)
    gathered(north, meeting)
    begun(north, meeting)
    item = listed(north, meeting)[child]
    decided(north, item)
    decided(north, item, "escalate", to_whom="Head of Service", grading="high")
    with acting(north, "met") as actor:
        assert list(Decision.objects.filter(item_id=item).order_by("number").values_list("decision", flat=True)) == [
            "agree", "escalate",
        ]  # fmt: skip
        assert [fact.code for fact in ledger.current_facts(child, ["met.discussed"])] == ["escalate"]
        assert not ledger.current_facts(child, ["exploitation.lowered"]), "it is not lower any more"
        diary.end(actor=actor, meeting=meeting)
        diary.sign(actor=actor, meeting=meeting)
    with pytest.raises(TooLate):
        decided(north, item)
    with acting(north, "worker") as actor, pytest.raises(TooLate):
        saying.write(actor=actor, item=item, text="One more thing", shared="care")


def test_words_put_right_later_move_no_meeting(north: Partnership) -> None:
    """What a meeting told stands at the time it was held, or a duty that it met would be late by the correction."""
    child, late, meeting = risky(north), risky(north), planned(north)
    gathered(north, meeting)
    begun(north, meeting)
    items = listed(north, meeting)
    decided(north, items[child], grading="low")
    with acting(north, "met") as actor:
        (first,) = ledger.current_facts(child, ["met.discussed"])
        (fell,) = ledger.current_facts(child, ["exploitation.lowered"])
        diary.end(actor=actor, meeting=meeting)
        ended = Meeting.objects.get(id=meeting).ended_at
    decided(north, items[child])
    decided(north, items[late])
    with acting(north, "met"):
        (again,) = ledger.current_facts(child, ["met.discussed"])
        assert again.id != first.id and again.happened_from - first.happened_from < ended - first.happened_from
        (less,) = ledger.current_facts(child, ["exploitation.lowered"])
        assert (fell.code, less.code) == ("two-steps", "one-step")
        (written,) = ledger.current_facts(late, ["met.discussed"])
        assert written.happened_from == ended, "decided at the meeting, though written down after it"


def test_minutes_are_not_signed_over_somebody_nobody_spoke_of(north: Partnership) -> None:
    risky(north)
    meeting = planned(north)
    gathered(north, meeting)
    begun(north, meeting)
    with acting(north, "met") as actor:
        diary.end(actor=actor, meeting=meeting)
        with pytest.raises(BadValue, match="without a decision"):
            diary.sign(actor=actor, meeting=meeting)


def test_what_the_chair_may_not_see_is_not_counted_and_not_forgotten(north: Partnership) -> None:
    child, meeting = risky(north), planned(north)
    with as_owner():
        setting_up.exclude(authority=north.authority, user=north.people["met"], subject=child, reason="A relation")
    assert gathered(north, meeting) == 0, "a number would tell that somebody is there"
    begun(north, meeting)
    with acting(north, "met") as actor:
        diary.end(actor=actor, meeting=meeting)
        with pytest.raises(BadValue, match="a colleague who took part") as refused:
            diary.sign(actor=actor, meeting=meeting)
        assert not any(letter.isdigit() for letter in str(refused.value))


def test_what_is_kept_from_the_chair_is_decided_by_whoever_sees_it_and_came_in(north: Partnership) -> None:
    arrested, low = invented_child(north), risky(north, "low")
    for child in (arrested, low):
        told(north, child, "inspector", said("police.arrested", 5, code="linked-to-exploitation"))
    meeting = planned(north)
    assert gathered(north, meeting) == 0, "a low risk timetables nobody, so that one is there would tell of the arrest"
    assert listed(north, meeting, by="nurse") == {} == listed(north, meeting, "left-off", by="nurse")
    items = listed(north, meeting, by="inspector")
    assert set(items) == {arrested, low}
    begun(north, meeting)
    enough = Decided("agree", "What is done is enough.", grading="low")
    with acting(north, "inspector") as actor:
        with pytest.raises(NotYours):
            deciding.decide(actor=actor, item=items[arrested], decided=enough)
        entering.enter(actor=actor, meeting=meeting, member="police")
    ordinary = risky(north)
    with acting(north, "met") as actor:
        seen = agenda.add(actor=actor, meeting=meeting, subject=Subject.child(ordinary), why="The school asked")
    with acting(north, "inspector") as actor, pytest.raises(NotYours):
        deciding.decide(actor=actor, item=seen, decided=enough)
    decided(north, seen)
    with acting(north, "met") as actor:
        diary.end(actor=actor, meeting=meeting)
        with pytest.raises(BadValue, match="a colleague who took part"):
            diary.sign(actor=actor, meeting=meeting)
    with acting(north, "inspector") as actor:
        for item in items.values():
            deciding.decide(actor=actor, item=item, decided=enough)
    with acting(north, "met") as actor:
        diary.sign(actor=actor, meeting=meeting)
        assert ledger.current_facts(arrested, ["met.discussed"]) == (), "that they were talked about would tell"
        assert not Decision.objects.filter(subject_id=arrested).exists()


def test_an_agency_is_asked_asked_again_and_the_chair_told(north: Partnership) -> None:
    risky(north)
    meeting = planned(north, days=1)
    with as_owner():
        post = setting_up.add_post(
            authority=north.authority,
            role="police-missing-unit",
            title="Unit",
            agency=north.agencies["police"],
            team=None,
        )
        setting_up.hold(
            authority=north.authority,
            post=post,
            users=[north.people["inspector"]],
            from_at=wall.now() - timedelta(days=9),
        )
    now = wall.now()
    returns.ask(now=now)
    assert not asked(north, meeting), "nothing is asked before the record was read"
    gathered(north, meeting)
    assert returns.ask(now=now) >= 1
    assert returns.ask(now=now + timedelta(minutes=1)) == 0, "each stage once"
    with acting(north, "inspector") as actor:
        assert Notice.objects.filter(recipient=actor.user, kind="meeting-return").count() == 1
    with acting(north, "nurse") as actor:
        item = Item.objects.get(meeting_id=meeting)
        saying.answer(actor=actor, item=item.id, text="", nothing_known=True, shared="missing")
    returns.ask(now=now + timedelta(hours=13))
    returns.ask(now=now + timedelta(hours=23))
    stages = asked(north, meeting)
    assert stages["police"] == ["asked", "chased", "passed-up"]
    assert stages["health"] == ["asked"], "whoever has answered is left in peace"
    with transaction.atomic(), as_clock():
        up = Notice.objects.filter(kind="meeting-return-missing", acknowledge_by__isnull=False)
        told = {name for name, user in north.people.items() if user in set(up.values_list("recipient", flat=True))}
    # Nobody holds the chair's post here, and who holds the one above it is away.
    assert told == {"head-cover"}, "that answers are missing is told to the chair, not asked once more"


def test_each_meeting_that_will_be_held_asks_for_itself(north: Partnership) -> None:
    risky(north)
    off = risky(north)
    one, two, dropped, far = (planned(north, days=days) for days in (1, 2, 2.5, 20))
    for meeting in (one, two, dropped, far):
        gathered(north, meeting)
    with acting(north, "met") as actor:
        diary.cancel(actor=actor, meeting=dropped, why="Half-term")
        agenda.remove(actor=actor, item=listed(north, one)[off], why="Seen last week")
    assert set(missing_of(one).values()) == {1} and set(missing_of(two).values()) == {2}, (
        "of what is talked about there"
    )
    now = wall.now()
    returns.ask(now=now)
    assert asked(north, one) == asked(north, two) != {}, "that one was asked for is no answer for the other"
    assert not asked(north, dropped), "what is not held asks for nothing"
    assert "other-authority" not in asked(north, one), "an agency without a place at it has nothing to answer"
    assert not asked(north, far), "only as long before as papers go out"
    before = asked(north, one)
    returns.ask(now=now + timedelta(days=1, hours=1))
    assert asked(north, one) == before, "its time has come: whoever chairs asks in the room"


def asked(place: Partnership, meeting: UUID) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    with acting(place, "met"):
        for row in Asked.objects.filter(meeting_id=meeting).select_related("agency").order_by("at"):
            found.setdefault(row.agency.kind, []).append(row.stage)
    return found


def test_a_family_and_a_group_of_peers_stand_together(north: Partnership) -> None:
    one, two, three, four, alone = (risky(north) for _ in range(5))
    with acting(north, "worker") as actor:
        mother = about.open_adult(actor=actor, drafts=[said("adult.name", text="Invented Mother")])
        named = [said("context.name", text="The bus stop"), said("context.kind", code="peers")]
        peers = about.open_context(actor=actor, drafts=named)
        for child in (one, two):
            bind(actor, "family", Subject.child(child), Subject.adult(mother))
        for child in (two, three):
            bind(actor, "frequents", Subject.child(child), Subject.context(peers))
        bind(actor, "friend", Subject.child(three), Subject.child(four))
    meeting = planned(north)
    gathered(north, meeting)
    with acting(north, "met"):
        together = dict(Item.objects.filter(meeting_id=meeting, state="on").values_list("subject_id", "together"))
    assert len({together[child] for child in (one, two, three, four)}) == 1 and together[one] and not together[alone]


def test_words_of_two_pages_are_both_kept(north: Partnership) -> None:
    child, meeting = risky(north), planned(north)
    gathered(north, meeting)
    item = listed(north, meeting)[child]
    with acting(north, "worker") as actor:
        first = saying.write(actor=actor, item=item, text="She said", shared="care")
        lost = saying.write(actor=actor, item=item, text="She said", shared="care")
        assert lost.note == first.note and not lost.beside, "sent again because the answer was lost: no second row"
        on = saying.write(
            actor=actor, item=item, text="She said yes", shared="care", note=first.note, version=lost.version
        )
        other = saying.write(actor=actor, item=item, text="Her aunt rang", shared="care", note=first.note, version=1)
        assert other.beside and other.note != on.note
    with acting(north, "manager") as actor:
        saying.write(actor=actor, item=item, text="From me", shared="care", note=on.note, version=on.version)
        kept = set(Note.objects.filter(item_id=item).values_list("text", flat=True))
    assert kept == {"She said yes", "Her aunt rang", "From me"}


def test_an_answer_is_read_by_those_it_was_shared_with(north: Partnership) -> None:
    child, meeting = risky(north), planned(north)
    gathered(north, meeting)
    item = listed(north, meeting)[child]
    with acting(north, "inspector") as actor:
        with pytest.raises(BadValue):
            saying.answer(actor=actor, item=item, text="", nothing_known=False, shared="care")
        saying.answer(actor=actor, item=item, text="Seen with a man", nothing_known=False, shared="intelligence")
    with acting(north, "nurse") as actor:
        saying.answer(actor=actor, item=item, text="", nothing_known=True, shared="missing")
    with acting(north, "met"):
        answers = dict(Answer.objects.filter(item_id=item).values_list("agency_id", "nothing_known"))
        assert answers == {north.agencies["police"]: False, north.agencies["health"]: True}
        assert not Note.objects.filter(item_id=item).exists()
    with acting(north, "inspector"):
        assert Note.objects.get(item_id=item).text == "Seen with a man"


def test_nobody_learns_from_the_agenda_what_is_kept_from_them(north: Partnership) -> None:
    child, arrested = invented_child(north), invented_child(north)
    sealed = [said("assessment.ceraf", 20, code="high", sealed=True), said("plan.safer-plan", 10, sealed=True)]
    with acting(north, "worker") as actor:
        access.be_named(actor=actor, child=child, reason="Knows the child")
    told(north, child, "worker", *sealed)
    told(north, arrested, "inspector", said("police.arrested", 5, code="linked-to-exploitation"))
    meeting = planned(north)
    assert gathered(north, meeting) == 0
    assert set(listed(north, meeting, by="worker")) == {child}
    assert set(listed(north, meeting, by="inspector")) == {arrested}
    assert listed(north, meeting, by="nurse") == {}
    assert missing_of(meeting) == {}, "what an agency cannot see it is not asked about"
    told(north, child, "worker", said("assessment.ceraf", 1, code="high"), said("plan.safer-plan", 1))
    assert gathered(north, meeting) == 1, "what many may read is a reason of its own"
    with acting(north, "worker") as actor:
        access.seal(actor=actor, child=child, users=[], teams=[], reason="A threat")
    assert missing_of(meeting) == {}, "a sealed record is asked about of nobody"


def missing_of(meeting: UUID) -> dict[UUID, int]:
    with transaction.atomic(), as_clock():
        return returns.missing(Meeting.objects.get(id=meeting))


def test_a_child_who_stands_there_unseen_is_put_on_by_hand_like_any_other(north: Partnership) -> None:
    arrested, other, meeting = invented_child(north), invented_child(north), planned(north)
    told(north, arrested, "inspector", said("police.arrested", 5, code="linked-to-exploitation"))
    gathered(north, meeting)
    for child in (arrested, other):
        with acting(north, "met") as actor:
            agenda.add(actor=actor, meeting=meeting, subject=Subject.child(child), why="The school asked.")
    gathered(north, meeting)
    assert set(listed(north, meeting, by="nurse")) == {arrested, other}
    with acting(north, "met"):
        rows = Item.objects.filter(meeting_id=meeting)
        assert set(rows.values_list("state", "added", "note", "restricted")) == {
            ("on", True, "The school asked.", False)
        }
        assert not Reason.objects.filter(item__meeting_id=meeting).exists()


@pytest.mark.parametrize("shut", ["excluded", "restricted"])
def test_words_one_may_no_longer_read_are_not_changed_even_without_looking(north: Partnership, shut: str) -> None:
    child, meeting = risky(north), planned(north)
    gathered(north, meeting)
    item = listed(north, meeting)[child]
    if shut == "restricted":
        with as_owner():
            Grant.objects.create(
                authority_id=north.authority, user_id=north.people["nurse"], subject=child, reason="Theirs"
            )
        with transaction.atomic(), as_clock():
            Item.objects.filter(id=item).update(restricted=True)
    with acting(north, "nurse") as actor:
        saying.answer(actor=actor, item=item, text="Seen on Monday", nothing_known=False, shared="missing")
    with as_owner():
        if shut == "restricted":
            Grant.objects.filter(subject=child).update(ended_at=wall.now())
        else:
            setting_up.exclude(
                authority=north.authority, user=north.people["nurse"], subject=child, reason="A relation"
            )
    # An update that reads no column is judged by its own policy alone.
    with acting(north, "nurse"), connection.cursor() as cursor:
        cursor.execute("update forums_answer set nothing_known = true")
        cursor.execute("update forums_note set text = 'Written over'")
    with transaction.atomic(), as_clock():
        assert not Answer.objects.get(item_id=item).nothing_known
        assert Note.objects.get(item_id=item).text == "Seen on Monday"


def test_an_excluded_colleague_sees_no_item(north: Partnership) -> None:
    child, meeting = risky(north), planned(north)
    gathered(north, meeting)
    with as_owner():
        setting_up.exclude(authority=north.authority, user=north.people["met"], subject=child, reason="A relation")
    assert listed(north, meeting) == {}
    assert list(listed(north, meeting, by="worker")) == [child]


def test_the_diary_holds_a_meeting_once(north: Partnership, south: Partnership) -> None:
    when = wall.now() + timedelta(days=2)
    with acting(north, "met") as actor:
        made = diary.plan(actor=actor, forum=FORUM, opens_at=when)
        with pytest.raises(AlreadyInTheDiary):
            diary.plan(actor=actor, forum=FORUM, opens_at=when)
        diary.cancel(actor=actor, meeting=made, why="It is Christmas")
        diary.plan(actor=actor, forum=FORUM, opens_at=when)
    with acting(south, "met"):
        assert not Meeting.objects.filter(id=made).exists()
