"""Meetings that are called when they are needed, and meetings on contexts: each tells the fact its duty waits for."""

from datetime import UTC, datetime, timedelta

from tests.forums.test_meetings import begun, decided, gathered, listed, planned
from tests.partnership import Partnership, acting, invented_child, reported, said
from wayhome.clocks.queries import duties
from wayhome.forums.operations import agenda, deciding, diary, gathering
from wayhome.forums.operations.deciding import Decided
from wayhome.forums.queries import definitions
from wayhome.packs.forums import load_forums
from wayhome.packs.loading import load_protocol, protocol_ids
from wayhome.platform import wall
from wayhome.record.operations.about import open_context
from wayhome.record.operations.facts import record_about
from wayhome.record.queries import ledger
from wayhome.record.subjects import Subject


def test_which_forum_tells_which_fact_stands_in_its_protocol() -> None:
    told = {told.kind for line in protocol_ids() for forum in load_forums(line) for told in forum.tells}
    waited_for = {
        kind for line in protocol_ids() for clock in load_protocol(line).clocks for met in clock.met_by for kind in met.kinds
        if kind.startswith(("meeting.", "met.discussed", "met.extraordinary", "strategy-discussion."))
    }  # fmt: skip
    by_hand = {"meeting.formal-review", "meeting.responsible-asked", "meeting.review-interval"}
    assert waited_for - by_hand <= told, "a duty that waits for a meeting is met by one"
    assert all(each.cite for line in protocol_ids() for forum in load_forums(line) for each in forum.tells)


def test_a_missing_persons_meeting_is_told_of_the_episode(south: Partnership) -> None:
    child = invented_child(south)
    episode = reported(south, child, hours_ago=80)
    with acting(south, "worker") as actor:
        forum = next(f for f in definitions.forums_of(actor.authority) if f.id == "missing-persons-meeting")
        assert definitions.next_times(forum, wall.now(), 3) == (), "it is called, not counted out"
        meeting = diary.plan(actor=actor, forum=forum.id, opens_at=wall.now() + timedelta(hours=1), why="80 hours")
        gathering.gather(actor=actor, meeting=meeting)
        item = agenda.add(actor=actor, meeting=meeting, subject=Subject.child(child), why="Missing for 80 hours")
        diary.begin(actor=actor, meeting=meeting)
        way = definitions.decisions_for("lewisham-2017", forum, "child")[0]
        deciding.decide(actor=actor, item=item, decided=Decided(way.id, "Search where his cousin lives"))
        (fact,) = ledger.current_facts(child, ["meeting.missing-persons"])
        assert (fact.episode, fact.text) == (episode, "Search where his cousin lives")


def test_a_context_is_decided_in_the_words_of_the_meeting_on_contexts(north: Partnership) -> None:
    with acting(north, "worker") as actor:
        place = open_context(actor=actor, drafts=[said("context.name", 9, text="Invented arcade")])
        told = [said("context.identified", 5, code="referral")]
        record_about(actor=actor, subject=Subject.context(place), drafts=told)
    meeting = planned(north)
    gathered(north, meeting)
    begun(north, meeting)
    item = listed(north, meeting)[place]
    decided(north, item, "record-only", grading="")
    with acting(north, "met"):
        (fact,) = ledger.current_about(Subject.context(place), ["context.discussed"])
        assert fact.code == "record-only"
        states = {duty.clock: duty.state for duty in duties.of_subject(Subject.context(place))}
        assert states["context-timetabled"] == "met"


def test_a_bank_holiday_gives_way(north: Partnership) -> None:
    weekly = next(f for f in load_forums("portsmouth-pathway") if f.id == "weekly-met")
    (first, moved), (second, other) = definitions.next_times(weekly, datetime(2030, 12, 24, 9, tzinfo=UTC), 2)
    assert moved is not None and moved.isoformat() == "2030-12-25"
    assert (first.date().isoformat(), first.hour) == ("2030-12-27", 11), "Boxing Day is a holiday too"
    assert second.date().isoformat() == "2031-01-02" and other is not None
