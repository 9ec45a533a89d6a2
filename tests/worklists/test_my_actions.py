"""My work shows what I agreed to do and what my team agreed to do, and lets me say that it is done."""

from datetime import timedelta
from uuid import UUID

from tests.browsing import browser, counted, words
from tests.partnership import Partnership, acting, invented_child
from wayhome.plans.days import today
from wayhome.plans.operations import actions, plans
from wayhome.plans.operations.actions import About, Agreed, Owner
from wayhome.plans.operations.plans import Content
from wayhome.plans.queries import actions as queries


def agreed(place: Partnership, what: str, owner: Owner, days: int = 2, child: UUID | None = None) -> UUID:
    told = Agreed(what, owner, today() + timedelta(days=days), About(child=child))
    with acting(place, "met") as actor:
        return actions.open_action(actor=actor, agreed=told)


def test_mine_my_teams_and_nobody_elses(north: Partnership) -> None:
    child = invented_child(north)
    agreed(north, "Ring the school today", Owner(person=north.people["worker"]), -3, child)
    agreed(north, "Walk the route", Owner(person=north.people["loner"]), 2, child)
    mine = words(browser(north, "worker").get("/my-work"))
    assert "Ring the school today" in mine and "Overdue by 3 days" in mine and "Walk the route" not in mine
    manager = words(browser(north, "manager").get("/my-work"))
    assert "for your team" in manager and "Ring the school today" in manager and "Walk the route" not in manager


def test_done_from_the_list_once(north: Partnership) -> None:
    action = agreed(north, "Ring the clinic", Owner(person=north.people["worker"]))
    client = browser(north, "worker")
    done = {"do": "outcome", "outcome-outcome": "done", "back": "my-work"}
    assert client.post(f"/actions/{action}", done)["Location"] == "/my-work"
    assert "Ring the clinic" not in words(client.get("/my-work"))
    assert client.post(f"/actions/{action}", done).status_code == 422, "sent twice says that it has ended"
    with acting(north, "worker"):
        assert [s.verb for s in queries.steps(action)] == ["opened", "done"]


def test_what_can_become_of_an_action_on_its_page(north: Partnership) -> None:
    action = agreed(north, "Ask the club", Owner(person=north.people["worker"]), 2, invented_child(north))
    client = browser(north, "worker")
    later = today() + timedelta(days=20)
    boxes = {"extend-due_on_day": later.day, "extend-due_on_month": later.month, "extend-due_on_year": later.year}
    assert client.post(f"/actions/{action}", {"do": "extend", **boxes, "extend-reason": ""}).status_code == 422
    assert (
        client.post(f"/actions/{action}", {"do": "extend", **boxes, "extend-reason": "It is shut"}).status_code == 302
    )
    hand = {"do": "reassign", "reassign-owner": f"person:{north.people['loner']}", "reassign-reason": "Knows the club"}
    assert client.post(f"/actions/{action}", hand).status_code == 302
    note = {"do": "outcome", "outcome-outcome": "not-done", "outcome-note": ""}
    loner = browser(north, "loner")
    assert loner.post(f"/actions/{action}", note).status_code == 422
    assert loner.post(f"/actions/{action}", {**note, "outcome-note": "It closed for good"}).status_code == 302
    page = words(loner.get(f"/actions/{action}"))
    for said in ("Given longer", "Given to somebody else", "It closed for good", "Not done"):
        assert said in page


def test_an_action_one_may_not_see_is_not_there(north: Partnership, south: Partnership) -> None:
    action = agreed(north, "Ask the club", Owner(person=north.people["worker"]), 2, invented_child(north))
    for place, name in ((south, "worker"), (north, "nurse"), (north, "farshire")):
        client = browser(place, name)
        assert client.get(f"/actions/{action}").status_code == 404
        assert client.post(f"/actions/{action}", {"do": "outcome", "outcome-outcome": "done"}).status_code == 404


def test_who_is_asked_without_seeing_the_child_can_answer(north: Partnership) -> None:
    action = agreed(north, "Send the records", Owner(agency=north.agencies["health"]), 2, invented_child(north))
    nurse = browser(north, "nurse")
    assert "Send the records" in words(nurse.get("/my-work"))
    assert nurse.post(f"/actions/{action}", {"do": "outcome", "outcome-outcome": "done"}).status_code == 302


def test_a_plan_one_has_begun_is_on_the_list(north: Partnership) -> None:
    child = invented_child(north)
    with acting(north, "worker") as actor:
        plan = plans.open_plan(actor=actor, child=child, kind="safer-plan")
        plans.begin_draft(actor=actor, plan=plan, composed=Content({}, {}, {}))
    assert f"/children/{child}/plans/safer-plan/write" in browser(north, "worker").get("/my-work").content.decode()


def test_as_many_statements_for_many_as_for_few(north: Partnership) -> None:
    client, child = browser(north, "worker"), invented_child(north)
    agreed(north, "One", Owner(person=north.people["worker"]), 1, child)
    client.get("/my-work")
    with counted() as few:
        client.get("/my-work")
    for n in range(12):
        agreed(north, f"More {n}", Owner(person=north.people["worker"]), n, invented_child(north))
    with counted() as many:
        client.get("/my-work")
    assert len(many) == len(few)
