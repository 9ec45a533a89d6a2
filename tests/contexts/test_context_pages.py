"""A context's life in pages: named, decided on, given a team, weighed, reviewed, its edge considered, closed."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.browsing import at_day, browser, hidden, title, words
from tests.partnership import Partnership, acting, ago, at, invented_child, northhaven
from wayhome.contexts.operations import contexts as operations
from wayhome.contexts.queries import contexts as reading
from wayhome.platform import wall
from wayhome.record.operations import links
from wayhome.record.operations.errors import BadValue, NotFound
from wayhome.record.operations.links import LinkDraft
from wayhome.record.queries import ledger
from wayhome.record.subjects import Subject

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Partnership:
    return northhaven()


@pytest.fixture
def met(here: Partnership) -> Client:
    return browser(here, "met")


def named(here: Partnership, name: str = "The invented arcade", by: str = "met") -> UUID:
    told = operations.NewContext(
        name, "business", "The arcade and its doorway", "Older men buy food", "event", at(ago(5))
    )
    with acting(here, by) as actor:
        return operations.name_context(actor=actor, told=told, told_at=wall.now())


def linked(here: Partnership, kind: str, child: UUID, context: UUID) -> UUID:
    draft = LinkDraft(kind, Subject.child(child), Subject.context(context), "School", "likely", "some")
    with acting(here, "met") as actor:
        return links.link(actor=actor, draft=draft)


def view_of(here: Partnership, context: UUID) -> reading.ContextView:
    with acting(here, "met"):
        found = reading.context(context)
    assert found is not None
    return found


def boxes(page: Any, **more: str) -> dict[str, str]:
    return {
        "key": hidden(page, "key"), "name": "The invented pier 🎡 مرفأ", "kind": "location",
        "definition": "The pier after dark", "harm": "", "how": "repeated", **at_day("noticed", 30), **more,
    }  # fmt: skip


def test_a_context_is_named_once_however_often_the_form_is_sent(here: Partnership, met: Client) -> None:
    name = f"Pier {uuid4()}"
    sent = boxes(met.get("/contexts/new"), name=name)
    first, second = met.post("/contexts/new", sent), met.post("/contexts/new", sent)
    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]
    page = met.get(first["Location"])
    assert name in words(page)
    assert name not in title(page)
    assert "never a label on the child" in words(page)
    assert "Not yet talked about" in words(page)


def test_one_of_the_same_name_is_shown_before_another_is_made(here: Partnership, met: Client) -> None:
    name = f"Same {uuid4()}"
    named(here, name)
    sent = boxes(met.get("/contexts/new"), name=name)
    asked = met.post("/contexts/new", sent)
    assert asked.status_code == 422
    assert "There is one of this name" in words(asked)
    assert met.post("/contexts/new", {**sent, "different": "yes"}).status_code == 302


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""}, {"name": "x" * 201}, {"definition": "x" * 10_000}, {"kind": "planet"}, {"how": ""},
        {"noticed_day": "other", "noticed_date_day": "31", "noticed_date_month": "2", "noticed_date_year": "2026"},
        {"definition": "   "},
    ],
)  # fmt: skip
def test_bad_words_and_dates_are_given_back(here: Partnership, met: Client, wrong: dict[str, str]) -> None:
    sent = boxes(met.get("/contexts/new"), **wrong)
    answer = met.post("/contexts/new", sent)
    assert answer.status_code == 422
    assert "There is a problem" in words(answer)
    assert "مرفأ" in words(answer) or "name" in wrong or "مرفأ" in answer.content.decode()


def test_its_life_from_decision_to_closing(here: Partnership, met: Client) -> None:
    context = named(here)
    address = reverse("context", args=[context])
    for path, sent in (
        ("decide", {"decision": "assess", "why": "Three children in a month", **at_day("when", 4)}),
        ("team", {"lead": str(here.people["lead"]), "member_1": str(here.people["inspector"]),
                  "partners": "Sam Invented, bus company\n\n", **at_day("since", 3)}),
        ("weigh", {"weighting": "The doorway weighs most", **at_day("when", 2)}),
        ("review", {"review": "The doorway is lit now", **at_day("when", 1)}),
    ):  # fmt: skip
        answer = met.post(f"{address}/{path}", sent)
        assert (answer.status_code, answer["Location"]) == (302, address), words(answer)
    said = words(met.get(address))
    for text in ("Being assessed", "Lead, northhaven", "Inspector, northhaven", "Sam Invented, bus company",
                 "The doorway weighs most", "The doorway is lit now"):  # fmt: skip
        assert text in said
    met.post(f"{address}/close", {"why": "Nobody has come to harm for months", **at_day("when", 0)})
    assert view_of(here, context).stage == "closed"
    assert "Record a review" not in words(met.get(address))
    assert met.get(f"{address}/review").status_code == 302


def test_a_form_sent_twice_is_told_once(here: Partnership, met: Client) -> None:
    context = named(here)
    sent = {"review": "Looked at", **at_day("when", 1)}
    for _ in range(2):
        met.post(reverse("review-context", args=[context]), sent)
    with acting(here, "met"):
        assert len(ledger.current_about(Subject.context(context), ["context.reviewed"])) == 1


def test_another_lead_ends_the_time_of_the_one_before(here: Partnership, met: Client) -> None:
    context = named(here)
    address = reverse("context-team", args=[context])
    met.post(address, {"lead": str(here.people["lead"]), **at_day("since", 40)})
    met.post(address, {"lead": str(here.people["head"]), **at_day("since", 10)})
    view = view_of(here, context)
    assert view.lead is not None
    assert view.lead.person == here.people["head"]
    assert [m.until is None for m in view.team] == [False, True]
    back = met.post(address, {"lead": str(here.people["lead"]), **at_day("since", 60)})
    assert back.status_code == 422
    assert "before it began" in words(back)


def test_somebody_leaves_the_team_and_that_they_were_there_is_kept(here: Partnership, met: Client) -> None:
    context = named(here)
    met.post(
        reverse("context-team", args=[context]),
        {"lead": str(here.people["lead"]), "partners": "Sam Invented, buses", **at_day("since", 40)},
    )
    partner = next(m for m in view_of(here, context).team if m.words)
    address = reverse("leave-team", args=[context, partner.fact])
    assert met.post(address, at_day("until", 50)).status_code == 422
    assert met.post(address, at_day("until", 3)).status_code == 302
    assert next(m for m in view_of(here, context).team if m.words).until is not None
    assert met.post(reverse("leave-team", args=[context, uuid4()]), at_day("until", 3)).status_code == 404


def test_each_child_at_the_edge_is_considered_by_somebody(here: Partnership, met: Client) -> None:
    context, child, other = named(here), invented_child(here), invented_child(here)
    for each in (child, other):
        linked(here, "edge", each, context)
    page = met.get(reverse("context", args=[context]))
    assert "2 children have not been considered yet" in words(page)
    address = reverse("consider-child", args=[context, child])
    assert met.post(address, {"decision": "", "why": "", **at_day("when", 1)}).status_code == 422
    sent = {"decision": "lead-told", "why": "The worker will ask who walks home with the child", **at_day("when", 1)}
    assert met.post(address, sent).status_code == 302
    assert met.post(address, sent).status_code == 302
    said = words(met.get(reverse("context", args=[context])))
    assert "1 child has not been considered yet" in said
    assert "The child’s lead professional was told. The worker will ask" in said
    assert "Met, " in said
    with acting(here, "worker"):
        facts = ledger.current_facts(child, ["child.context-considered"])
    # It stands in the child's own record, where the worker reads it, and does not name the place.
    assert [fact.code for fact in facts] == ["lead-told"]
    assert "arcade" not in (facts[0].text or "")


def test_a_decision_about_another_context_is_no_answer_here(here: Partnership, met: Client) -> None:
    one, two, child = named(here, "One"), named(here, "Two"), invented_child(here)
    for context in (one, two):
        linked(here, "edge", child, context)
    with acting(here, "met") as actor:
        operations.consider(
            actor=actor,
            context=one,
            child=child,
            decision="referred",
            why="Referred",
            at=at(ago(1)),
            told_at=wall.now(),
        )
    assert "1 child has not been considered" in words(met.get(reverse("context", args=[two])))
    assert "not been considered" not in words(met.get(reverse("context", args=[one])))


def test_a_child_who_is_not_at_the_edge_is_not_considered(here: Partnership, met: Client) -> None:
    context, child = named(here), invented_child(here)
    assert met.get(reverse("consider-child", args=[context, child])).status_code == 404


def test_the_list_counts_who_is_linked_and_can_be_filtered(here: Partnership, met: Client) -> None:
    mark = str(uuid4())
    context, child = named(here, f"Arcade {mark}"), invented_child(here)
    linked(here, "frequents", child, context)
    page = met.get("/contexts", {"called": mark, "kind": ["business"]})
    row = re.search(rf'id="context-{context}".*?</tr>', page.content.decode(), re.S)
    assert row
    assert re.findall(r'app-stacked__value">\s*(\d+)\s*<', row[0]) == ["1", "0"]
    assert "1 context" in words(page)
    assert "No context you may see fits" in words(met.get("/contexts", {"called": mark, "kind": ["online"]}))
    assert f"Arcade {mark}" not in words(met.get("/contexts", {"called": mark, "stage": ["closed"]}))
    assert met.get("/contexts", {"kind": ["planet"]}).status_code == 422


def test_health_sees_no_context_of_social_care_by_any_door(here: Partnership) -> None:
    mark = str(uuid4())
    context, child = named(here, f"Hidden {mark}"), invented_child(here)
    linked(here, "frequents", child, context)
    nurse = browser(here, "nurse")
    assert mark not in words(nurse.get("/contexts", {"called": mark}))
    for name in ("context", "describe-context", "decide-context", "context-team", "review-context", "close-context"):
        assert nurse.get(reverse(name, args=[context])).status_code == 404
    assert mark not in nurse.get(reverse("child-network", args=[child])).content.decode()
    with acting(here, "nurse") as actor, pytest.raises(NotFound):
        operations.consider(
            actor=actor, context=context, child=child, decision="referred", why="x", at=at(ago(1)), told_at=wall.now()
        )


def test_a_context_needs_its_definition_and_a_team_its_lead(here: Partnership) -> None:
    with acting(here, "met") as actor, pytest.raises(BadValue):
        told = operations.NewContext("Pier", "location", " ", "", "event", at(ago(1)))
        operations.name_context(actor=actor, told=told, told_at=wall.now())
    context = named(here)
    with acting(here, "met") as actor, pytest.raises(BadValue):
        operations.name_team(
            actor=actor, context=context, lead=None, members=[], partners=[], since=at(ago(1)), told_at=wall.now()
        )


def test_the_page_asks_the_same_number_of_statements_however_much_there_is(here: Partnership, met: Client) -> None:
    from tests.browsing import counted

    context, numbers = named(here), []
    for _ in range(2):
        for _ in range(4):
            linked(here, "edge", invented_child(here), context)
        met.get(reverse("context", args=[context]))
        with counted() as said:
            met.get(reverse("context", args=[context]))
        numbers.append(len(said))
    assert numbers[0] == numbers[1]


def test_an_action_is_agreed_once_and_stands_in_the_plan_of_the_context(here: Partnership, met: Client) -> None:
    context = named(here)
    address = reverse("agree-for-context", args=[context])
    sent = {
        "key": hidden(met.get(address), "key"), "what": "Light the doorway", "owner": f"person:{here.people['lead']}",
        "due_on_day": "1", "due_on_month": "12", "due_on_year": str(wall.now().year + 1),
    }  # fmt: skip
    assert met.post(address, {**sent, "what": ""}).status_code == 422
    assert met.post(address, {**sent, "due_on_year": "3026"}).status_code == 422
    for _ in range(2):
        answer = met.post(address, sent)
        assert (answer.status_code, answer["Location"]) == (302, reverse("context", args=[context]))
    assert words(met.get(reverse("context", args=[context]))).count("Light the doorway") == 1
    assert browser(here, "nurse").get(address).status_code == 404


def test_what_is_due_about_a_context_is_seen_on_its_page_and_in_the_list(here: Partnership, met: Client) -> None:
    mark = str(uuid4())
    context = named(here, f"Due {mark}")
    assert "Talk about a context at the weekly meeting" in words(met.get(reverse("context", args=[context])))
    assert "Talk about a context at the weekly meeting" in words(met.get("/contexts", {"called": mark}))
    sent = {"decision": "assess", "why": "Three children", **at_day("when", 1)}
    met.post(reverse("decide-context", args=[context]), sent)
    said = words(met.get(reverse("context", args=[context])))
    assert "Review the context every twelve weeks" in said
    assert "Talk about a context" not in said
