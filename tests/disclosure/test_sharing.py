"""Sharing, deciding not to, and corrections that follow: through the browser, as each side sees it."""

import io
import re
from uuid import UUID

import pypdf
import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client

from tests.browsing import at_day, browser, hidden, words
from tests.partnership import UNTIMED, Partnership, acting, invented_child, said
from wayhome.disclosure.given import Chosen, Hidden, Reasons, Recipient
from wayhome.disclosure.operations import sharing
from wayhome.disclosure.operations.errors import BadValue, NotFound
from wayhome.disclosure.queries import disclosures
from wayhome.packs.sharing import load_sharing
from wayhome.platform import wall
from wayhome.platform.queries import looking
from wayhome.platform.roles import as_clock
from wayhome.record.models import ChildNow
from wayhome.record.operations import about, access, facts
from wayhome.record.operations.children import open_record
from wayhome.record.operations.facts import Draft

pytestmark = pytest.mark.django_db


def record_of(place: Partnership) -> tuple[UUID, UUID]:
    """Return an invented child, and one fact of theirs that names a friend who has a record too."""
    child = invented_child(place)
    with acting(place, "worker") as actor:
        open_record(actor=actor, drafts=[Draft("child.name", UNTIMED, wall.now(), text="Ysolde Farthingale")])
        told = said("child.said", 3, text="I was with Ysolde Farthingale. Ring me on 07700 900321.")
        (fact,) = facts.record(actor=actor, child=child, drafts=[told])
    return child, fact


def filled(place: Partnership, page: object, **more: object) -> dict[str, object]:
    return {
        "key": hidden(page, "key"), "colleague": str(place.people["nurse"]), "agency": "", "outside": "", "asked_for": "",
        "purpose": "So that the school nurse can keep watch", "bases": ["public-task", "safeguarding"],
        "child_position": "given", "parent_position": "not-asked-danger", "without_why": "A parent is the worry",
        "onward": "stays", "onward_words": "", "how": "", "further": "",
        "decided_by": str(place.people["manager"]), **at_day("decided", 1), **more,
    }  # fmt: skip


def decided(asked: object, body: dict[str, object]) -> dict[str, object]:
    """Return the form as it is sent again by somebody who was asked what looks like a name, and ticks none of it."""
    return {**body, "names_asked": hidden(asked, "names_asked")}


def shared(client: Client, child: UUID, body: dict[str, object]) -> HttpResponse:
    """Share, hiding whatever looks like a name; return the answer to the second form."""
    asked = client.post(f"/children/{child}/share", body)
    assert asked.status_code == 422 and "looks like somebody’s name or number" in words(asked)
    return client.post(f"/children/{child}/share", decided(asked, body))


def paper_of(response) -> str:  # type: ignore[no-untyped-def]
    assert response.status_code == 200 and response["Content-Type"] == "application/pdf"
    return " ".join("".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(response.content)).pages).split())


def test_a_fact_is_shared_acknowledged_corrected_and_the_correction_follows(north: Partnership) -> None:
    child, fact = record_of(north)
    client, nurse = browser(north, "worker"), browser(north, "nurse")
    page = client.get(f"/children/{child}/share")
    assert "Ysolde Farthingale" in words(page), "whom the worker may see can be named"
    body = filled(north, page, facts=[str(fact)], named=[str(child)])
    refuses_what_is_not_said(client, child, body)
    # A number that nobody recorded as anybody's may be somebody's: whoever shares says whether it may stand.
    asked = client.post(f"/children/{child}/share", body)
    assert asked.status_code == 422 and "“07700 900321”" in words(asked) and "Farthingale”" not in words(asked)
    body = {**decided(asked, body), "named": [str(child), "said:07700 900321"]}
    done = client.post(f"/children/{child}/share", body)
    again = client.post(f"/children/{child}/share", body)
    assert done.status_code == 302 and done.url == again.url, "a form sent twice records one"
    assert "Data Protection Act 2018 Schedule 1 paragraph 18" in words(client.get(done.url))
    (made,) = [d for d in of(north, child) if d.shared]

    sent = paper_of(client.get(f"/sharings/{made.id}/paper"))
    assert "I was with Child B." in sent and "07700 900321" in sent and "Farthingale" not in sent
    assert f"/shared-with-me/{made.id}" in nurse.get("/shared-with-me").content.decode()
    mine = words(nurse.get(f"/shared-with-me/{made.id}"))
    assert "So that the school nurse" in mine and "parent is the worry" not in mine
    assert paper_of(nurse.get(f"/sharings/{made.id}/paper")) == sent
    assert browser(north, "inspector").get(f"/shared-with-me/{made.id}").status_code == 404
    assert browser(north, "farshire").get(f"/sharings/{made.id}/paper").status_code == 404
    acknowledged(nurse, f"/sharings/{made.id}/acknowledge")
    assert "In Wayhome" in words(client.get(f"/children/{child}/access"))

    with acting(north, "worker") as actor:
        new = said("child.said", 3, text="I was alone, not with Ysolde Farthingale.")
        facts.correct(actor=actor, fact=fact, draft=new, reason="Heard wrongly")
    waits_for_the_sharer_alone(north, client, child, f"/sharings/{made.id}")
    (item,) = made.items
    step = f"/sharings/{made.id}/correct/{item.id}"
    assert client.post(step, {**at_day("at", 0), "how": ""}).status_code == 422
    assert client.post(step, {**at_day("at", 0), "how": "Here, and told on the telephone"}).status_code == 302
    assert client.get(step).status_code == 404, "what was sent need not be sent again"
    link = re.search(rf"/sharings/{made.id}/paper/[0-9a-f-]+", nurse.get(f"/shared-with-me/{made.id}").content.decode())
    assert link
    acknowledged_once_more(north, child, client, nurse, f"/sharings/{made.id}/acknowledge")
    told = paper_of(nurse.get(link[0]))
    assert "I was alone, not with Child B." in told and "Heard wrongly" in told

    with acting(north, "worker") as actor:
        (now,) = [d for d in disclosures.of_child(child) if d.id == made.id]
        last = next(s.upto for s in now.steps if s.kind == "corrected")
        assert last is not None
        facts.withdraw(actor=actor, fact=last, reason="Never said")
    assert "Withdrawn" in words(client.get(f"/sharings/{made.id}")), "the chain is followed to its end"
    with transaction.atomic(), as_clock(), connection.cursor() as cursor:
        cursor.execute(
            "select payload->>'why', payload->>'user' from platform_outbox where key like 'disclosure:%' order by id"
        )
        why = cursor.fetchall()
    assert [w for w, _ in why] == ["shared", "correct", "corrected", "correct"]
    assert {u for w, u in why if w == "correct"} == {str(north.people["worker"])}
    assert re.search("Corrections to send .*Nurse", words(client.get("/sharings")))


def test_a_record_sealed_since_shows_an_agency_no_sharing_but_to_those_named(north: Partnership) -> None:
    child, fact = record_of(north)
    client = browser(north, "worker")
    named = filled(north, client.get(f"/children/{child}/share"), facts=[str(fact)], named=[str(child)])
    whole = filled(
        north, client.get(f"/children/{child}/share"), facts=[str(fact)], named=[str(child)], colleague="",
        agency=str(north.agencies["police"]),
    )  # fmt: skip
    for body in (named, whole):
        assert shared(client, child, body).status_code == 302
    to_nurse, to_police = (
        next(d.id for d in of(north, child) if bool(d.to.agency) != by_name) for by_name in (True, False)
    )
    with acting(north, "worker") as actor:
        access.seal(actor=actor, child=child, users=[], teams=[], reason="Somebody dangerous has a cousin in the force")
    assert browser(north, "inspector").get(f"/shared-with-me/{to_police}").status_code == 404
    assert str(to_police) not in browser(north, "inspector").get("/shared-with-me").content.decode()
    assert client.get(f"/sharings/{to_police}").status_code == 200, "the giver keeps what was said"
    assert browser(north, "nurse").get(f"/shared-with-me/{to_nurse}").status_code == 200, "and must keep to its limits"
    with acting(north, "worker") as actor:
        access.name(
            actor=actor, child=child, users=[north.people["inspector"]], teams=[], until=None, reason="Leads the search"
        )
    assert browser(north, "inspector").get(f"/shared-with-me/{to_police}").status_code == 200


def test_whoever_is_named_in_a_paper_has_it_in_their_own_trail(north: Partnership) -> None:
    child, fact = record_of(north)
    with acting(north, "manager") as actor:
        friend = ChildNow.objects.get(name="Ysolde Farthingale").child_id
        access.seal(actor=actor, child=friend, users=[], teams=[], reason="At risk")
    client = browser(north, "worker")
    body = filled(north, client.get(f"/children/{child}/share"), facts=[str(fact)], named=[str(child)])
    assert shared(client, child, body).status_code == 302
    (made,) = of(north, child)
    assert "Farthingale" not in paper_of(client.get(f"/sharings/{made.id}/paper"))
    with acting(north, "worker"):
        told = [each.what for each in looking.own(friend)]
    assert told.count("named in a paper about somebody else") == 1


def test_a_paper_answers_alike_whether_a_name_has_a_record_that_its_writer_may_not_see(north: Partnership) -> None:
    child, fact = record_of(north)
    sealed, nobody, held = "Zebedee Northgate", "Ferelith Southgate", "Corvane Thistlewood"
    with acting(north, "manager") as actor:
        drafts = [Draft("child.name", UNTIMED, wall.now(), text=sealed), said("child.phone", 4, text="07700 900254")]
        friend = open_record(actor=actor, drafts=drafts)
        access.seal(actor=actor, child=friend, users=[], teams=[], reason="At risk")
    with acting(north, "inspector") as actor:
        about.open_adult(actor=actor, drafts=[said("adult.name", 5, text=held)])

    def told(writer: str, name: str, number: str) -> tuple[str, str]:
        """Return what the form says back, and the paper that is made, with what was typed left out."""
        client = browser(north, writer)
        typed = f"As {name} said of {name.split()[0]}. Ring {number}. {name.split()[1]} came with Mr {name.split()[1]}."
        body = filled(
            north, client.get(f"/children/{child}/share"), facts=[str(fact)], purpose=typed, named=[str(child)]
        )
        asked = client.post(f"/children/{child}/share", body)
        assert asked.status_code == 422 and f"“{name}”" in words(asked) and f"“{number}”" in words(asked)
        page = asked.content.decode()
        for each in (f"said:{name.casefold()}", f"said:{number}", name, number, *name.split()):
            page = page.replace(each, "…")
        page = re.sub(r'[^"<>]*value="[\w-]{36,}"|(?:nonce|data-longest)="[^"]*"|\d+:\d+', "", page)
        done = client.post(f"/children/{child}/share", decided(asked, body))
        sent = paper_of(client.get(f"{done.url}/paper"))
        assert not any(part in sent for part in (*name.split(), number)), sent
        return page, re.sub(r"\d{1,2}:\d\d|\b[\w-]{36}\b", "", sent)

    plain = told("worker", nobody, "07700 900111")
    assert told("worker", sealed, "07700 900254") == plain, "a record that social care sealed"
    assert told("worker", held, "07700 900222") == plain, "an adult whom police keep to themselves"
    assert told("met", sealed, "07700 900254") == told("met", nobody, "07700 900111"), "another writer"


def acknowledged_once_more(place: Partnership, child: UUID, client: Client, nurse: Client, say: str) -> None:
    """See that a correction stands in the recipient's own work until they say that they have read it."""
    assert "waits for you to send it" not in words(client.get("/my-work"))
    assert "1 correction of what was shared with you waits" in words(nurse.get("/my-work"))
    assert "Not yet since the correction" in words(nurse.get("/shared-with-me"))
    assert "I have read the correction" in words(
        nurse.get(say.replace("/acknowledge", "").replace("sharings", "shared-with-me"))
    )
    for _ in range(2):
        assert nurse.post(say).status_code == 302
    assert "shared with you" not in words(nurse.get("/my-work"))
    assert len([s for d in of(place, child) for s in d.steps if s.kind == "acknowledged"]) == 2, "once after each"


def acknowledged(nurse: Client, say: str) -> None:
    """Say that one has what was shared; until then it stands in one's own work."""
    assert "1 thing shared with you waits for you to say that you have it" in words(nurse.get("/my-work"))
    assert nurse.post(say).status_code == 302
    assert "shared with you" not in words(nurse.get("/my-work"))


def refuses_what_is_not_said(client: Client, child: UUID, body: dict[str, object]) -> None:
    refused = client.post(f"/children/{child}/share", {**body, "without_why": "", "outside": "A school"})
    assert refused.status_code == 422 and "choose one of a colleague" in words(refused)
    refused = client.post(f"/children/{child}/share", {**body, "without_why": ""})
    assert refused.status_code == 422 and "why it is right to share without" in words(refused)


def waits_for_the_sharer_alone(place: Partnership, client: Client, child: UUID, sharing: str) -> None:
    """See that a correction to send is told, and stands in the work of whoever shared it and in nobody else's."""
    assert "1 correction is still to be sent" in words(client.get(f"/children/{child}/access"))
    assert "Heard wrongly" in words(client.get(sharing))
    assert "1 correction waits for you to send it" in words(client.get("/my-work"))
    assert "waits for you to send it" not in words(browser(place, "met").get("/my-work"))


def of(place: Partnership, child: UUID):  # type: ignore[no-untyped-def]
    with acting(place, "worker"):
        return disclosures.of_child(child)


def test_nothing_goes_out_that_shows_whom_it_must_hide(north: Partnership) -> None:
    child, fact = record_of(north)
    client = browser(north, "worker")
    page = client.get(f"/children/{child}/share")
    body = filled(
        north,
        page,
        facts=[str(fact)],
        named=[str(child)],
        further="Wednesday Rivers",
        purpose="As Wednesday Rivers asked",
    )
    shared(client, child, body)
    (made,) = of(north, child)
    assert "As Adult 1 asked" in paper_of(client.get(f"/sharings/{made.id}/paper")), (
        "every word of the paper is covered"
    )


def test_a_decision_not_to_share_is_kept_with_its_reason(north: Partnership) -> None:
    child = invented_child(north)
    client = browser(north, "worker")
    page = client.get(f"/children/{child}/decide-not-to-share")
    given = {
        k: v
        for k, v in filled(north, page).items()
        if k not in ("bases", "onward", "onward_words", "without_why", "how", "further")
    }
    given |= {"colleague": "", "outside": "A man who says he is an uncle", "purpose": "Nobody could say who he is"}
    assert client.post(f"/children/{child}/decide-not-to-share", given).status_code == 422, (
        "what was asked for is missing"
    )
    done = client.post(f"/children/{child}/decide-not-to-share", {**given, "asked_for": "Where the child lives"})
    shown = words(client.get(done.url))
    assert "It was not shared" in shown and "Where the child lives" in shown and "an uncle" in shown
    assert "Not shared with A man who says he is an uncle" in words(client.get(f"/children/{child}/timeline"))


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"to": Recipient()}, "one recipient"),
        ({"bases": ()}, "lawful basis"),
        ({"onward": "anywhere"}, "how far"),
        ({"child_position": "perhaps"}, "what the child and the parents said"),
        ({"purpose": " "}, "Say why"),
        ({"chosen": Chosen()}, "Choose what is shared"),
    ],
)
def test_what_must_be_said(north: Partnership, change: dict[str, object], fault: str) -> None:
    child, fact = record_of(north)
    reasons = {
        "purpose": "To keep safe", "child_position": "given", "parent_position": "told", "decided_by": north.people["manager"],
        "decided_at": wall.now(), "bases": ("public-task",), "onward": "stays",
    }  # fmt: skip
    more = {k: v for k, v in change.items() if k in ("to", "chosen")}
    made = {"to": Recipient(outside="School"), "chosen": Chosen((fact,))} | more
    reasons |= {k: v for k, v in change.items() if k not in more}
    key = UUID(int=1)
    with acting(north, "worker") as actor, pytest.raises(BadValue, match=fault):
        sharing.share(actor=actor, child=child, reasons=Reasons(**reasons), hidden=Hidden(), key=key, **made)  # type: ignore[arg-type]


def test_only_what_stands_and_is_this_childs_can_be_chosen(north: Partnership) -> None:
    child, _ = record_of(north)
    _, other = record_of(north)
    reasons = Reasons(
        "To keep safe", "given", "told", north.people["manager"], wall.now(), ("public-task",), onward="stays"
    )
    with acting(north, "worker") as actor, pytest.raises(NotFound, match="not there any more"):
        sharing.share(
            actor=actor, child=child, to=Recipient(outside="School"), chosen=Chosen((other,)), reasons=reasons,
            hidden=Hidden(), key=UUID(int=2),
        )  # fmt: skip


def test_every_basis_and_ground_says_its_law() -> None:
    terms = load_sharing()
    assert all(c.cite for c in (*terms.bases.values(), *terms.grounds.values()))
    assert {"refused", "given"} <= set(terms.positions)
