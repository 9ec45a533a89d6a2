"""What is watched over around a child is written down with its reason, and a phone only with the child's own answer."""

from tests.browsing import at_day, browser, words
from tests.partnership import Partnership, acting, invented_child
from wayhome.record.queries import ledger

TOLD = {
    "what": "visitor",
    "happened": "A man asked for her by name",
    "reason": "Nobody knows him",
    "in_plan": "no",
    "consent": "",
}


def test_a_visitor_is_written_down_with_the_reason(north: Partnership) -> None:
    child, client = invented_child(north), browser(north, "worker")
    path = f"/children/{child}/contact-log"
    assert client.post(path, {**TOLD, **at_day("at", 1), "reason": " "}).status_code == 422
    assert client.post(path, {**TOLD, **at_day("at", 1)}).status_code == 302
    page = words(client.get(path))
    assert "A man asked for her by name Why: Nobody knows him The reason is not in the care plan yet." in page


def test_a_phone_needs_the_childs_own_answer(north: Partnership) -> None:
    child, client = invented_child(north), browser(north, "worker")
    path, phone = f"/children/{child}/contact-log", {**TOLD, **at_day("at", 1), "what": "phone-kept"}
    refused = client.post(path, phone)
    assert refused.status_code == 422 and "it cannot be taken" in words(refused)
    assert client.post(path, {**phone, "consent": "not-agreed"}).status_code == 302
    with acting(north, "worker"):
        told = {e.kind: e.code for e in ledger.entries(child) if e.kind.startswith("care.")}
    assert told == {"care.contact-watched": "phone-kept", "care.phone-consent": "not-agreed"}


def test_it_is_for_those_who_may_see_care(north: Partnership, south: Partnership) -> None:
    child, client = invented_child(north), browser(north, "worker")
    client.post(f"/children/{child}/contact-log", {**TOLD, **at_day("at", 1)})
    assert "A man asked" not in words(browser(north, "nurse").get(f"/children/{child}/contact-log"))
    assert browser(south, "worker").get(f"/children/{child}/contact-log").status_code == 404
