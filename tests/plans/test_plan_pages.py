"""Plans in the browser's hands: written section by section, accepted, read, compared, printed; closed to others."""

import io
import re
from datetime import timedelta
from uuid import UUID

import pypdf
import pytest
from django.test import Client

from tests.browsing import at_day, browser, hidden, words
from tests.partnership import Partnership, acting, as_owner, invented_child, reported, said
from wayhome.missing.operations import episodes
from wayhome.plans.days import today
from wayhome.plans.queries import actions as action_queries
from wayhome.plans.queries import plans as queries
from wayhome.platform.operations import partnership as setting_up
from wayhome.record.operations import facts

KIND = "safer-plan"


def at(child: UUID, *more: object) -> str:
    return "/".join(["", "children", str(child), "plans", *map(str, more)])


def begun(client: Client, child: UUID, kind: str = KIND) -> None:
    assert client.post(at(child, kind, "begin")).status_code == 302


def boxes(typed: dict[str, str]) -> dict[str, str]:
    """Name each box as the page does: an item's own, or that of a row (item-0-column)."""
    rows = {re.sub(r"^(.+?)-(\d+)-(.+)$", r"\1.\2.\3", name): value for name, value in typed.items()}
    return {name if "." in name else f"{name}.said": value for name, value in rows.items()}


def keep(client: Client, child: UUID, section: str, kind: str = KIND, **typed: str):  # type: ignore[no-untyped-def]
    page = client.get(at(child, kind, "write", section))
    return client.post(at(child, kind, "write", section), {"edition": hidden(page, "edition"), **boxes(typed)})


def accept(client: Client, child: UUID, kind: str = KIND, **more: str):  # type: ignore[no-untyped-def]
    return client.post(at(child, kind, "accept"), {**at_day("agreed", 1), "note": "Agreed with the child", **more})


def pdf_words(response) -> str:  # type: ignore[no-untyped-def]
    assert response["Content-Type"] == "application/pdf" and response["Cache-Control"] == "no-store"
    assert response["Content-Disposition"].startswith("attachment")
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(response.content)).pages)


def test_a_plan_from_the_record_to_paper(north: Partnership) -> None:
    child = invented_child(north)
    with acting(north, "worker") as actor:
        told = said("child.professional", 10, code="teacher", text="Invented Teacher")
        facts.record(actor=actor, child=child, drafts=[told])
    client = browser(north, "worker")
    assert "None yet" in words(client.get(at(child)))
    begun(client, child)
    written = client.get(at(child, KIND, "write"))
    assert "Not begun" in words(written)
    first = client.get(at(child, KIND, "write", "child"))
    assert "Invented Teacher" in first.content.decode(), "what the record knows is there already"
    assert keep(client, child, "patterns", patterns="On Fridays, by train\nfrom the park").status_code == 302
    assert keep(client, child, "emergency", **{
        "child-will": "Text the word blue", "contacts-0-name": "Invented Aunt", "contacts-0-number": "01632 960001",
        "for-the-child": "If it feels wrong, text blue.",
    }).status_code == 302  # fmt: skip
    assert accept(client, child).status_code == 302
    page = client.get(at(child, KIND))
    said_ = words(page)
    for each in ("Version 1 of 1", "On Fridays, by train", "Invented Aunt", "01632 960001", "Not said yet", "In force"):
        assert each in said_
    assert "from the park" in page.content.decode()
    assert "Text the word blue" not in words(client.get(at(child, KIND, "for-the-child")))
    assert "If it feels wrong, text blue." in words(client.get(at(child, KIND, "for-the-child")))
    paper = client.get(at(child, KIND, "versions", 1, "pdf"))
    assert "On Fridays, by train" in pdf_words(paper) and "OFFICIAL-SENSITIVE" in pdf_words(paper)
    assert re.search(r'filename="safer-plan-v1-C-[A-Z0-9]{4}-[A-Z0-9]{4}.pdf"', paper["Content-Disposition"])
    own = client.get(at(child, KIND, "for-the-child", "pdf"))
    assert "If it feels wrong, text blue." in pdf_words(own) and "Text the word blue" not in pdf_words(own)


def test_versions_are_compared(north: Partnership) -> None:
    child, client = invented_child(north), browser(north, "worker")
    for pattern in ("On Fridays", "On Saturdays"):
        begun(client, child)
        keep(client, child, "patterns", patterns=pattern)
        accept(client, child)
    said_ = words(client.get(at(child, KIND, "compare", 1, 2)))
    assert "On Fridays" in said_ and "On Saturdays" in said_ and "safe word" not in said_
    assert "earlier version" in words(client.get(at(child, KIND, "versions", 1)))
    assert client.get(at(child, KIND, "versions", 9)).status_code == 404


def test_two_people_at_once(north: Partnership) -> None:
    child = invented_child(north)
    one, other = browser(north, "worker"), browser(north, "manager")
    for client in (one, other):
        begun(client, child)
    keep(one, child, "patterns", patterns="what the worker saw")
    keep(other, child, "patterns", patterns="what the manager saw")
    assert accept(other, child).status_code == 302
    assert "Somebody has accepted another version" in words(one.get(at(child, KIND, "write")))
    answer = accept(one, child)
    assert answer["Location"] == at(child, KIND, "settle")
    page = one.get(at(child, KIND, "settle"))
    assert "what the worker saw" in words(page) and "what the manager saw" in words(page)
    assert one.post(at(child, KIND, "settle"), {}).status_code == 422
    assert one.post(at(child, KIND, "settle"), {"patterns": "both"}).status_code == 302
    accept(one, child)
    with acting(north, "worker"):
        assert queries.current(child)[KIND].answers["patterns"] == "what the manager saw\n\nwhat the worker saw"


def test_two_pages_of_one_person(north: Partnership) -> None:
    child, client = invented_child(north), browser(north, "worker")
    begun(client, child)
    stale = hidden(client.get(at(child, KIND, "write", "patterns")), "edition")
    keep(client, child, "patterns", patterns="from the first page")
    sent = {"edition": stale, "items": "patterns", "patterns.said": "from the second"}
    quietly = client.post(at(child, KIND, "write", "patterns", "keep"), sent)
    assert quietly.status_code == 409 and "another page" in quietly.json()["problem"]
    answer = client.post(at(child, KIND, "write", "patterns"), {"edition": stale, "patterns.said": "from the second"})
    assert answer.status_code == 409
    assert "from the first page" in words(answer) and "from the second" in answer.content.decode()
    client.post(
        at(child, KIND, "write", "patterns"), {"edition": hidden(answer, "edition"), "patterns.said": "both together"}
    )
    with acting(north, "worker") as actor:
        plan = queries.of_child(child)[KIND]
        assert queries.draft(plan.id, actor.user).answers["patterns"] == "both together"  # type: ignore[union-attr]


def test_it_is_kept_as_one_types(north: Partnership) -> None:
    child, client = invented_child(north), browser(north, "worker")
    begun(client, child)
    keep(client, child, "child", additional="kept before")
    edition = hidden(client.get(at(child, KIND, "write", "child")), "edition")
    sent = {"edition": edition, "items": "groups", "groups.said": "half a sent"}
    answer = client.post(at(child, KIND, "write", "child", "keep"), sent)
    assert answer.json()["edition"] == int(edition) + 1 and answer.json()["saved"]
    assert "kept before" in client.get(at(child, KIND, "write", "child")).content.decode(), "what was not touched stays"
    assert "half a sent" in client.get(at(child, KIND, "write", "child")).content.decode()


@pytest.mark.parametrize(
    ("section", "typed"),
    [
        ("actions", {"goals-0-goal": "Back to school", "goals-0-from_day": "31", "goals-0-from_month": "2", "goals-0-from_year": "2026"}),
        ("places", {"take-to-0-order": "first"}),
        ("places", {"places-0-safety": "lovely"}),
        ("patterns", {"patterns": "x" * 20_001}),
        ("child", {"photograph": "perhaps"}),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_and_nothing_is_lost(
    north: Partnership, section: str, typed: dict[str, str]
) -> None:
    child, client = invented_child(north), browser(north, "worker")
    begun(client, child)
    answer = keep(client, child, section, **typed, **{"for-the-child": "Hello"})
    assert answer.status_code == 422 and "There is a problem" in words(answer)
    assert "Hello" in client.get(at(child, KIND, "write", section)).content.decode(), "what could be kept is kept"


@pytest.mark.parametrize("text", ["😀 ليلى", "<script>alert(1)</script>", "x" * 10_000, "\u202ebackwards", "Żółć"])
def test_whatever_is_typed_is_shown_as_typed(north: Partnership, text: str) -> None:
    child, client = invented_child(north), browser(north, "worker")
    begun(client, child)
    assert keep(client, child, "patterns", patterns=text).status_code == 302
    accept(client, child)
    page = client.get(at(child, KIND))
    assert page.status_code == 200 and b"<script>alert" not in page.content
    assert client.get(at(child, KIND, "versions", 1, "pdf")).status_code == 200


def test_sent_twice_is_accepted_once(north: Partnership) -> None:
    child, client = invented_child(north), browser(north, "worker")
    begun(client, child)
    keep(client, child, "patterns", patterns="On Fridays")
    assert accept(client, child).status_code == 302 and accept(client, child).status_code == 302
    with acting(north, "worker"):
        assert len(queries.versions(queries.of_child(child)[KIND].id)) == 1


def test_who_may_not_see_the_child_is_told_there_is_none(north: Partnership, south: Partnership) -> None:
    child = invented_child(north)
    client = browser(north, "worker")
    begun(client, child)
    keep(client, child, "patterns", patterns="On Fridays")
    accept(client, child)
    pages = [at(child), at(child, KIND), at(child, KIND, "versions", 1, "pdf"), f"/children/{child}/at-night",
             f"/children/{child}/at-night/pdf", f"/children/{child}/actions/new"]  # fmt: skip
    for place, name in ((south, "worker"), (north, "farshire")):
        other = browser(place, name)
        assert [other.get(page).status_code for page in pages] == [404] * len(pages)
        assert other.post(at(child, KIND, "begin")).status_code == 404
    nurse = browser(north, "nurse")  # sees the child, and no plan
    assert nurse.get(at(child)).status_code == 200 and nurse.get(at(child, KIND)).status_code == 404
    assert nurse.get(at(child, KIND, "versions", 1, "pdf")).status_code == 404
    assert "On Fridays" not in pdf_words(nurse.get(f"/children/{child}/at-night/pdf"))
    with as_owner():
        setting_up.exclude(authority=north.authority, user=north.people["loner"], subject=child, reason="A relation")
    assert browser(north, "loner").get(at(child, KIND)).status_code == 404


def test_where_the_child_lives_is_for_those_who_may_know(north: Partnership) -> None:
    child, client = invented_child(north), browser(north, "worker")
    with acting(north, "worker") as actor:
        facts.record(actor=actor, child=child, drafts=[said("child.address", 10, text="14 Invented Street")])
    begun(client, child)
    keep(client, child, "patterns", patterns="On Fridays")
    accept(client, child)
    with acting(north, "worker"):
        assert "14 Invented Street" not in str(queries.current(child)[KIND].answers), "never kept in the plan"
    assert "14 Invented Street" in words(client.get(at(child, KIND)))
    assert "14 Invented Street" in pdf_words(client.get(at(child, KIND, "versions", 1, "pdf")))
    assert "14 Invented Street" not in pdf_words(browser(north, "nurse").get(f"/children/{child}/at-night/pdf"))


def test_the_sheet_for_the_night(north: Partnership) -> None:
    child, client = invented_child(north), browser(north, "worker")
    begun(client, child)
    keep(client, child, "places", **{
        "places-0-name": "The old pier", "places-0-verified": "yes", "places-0-safety": "unsafe", "places-0-notes": "Met adults here",
        "take-to-0-order": "1", "take-to-0-who": "Invented Aunt", "take-to-0-address": "2 Invented Road",
    })  # fmt: skip
    keep(client, child, "emergency", **{"contacts-0-name": "ليلى", "contacts-0-number": "07700 900111"})
    accept(client, child)
    episode = reported(north, child, hours_ago=5, police_risk="high")
    with acting(north, "worker") as actor:
        episodes.add(actor=actor, episode=episode, drafts=[said("missing.description", 4, text="A green coat")])
    page = client.get(f"/children/{child}/at-night")
    said_ = words(page)
    for each in ("Police grading: High", "Do not take the child to The old pier", "Invented Aunt", "A green coat",
                 "Missing since", "told 0 minutes ago" if False else "ago", "version 1, written"):  # fmt: skip
        assert each in said_
    ring = '<a class="govuk-link app-phone" dir="ltr" href="tel:07700900111">07700 900111</a>'
    assert f"ليلى\N{LEFT-TO-RIGHT MARK}: {ring}" in page.content.decode(), "the halves of a number keep their places"
    assert "Nothing that you may see is recorded" in said_, "silence is not taken for good news"
    paper = client.get(f"/children/{child}/at-night/pdf")
    assert "The old pier" in pdf_words(paper) and len(pypdf.PdfReader(io.BytesIO(paper.content)).pages) == 1
    officer = browser(north, "inspector").get(f"/children/{child}/at-night")
    assert "The old pier" in words(officer)


def test_goals_and_rows_become_work(north: Partnership) -> None:
    child, client = invented_child(north), browser(north, "worker")
    begun(client, child)
    day = today() + timedelta(days=10)
    boxes = {"day": str(day.day), "month": str(day.month), "year": str(day.year)}
    keep(client, child, "actions", **{
        "goals-0-goal": "Back to school", **{f"goals-0-until_{k}": v for k, v in boxes.items()},
        "agency-actions-0-agency": "Police", "agency-actions-0-what": "Visit the pier",
        "agency-actions-0-who": "Neighbourhood team", **{f"agency-actions-0-when_{k}": v for k, v in boxes.items()},
    })  # fmt: skip
    accept(client, child)
    page = client.get(at(child, KIND))
    assert "10 days left" in words(page) and "Visit the pier" in words(page)
    link = re.search(r'href="(/children/[^"]*actions/new[^"]*)"', page.content.decode())
    assert link
    form = client.get(link[1].replace("&amp;", "&"))
    sent = {
        "named": hidden(form, "named"), "source": hidden(form, "source"), "source_words": hidden(form, "source_words"),
        "what": "Visit the pier", "owner": f"person:{north.people['inspector']}", "done_by": "", "note": "",
        **{f"due_on_{k}": v for k, v in boxes.items()},
    }  # fmt: skip
    for _ in range(2):  # sent twice is one
        assert client.post(f"/children/{child}/actions/new", sent).status_code == 302
    with acting(north, "worker"):
        assert [a.what for a in action_queries.of_child(child)] == ["Visit the pier"]
    assert "On a list" in words(client.get(at(child, KIND)))
    answer = client.post(
        f"{at(child, KIND, 'progress')}?goal=1", {**at_day("seen", 1), "progress": "on-the-way", "words": "Went twice"}
    )
    assert answer.status_code == 302
    assert "On the way" in words(client.get(at(child, KIND))) and "Went twice" in words(client.get(at(child, KIND)))
    assert client.get(f"{at(child, KIND, 'progress')}?goal=7").status_code == 404


def test_a_review_and_an_end(north: Partnership) -> None:
    child, client = invented_child(north), browser(north, "manager")
    begun(client, child)
    keep(client, child, "patterns", patterns="On Fridays")
    accept(client, child)
    review = {**at_day("looked", 1), "outcome": "works", "words": "The child feels heard"}
    assert client.post(at(child, KIND, "review"), {**review, "words": " "}).status_code == 422
    assert client.post(at(child, KIND, "review"), review).status_code == 302
    assert (
        client.post(at(child, KIND, "end"), {**at_day("ended", 0.5), "reason": "Every goal was met"}).status_code == 302
    )
    assert "no longer in force" in words(client.get(at(child, KIND)))
    assert client.get(at(child, KIND, "review")).status_code == 404


@pytest.mark.parametrize("kind", ["immediate-safety", "contingency", "transition"])
def test_every_kind_can_be_written(north: Partnership, kind: str) -> None:
    child, client = invented_child(north), browser(north, "worker")
    begun(client, child, kind)
    page = client.get(at(child, kind, "write"))
    links = re.findall(rf'href="({at(child, kind, "write")}/[a-z-]+)"', page.content.decode())
    assert len(links) >= 3 and {client.get(link).status_code for link in links} == {200}


def test_an_unknown_kind_is_not_there(north: Partnership) -> None:
    child, client = invented_child(north), browser(north, "worker")
    assert client.get(at(child, "wish-list")).status_code == 404
    assert client.get(at(child, KIND)).status_code == 404, "nobody has begun it"
