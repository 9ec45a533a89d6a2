"""An action's life: agreed, handed on, given longer, ended once; seen by its owner and by nobody who may not."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from tests.partnership import LONG_AGO, Partnership, acting, as_owner, invented_child
from wayhome.clocks.queries import duties
from wayhome.plans.days import today
from wayhome.plans.operations import actions
from wayhome.plans.operations.actions import About, Agreed, Owner
from wayhome.plans.operations.errors import AlreadyEnded, AlreadyOpened, BadValue, CannotHandOn, NotFound
from wayhome.plans.queries import actions as queries
from wayhome.platform import wall
from wayhome.platform.operations import partnership as setting_up
from wayhome.record.queries import ledger


def agreed(place: Partnership, by: str, owner: Owner, **more: object) -> UUID:
    told = Agreed(**{"what": "Ring the school", "owner": owner, "due_on": today() + timedelta(days=2), **more})  # type: ignore[arg-type]
    with acting(place, by) as actor:
        return actions.open_action(actor=actor, agreed=told)


def mine(place: Partnership, name: str) -> set[UUID]:
    with acting(place, name) as actor:
        return {view.id for view in queries.open_of(actor.user, actor.authority, actor.agency, now=wall.now())}


def test_from_agreed_to_done(north: Partnership) -> None:
    child = invented_child(north)
    worker = north.people["worker"]
    action = agreed(north, "met", Owner(person=worker), about=About(child=child), source="meeting:1")
    assert action in mine(north, "worker") and action not in mine(north, "met")
    with acting(north, "met") as actor:
        later = today() + timedelta(days=9)
        actions.extend(actor=actor, action=action, due_on=later, reason="The school is shut this week")
        actions.reassign(actor=actor, action=action, owner=Owner(post="allocated-worker"), reason="It is the worker's")
        assert [view.id for view in queries.of_sources(actor.authority, ["meeting:1"])] == [action]
    assert action in mine(north, "worker"), "through the child, now that the post owns it"
    with acting(north, "worker") as actor:
        actions.complete(actor=actor, action=action, note="Spoke to the head", evidence="E-mail of today")
        seen = queries.action(action)
        assert seen and not seen.open and seen.due_on == later
        assert [s.verb for s in queries.steps(action)] == ["opened", "extended", "reassigned", "done"]
        assert queries.steps(action)[-1].by_user == worker
        told = {e.kind: e.text for e in ledger.entries(child) if e.kind.startswith("action.")}
        assert told == {"action.agreed": "Ring the school", "action.done": "Ring the school Spoke to the head"}
    assert action not in mine(north, "worker")


def test_it_ends_once(north: Partnership) -> None:
    action = agreed(north, "worker", Owner(person=north.people["worker"]), about=About(child=invented_child(north)))
    with acting(north, "worker") as actor:
        actions.not_done(actor=actor, action=action, note="The family moved away")
        for again in (actions.complete, lambda **k: actions.cancel(reason="Too late", **k)):
            with pytest.raises(AlreadyEnded):
                again(actor=actor, action=action)
        actions.note(actor=actor, action=action, words="They moved to Farshire")
        assert queries.action(action).state == "not-done"  # type: ignore[union-attr]
        assert [s.verb for s in queries.steps(action)] == ["opened", "not-done", "noted"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"what": "  "}, "what will be done"),
        ({"what": "x" * 5001}, "5,000 characters"),
        ({"what": "a\x00b"}, "null"),
        ({"owner": Owner()}, "one person, one post"),
        ({"owner": Owner(person=uuid4(), post="director")}, "one person, one post"),
        ({"owner": Owner(post="wizard")}, "no post"),
        ({"due_on": today() + timedelta(days=4000)}, "five years"),
        ({"about": About(adult=uuid4(), context=uuid4())}, "one child"),
        ({"about": About(episode=uuid4())}, "its child"),
    ],
)
def test_what_is_refused(north: Partnership, change: dict[str, object], said: str) -> None:
    with pytest.raises(BadValue, match=said):
        agreed(north, "worker", **{"owner": Owner(post="director"), **change})  # type: ignore[arg-type]


def test_a_form_sent_twice_opens_one(north: Partnership) -> None:
    named = uuid4()
    told = Agreed("Ring the school", Owner(person=north.people["worker"]), today())
    with acting(north, "worker") as actor:
        actions.open_action(actor=actor, agreed=told, action=named)
        with pytest.raises(AlreadyOpened) as twice:
            actions.open_action(actor=actor, agreed=told, action=named)
        assert twice.value.action == named
        assert len(queries.steps(named)) == 1


def test_reasons_are_asked_for(north: Partnership) -> None:
    action = agreed(north, "worker", Owner(person=north.people["worker"]))
    with acting(north, "worker") as actor:
        for ask in (
            lambda: actions.not_done(actor=actor, action=action, note=" "),
            lambda: actions.cancel(actor=actor, action=action, reason=""),
            lambda: actions.extend(actor=actor, action=action, due_on=today() + timedelta(days=5), reason=""),
            lambda: actions.extend(actor=actor, action=action, due_on=today(), reason="earlier is not longer"),
            lambda: actions.reassign(actor=actor, action=action, owner=Owner(post="director"), reason=""),
        ):
            with pytest.raises(BadValue):
                ask()
        assert queries.action(action).open  # type: ignore[union-attr]


def test_who_is_asked_sees_it_and_who_is_not_does_not(north: Partnership, south: Partnership) -> None:
    child = invented_child(north)
    action = agreed(
        north, "worker", Owner(person=north.people["nurse"]), about=About(child=child), what="Weigh the baby"
    )
    assert action in mine(north, "nurse"), "health reads no care of social care's, but is asked to act"
    with acting(north, "farshire"):
        assert queries.action(action) is None and queries.steps(action) == ()
    with acting(south, "worker") as actor:
        assert queries.action(action) is None
        with pytest.raises(NotFound):
            actions.complete(actor=actor, action=action)
    with acting(north, "nurse") as actor:
        with pytest.raises(CannotHandOn):
            actions.reassign(actor=actor, action=action, owner=Owner(person=north.people["worker"]), reason="Not mine")
        actions.complete(actor=actor, action=action, note="Weighed")


def test_a_colleague_who_may_not_see_the_child_is_not_told_the_name(north: Partnership) -> None:
    about, farshire = About(child=invented_child(north)), Owner(person=north.people["farshire"])
    with pytest.raises(BadValue, match="Leave the child's name out"):
        agreed(north, "worker", farshire, about=about, what="Fetch Invented from the station")
    with pytest.raises(BadValue, match="Leave the child's name out"):
        agreed(north, "worker", farshire, about=about, note="Invented's mother knows")
    theirs = Owner(agency=north.agencies["other-authority"])
    with as_owner():
        post = setting_up.add_post(
            authority=north.authority, role="board-manager", title="Board", agency=north.agencies["other-authority"]
        )
        setting_up.hold(authority=north.authority, post=post, users=[north.people["farshire"]], from_at=LONG_AGO)
    for elsewhere in (theirs, Owner(post="board-manager")):
        with pytest.raises(BadValue, match="Leave the child's name out"):
            agreed(north, "worker", elsewhere, about=about, what="Fetch Invented from the station")
    for here in (Owner(agency=north.agencies["health"]), Owner(post="police-duty-inspector"), Owner(post="carer")):
        agreed(north, "worker", here, about=about, what="Fetch Invented from the station")
    agreed(north, "worker", farshire, about=about, what="Ring the child's school")
    named = agreed(north, "worker", Owner(person=north.people["met"]), about=about, what="Fetch Invented")
    with acting(north, "worker") as actor, pytest.raises(BadValue, match="Leave the child's name out"):
        actions.reassign(actor=actor, action=named, owner=farshire, reason="They are nearer")


def test_what_an_agency_and_a_post_are_asked(north: Partnership) -> None:
    for_health = agreed(north, "worker", Owner(agency=north.agencies["health"]))
    for_inspector = agreed(north, "worker", Owner(post="police-duty-inspector"))
    for_head = agreed(north, "worker", Owner(post="head-of-service"))
    assert mine(north, "nurse") == {for_health}
    assert mine(north, "inspector") == {for_inspector}
    assert for_head in mine(north, "head-cover"), "who covers for leave has it too"


def test_the_team_managers_view(north: Partnership) -> None:
    child = invented_child(north)
    action = agreed(north, "met", Owner(post="allocated-worker"), about=About(child=child))
    with acting(north, "manager") as actor:
        assert action in {v.id for v in queries.open_of_team(actor.user, actor.authority, now=wall.now())}
    with acting(north, "loner") as actor:
        assert queries.open_of_team(actor.user, actor.authority, now=wall.now()) == ()


def test_who_must_have_nothing_to_do_with_the_child_sees_nothing(north: Partnership) -> None:
    child = invented_child(north)
    action = agreed(north, "worker", Owner(person=north.people["loner"]), about=About(child=child))
    with as_owner():
        setting_up.exclude(authority=north.authority, user=north.people["loner"], subject=child, reason="A relation")
    assert mine(north, "loner") == set()
    with acting(north, "loner"):
        assert queries.action(action) is None and duties.of_child(child) == ()


def test_overdue_is_worked_out_at_read(north: Partnership) -> None:
    action = agreed(north, "worker", Owner(person=north.people["worker"]), due_on=today() - timedelta(days=1))
    with acting(north, "worker"):
        view = queries.action(action)
        assert view and view.overdue(today()) and not view.overdue(view.due_on)
