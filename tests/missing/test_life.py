"""An episode's life under both protocols: each step is kept, and none comes out of order."""

from uuid import UUID

import pytest

from tests.partnership import UNTIMED, Partnership, acting, ago, at, invented_child, reported, said
from wayhome.clocks.queries import duties
from wayhome.engine.facts import Moment, Precision
from wayhome.missing.operations import conversations, episodes
from wayhome.missing.operations.errors import AlreadyMissing, CannotClose, NotIndependent, NotYetReturned, OutOfOrder
from wayhome.missing.queries import episodes as queries
from wayhome.missing.queries.episodes import EpisodeView
from wayhome.missing.web.closing import CloseForm
from wayhome.platform import wall
from wayhome.record.operations import facts
from wayhome.record.operations.errors import BadValue, NotFound
from wayhome.record.queries import ledger


def states(place: Partnership, episode: UUID) -> dict[str, str]:
    with acting(place, "worker"):
        return {d.clock: d.state for d in duties.of_episode(episode)}


def seen(place: Partnership, episode: UUID) -> EpisodeView:
    with acting(place, "worker"):
        return episodes.seen(episode)


def came_back(place: Partnership, episode: UUID, hours_ago: float | None) -> None:
    returned = UNTIMED if hours_ago is None else at(ago(hours_ago))
    with acting(place, "inspector") as actor:
        told = episodes.CameBack(located=None, returned=returned, how="walked home")
        episodes.came_back(actor=actor, episode=episode, told=told, told_at=wall.now())


def listened_to(place: Partnership, episode: UUID, hours_ago: float) -> None:
    with acting(place, "worker") as actor:
        offer = conversations.Offer(at=at(ago(hours_ago + 0.2)), role="mentor", by="Invented Mentor", answer="accepted")
        conversations.offer(actor=actor, episode=episode, offer=offer, told_at=wall.now())
        told = conversations.Conversation(
            at=at(ago(hours_ago)), role="mentor", by="Invented Mentor", areas=(("Where were you?", "With friends."),),
            push=("conflict-at-home",), pull=("family-or-friends",), harm_decision="none",
        )  # fmt: skip
        conversations.held(actor=actor, episode=episode, told=told, told_at=wall.now())


@pytest.mark.parametrize("place", ["north", "south"])
def test_from_report_to_closed(place: str, request: pytest.FixtureRequest) -> None:
    here: Partnership = request.getfixturevalue(place)
    child = invented_child(here)
    episode = reported(
        here, child, hours_ago=30, category="unauthorised-absence", reported=at(ago(29.5)), police_risk="medium",
        risk_factors=("age", "self-harm"), last_seen="By the school gate",
    )  # fmt: skip
    assert seen(here, episode).section == "missing"
    with acting(here, "worker") as actor:
        episodes.add(actor=actor, episode=episode, drafts=[said("missing.update", 20, text="A friend had a message.")])
        episodes.change_category(
            actor=actor,
            episode=episode,
            category="missing",
            since=at(ago(19)),
            why="not where we thought",
            told_at=wall.now(),
        )
    view = seen(here, episode)
    assert (view.first_category, view.category) == ("unauthorised-absence", "missing")
    running = states(here, episode)
    assert running, "a missing child and nothing to do"

    came_back(here, episode, 10)
    assert seen(here, episode).section == "returned"
    back = states(here, episode)
    assert back["safe-and-well"] in {"running", "due-soon"}
    with acting(here, "inspector") as actor:
        episodes.add(actor=actor, episode=episode, drafts=[said("return.safe-and-well", 9, text="Seen, tired, well.")])
    assert states(here, episode)["safe-and-well"] == "met"

    listened_to(here, episode, 5)
    assert states(here, episode)["conversation-held" if place == "north" else "return-interview"] == "met"
    with acting(here, "worker") as actor:
        episodes.close(
            actor=actor, episode=episode, outcome="Wants to see more of friends.", at=at(ago(1)),
            why_no_conversation="", told_at=wall.now(),
        )  # fmt: skip
        kinds = {e.kind for e in ledger.entries(child, episode=episode)}
    closed = seen(here, episode)
    assert closed.section == "closed" and closed.closed_at
    assert {"return.push-factor", "return.pull-factor", "return.said", "return.interviewer"} <= kinds


def test_a_child_is_missing_once_at_a_time(north: Partnership) -> None:
    child = invented_child(north)
    episode = reported(north, child, hours_ago=5)
    with pytest.raises(AlreadyMissing) as refusal:
        reported(north, child, hours_ago=2, by="inspector")
    assert refusal.value.episode == episode
    came_back(north, episode, 1)
    again = reported(north, child, hours_ago=0.5)
    assert again != episode


def test_the_database_itself_keeps_to_one(north: Partnership) -> None:
    from django.db import IntegrityError, transaction

    from wayhome.missing.models import Episode
    from wayhome.platform.roles import as_clock

    child = invented_child(north)
    episode = reported(north, child, hours_ago=5)
    with transaction.atomic(), as_clock():
        twin = Episode.objects.get(id=episode)
        twin.id = UUID(int=1)
        with pytest.raises(IntegrityError, match="one_missing_episode_a_child"), transaction.atomic():
            twin.save(force_insert=True)


def test_withdrawing_an_old_return_cannot_make_a_child_missing_twice(north: Partnership) -> None:
    child = invented_child(north)
    first = reported(north, child, hours_ago=50)
    came_back(north, first, 40)
    second = reported(north, child, hours_ago=5)
    with acting(north, "worker") as actor:
        (returned,) = ledger.current_facts(child, ["missing.returned"])
        with pytest.raises(AlreadyMissing) as refusal:
            facts.withdraw(actor=actor, fact=returned.id, reason="another child")
        assert refusal.value.episode == second
        (still,) = ledger.current_facts(child, ["missing.returned"])
        assert still.id == returned.id, "the refusal left the withdrawal behind"


def test_a_report_about_a_child_whose_open_episode_one_may_not_see_is_refused_and_not_lost(north: Partnership) -> None:
    """A restricted fact hides the episode's row from nobody here, so an exclusion is the way to be blind to it."""
    child = invented_child(north)
    episode = reported(north, child, hours_ago=5)
    with acting(north, "farshire"):
        assert queries.missing_now(child) is None
    with acting(north, "farshire") as actor, pytest.raises(NotFound):
        episodes.report(
            actor=actor, child=child, report=episodes.Report(category="missing", since=at(ago(1))), told_at=wall.now()
        )
    assert seen(north, episode).section == "missing"


OUT_OF_ORDER = {
    "an update before going missing": ("missing.update", 10, {"text": "x"}, OutOfOrder),
    "an update that has not happened": ("missing.update", -2, {"text": "x"}, OutOfOrder),
    "a return before going missing": ("missing.returned", 10, {"text": "x"}, OutOfOrder),
    "a return that has not happened": ("missing.returned", -24, {"text": "x"}, OutOfOrder),
    "a safe and well check while missing": ("return.safe-and-well", 1, {"text": "x"}, NotYetReturned),
    "a conversation while missing": ("return.conversation-held", 1, {"code": "independent"}, NotYetReturned),
}


@pytest.mark.parametrize("slip", OUT_OF_ORDER)
def test_nothing_comes_out_of_order(slip: str, north: Partnership) -> None:
    kind, hours_ago, value, refusal = OUT_OF_ORDER[slip]
    child = invented_child(north)
    episode = reported(north, child, hours_ago=5)
    with acting(north, "worker") as actor:
        before = len(ledger.entries(child))
        with pytest.raises(refusal) as words:
            episodes.add(actor=actor, episode=episode, drafts=[said(kind, hours_ago, **value)])
        assert len(ledger.entries(child)) == before
    assert str(words.value).endswith(".")
    assert seen(north, episode).section == "missing"


def test_a_check_before_the_return_is_refused(north: Partnership) -> None:
    episode = reported(north, invented_child(north), hours_ago=10)
    came_back(north, episode, 2)
    with acting(north, "worker") as actor, pytest.raises(OutOfOrder):
        episodes.add(actor=actor, episode=episode, drafts=[said("return.safe-and-well", 3, text="x")])


@pytest.mark.parametrize(
    "times", [{"hours_ago": -3}, {"hours_ago": 3, "reported": -1}, {"hours_ago": 3, "reported": 5}]
)
def test_a_report_of_what_has_not_happened_is_refused(times: dict[str, float], north: Partnership) -> None:
    child = invented_child(north)
    told = {"reported": at(ago(times["reported"]))} if "reported" in times else {}
    with pytest.raises(OutOfOrder):
        reported(north, child, hours_ago=times["hours_ago"], **told)
    with acting(north, "worker"):
        assert queries.of_child(child) == ()


def test_closing_says_what_is_lacking(north: Partnership) -> None:
    episode = reported(north, invented_child(north), hours_ago=10)

    def close(outcome: str = "", why: str = "") -> None:
        with acting(north, "worker") as actor:
            episodes.close(
                actor=actor,
                episode=episode,
                outcome=outcome,
                at=at(ago(0)),
                why_no_conversation=why,
                told_at=wall.now(),
            )

    with pytest.raises(CannotClose, match="found or came back.*what was learned.*return home conversation"):
        close()
    came_back(north, episode, 2)
    with pytest.raises(CannotClose, match="return home conversation"):
        close("learned")
    close("learned", "The child moved to another council, which will hold it on Monday.")
    with pytest.raises(CannotClose, match="closed already"):
        close("learned", "twice")
    assert seen(north, episode).section == "closed"


def test_a_reason_once_given_is_not_asked_again(north: Partnership) -> None:
    """Nobody has to say twice that the child would rather not talk."""
    episode = reported(north, invented_child(north), hours_ago=10)
    came_back(north, episode, 2)
    view, now = seen(north, episode), wall.now()
    with acting(north, "worker") as actor:
        assert "why_no_conversation" in CloseForm(None, now=now, view=view).fields
        facts.record(
            actor=actor,
            child=view.child_id,
            drafts=[said("return.conversation-reason", 1, text="She would rather write a letter")],
            episode=episode,
        )
        assert "why_no_conversation" not in CloseForm(None, now=now, view=view).fields
        episodes.close(
            actor=actor, episode=episode, outcome="learned", at=at(ago(0)), why_no_conversation="", told_at=wall.now()
        )
    assert seen(north, episode).section == "closed"


def test_a_carer_does_not_hold_the_conversation(north: Partnership) -> None:
    episode = reported(north, invented_child(north), hours_ago=10)
    came_back(north, episode, 2)
    for role in ("foster-carer", "residential-worker", "", "passer-by"):
        with acting(north, "worker") as actor, pytest.raises(NotIndependent):
            offer = conversations.Offer(at=at(ago(1)), role=role)
            conversations.offer(actor=actor, episode=episode, offer=offer, told_at=wall.now())


def test_a_declined_offer_needs_its_reason_and_asks_the_parent(north: Partnership) -> None:
    episode = reported(north, invented_child(north), hours_ago=10)
    came_back(north, episode, 2)
    with acting(north, "worker") as actor:
        declined = conversations.Offer(at=at(ago(1)), role="mentor", answer="declined")
        with pytest.raises(OutOfOrder, match="why"):
            conversations.offer(actor=actor, episode=episode, offer=declined, told_at=wall.now())
        declined = conversations.Offer(at=at(ago(1)), role="mentor", answer="declined", why="Said: not today.")
        conversations.offer(actor=actor, episode=episode, offer=declined, told_at=wall.now())
    assert states(north, episode)["parent-offered"] in {"running", "due-soon"}
    with acting(north, "worker") as actor:
        conversations.parent_asked(
            actor=actor, episode=episode, at=at(ago(0.5)), said="Worried too.", told_at=wall.now()
        )
    assert states(north, episode)["parent-offered"] == "met"


def test_recorded_in_error_stands_every_duty_down(north: Partnership) -> None:
    child = invented_child(north)
    episode = reported(north, child, hours_ago=40)
    before = states(north, episode)
    assert "breached" in before.values()
    with acting(north, "worker") as actor:
        with pytest.raises(BadValue):
            episodes.recorded_in_error(actor=actor, episode=episode, why=" ", told_at=wall.now())
        episodes.recorded_in_error(actor=actor, episode=episode, why="a different child", told_at=wall.now())
        assert queries.missing_now(child) is None
    assert set(states(north, episode).values()) == {"stood-down"}
    assert seen(north, episode).section == "error"
    with acting(north, "worker"):
        board = duties.board(closed_since=ago(24))
    assert episode not in {p.episode_id for p in board.places}
    reported(north, child, hours_ago=1)  # and the child can be reported missing again


def test_withdrawing_the_beginning_takes_the_episode_off_every_list(north: Partnership) -> None:
    child = invented_child(north)
    episode = reported(north, child, hours_ago=40)
    with acting(north, "worker") as actor:
        (began,) = ledger.current_facts(child, ["missing.began"])
        facts.withdraw(actor=actor, fact=began.id, reason="another child")
        assert queries.episode(episode) is None
        assert {d.state for d in duties.of_episode(episode)} <= {"stood-down"}
        board = duties.board(closed_since=ago(24))
    assert episode not in {p.episode_id for p in board.places}
    assert sum(board.counts.values()) == len(board.places)


def test_correcting_when_it_began_moves_every_due_time_and_keeps_every_key(north: Partnership) -> None:
    child = invented_child(north)
    episode = reported(north, child, hours_ago=10)
    with acting(north, "worker") as actor:
        timed = ("strategy-to-locate", "need-to-know-72-hours", "need-to-know-5-days")
        before = {d.key: d for d in duties.of_episode(episode) if d.clock in timed}
        (began,) = ledger.current_facts(child, ["missing.began"])
        earlier = said("missing.began", 34, code="missing")
        facts.correct(actor=actor, fact=began.id, draft=earlier, reason="last seen the night before")
        after = {d.key: d for d in duties.of_episode(episode)}
    assert len(before) == 3
    for key, duty in before.items():
        assert after[key].due_at and duty.due_at and after[key].due_at < duty.due_at, key
    assert seen(north, episode).since_from == earlier.moment.earliest
    strategy = next(d for d in after.values() if d.clock == "strategy-to-locate")
    assert strategy.state == "breached", "34 hours missing, and the 24-hour discussion was not held"


def test_a_child_who_becomes_looked_after_while_missing_is_owed_what_that_brings(north: Partnership) -> None:
    child = invented_child(north, care="not-looked-after")
    episode = reported(north, child, hours_ago=30)
    assert "strategy-to-locate" not in states(north, episode)
    with acting(north, "worker") as actor:
        facts.record(actor=actor, child=child, drafts=[said("child.care-status", 2, code="looked-after")])
        (duty,) = [d for d in duties.of_episode(episode) if d.clock == "strategy-to-locate"]
    assert duty.open and duty.due_at


@pytest.mark.parametrize("place", ["north", "south"])
def test_a_return_nobody_timed_is_asked_about(place: str, request: pytest.FixtureRequest) -> None:
    here: Partnership = request.getfixturevalue(place)
    episode = reported(here, invented_child(here), hours_ago=30)
    came_back(here, episode, None)
    view = seen(here, episode)
    assert view.section == "returned"
    assert view.ended == Moment(None, None, Precision.UNKNOWN)
    with acting(here, "worker"):
        unsure = [d for d in duties.of_episode(episode) if d.state == "cannot-tell"]
    assert any(d.clock == "safe-and-well" for d in unsure)
    assert all(d.missing and d.owner for d in unsure), "cannot-tell names what to ask and whom"


def test_a_close_without_a_return_is_not_good_news(north: Partnership) -> None:
    """An old record may come in closed without saying when the child was found."""
    child = invented_child(north)
    episode = reported(north, child, hours_ago=30)
    with acting(north, "worker") as actor:
        facts.record(actor=actor, child=child, episode=episode, drafts=[said("missing.closed", 1, text="closed")])
        found = {d.clock: d.state for d in duties.of_episode(episode)}
    view = seen(north, episode)
    assert view.section == "closed"
    assert view.ended == UNTIMED, "nobody said when, so nobody knows when"
    assert found["strategy-to-locate"] == "breached", "closing an old record undid a breach"


def test_a_late_report_of_somebody_already_home(north: Partnership) -> None:
    episode = reported(north, invented_child(north), hours_ago=30)
    with acting(north, "worker") as actor:
        told = episodes.CameBack(located=at(ago(28)), returned=at(ago(27)), where="a friend's")
        episodes.came_back(actor=actor, episode=episode, told=told, told_at=wall.now())
        assert {d.state for d in duties.of_episode(episode) if d.clock == "strategy-to-locate"} <= {"stood-down"}
    assert seen(north, episode).ended_from == told.located.earliest  # type: ignore[union-attr]
