"""Who the child is: each thing recorded, corrected, confirmed and ended in the browser, however odd what is typed."""

from __future__ import annotations

import re
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests import browsing
from tests.partnership import Partnership, acting, invented_child, northhaven
from wayhome.record.operations import facts
from wayhome.record.queries import ledger, particulars
from wayhome.record.topics import GROUPS, TOPICS
from wayhome.record.web import about
from wayhome.record.web.topic_form import nhs_number
from wayhome.record.web.topic_words import topic_words

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(db: None) -> Partnership:
    return northhaven()


@pytest.fixture
def child(place: Partnership) -> UUID:
    return invented_child(place)


def address(child: UUID, topic: str) -> str:
    return reverse("tell-topic", args=[child, topic])


def form_of(browser: Client, where: str) -> dict[str, str]:
    """Return the hidden boxes of a form as it was just drawn."""
    page = browser.get(where)
    assert page.status_code == 200
    return {name: browsing.hidden(page, name) for name in ("key", "read_at")}


def tell(browser: Client, child: UUID, topic: str, **boxes: str):  # type: ignore[no-untyped-def]
    where = address(child, topic)
    return browser.post(where, {**form_of(browser, where), **boxes})


def told(place: Partnership, child: UUID, kind: str, by: str = "worker") -> tuple[particulars.Told, ...]:
    with acting(place, by):
        return particulars.told(child, [kind])


def about_words(browser: Client, child: UUID, page: str = "child-about") -> str:
    return browsing.words(browser.get(reverse(page, args=[child])))


def test_every_topic_is_of_the_vocabulary_and_stands_on_a_page() -> None:
    from wayhome.packs.vocabulary import load_vocabulary

    kinds = load_vocabulary().kinds
    assert {topic.group for topic in TOPICS} <= {*about.WHO, *about.PEOPLE} <= set(GROUPS)
    for topic in TOPICS:
        kind = kinds[topic.kind]
        assert kind.subject == "child", topic
        for code in kind.values:
            assert topic_words(kind.id, code), f"{kind.id} {code} has no words"


@pytest.mark.parametrize("topic", [topic.slug for topic in TOPICS])
def test_each_form_opens_and_an_empty_one_is_given_back_with_what_to_do(
    place: Partnership, child: UUID, topic: str
) -> None:
    browser = browsing.browser(place, "worker")
    sent = tell(browser, child, topic)
    assert sent.status_code == 422
    assert "There is a problem" in browsing.words(sent)
    assert told(place, child, next(t.kind for t in TOPICS if t.slug == topic)) == () or topic in ("name", "born")


def test_somebody_in_the_family_is_recorded_with_who_may_be_told(place: Partnership, child: UUID) -> None:
    browser = browsing.browser(place, "worker")
    boxes = {"value": "grandparent", "text": "Rosa Invented", "with_phone": "01632 960123", "with_may-be-told": "yes"}
    boxes |= {"with_responsibility": "no", **browsing.at_day("since", 24 * 40)}
    sent = tell(browser, child, "family", **boxes)
    assert sent.status_code == 302
    assert sent.url.endswith("#family")
    page = about_words(browser, child, "child-people")
    assert "Grandparent Rosa Invented" in page
    assert "Phone: 01632 960123" in page
    assert "Do they have parental responsibility? No" in page
    assert "May they be told when the child is missing? Yes" in page


def test_a_form_sent_twice_is_recorded_once(place: Partnership, child: UUID) -> None:
    browser = browsing.browser(place, "worker")
    where = address(child, "phone")
    boxes = {**form_of(browser, where), "value": "01632 960999"}
    assert browser.post(where, boxes).status_code == browser.post(where, boxes).status_code == 302
    assert len(told(place, child, "child.phone")) == 1
    assert tell(browser, child, "phone", value="01632 960999").status_code == 302  # said anew: a fact of its own
    assert len(told(place, child, "child.phone")) == 2


@pytest.mark.parametrize(
    "name",
    ["Zoë", "محمد العربي", "נועה", "👧🏽 Bee", "O’Brien-Nguyễn", "<script>alert(1)</script>", "x" * 300, "Cher"],
)
def test_any_name_a_child_has_is_kept_as_it_is_and_shown_as_words(place: Partnership, child: UUID, name: str) -> None:
    browser = browsing.browser(place, "worker")
    assert tell(browser, child, "alias", value=name).status_code == 302
    assert told(place, child, "child.alias")[0].entry.text == name
    page = browser.get(reverse("child-about", args=[child])).content.decode()
    assert "<script>alert" not in page
    assert name.replace("<", "&lt;").replace(">", "&gt;") in page


@pytest.mark.parametrize(
    ("topic", "boxes", "said"),
    [
        ("alias", {"value": "x" * 10_000}, "must be 300 characters or fewer"),
        ("alias", {"value": "   "}, "other name does the child have: enter an answer"),
        ("born", {"value_day": "31", "value_month": "2", "value_year": "2011"}, "Date of birth"),
        ("born", {"value_day": "1", "value_month": "1", "value_year": "1950"}, "more than 30 years ago"),
        ("born", {"value_day": "1", "value_month": "1", "value_year": "2090"}, "still to come"),
        ("nhs-number", {"value": "943 476 5910"}, "check the ten digits"),
        ("gender", {"value": "purple"}, "choose from the answers offered"),
        (
            "warning",
            {"value": "risk-to-staff", "text": "A dog", "with_what-to-do": "Ring first"},
            "must this be looked",
        ),
        ("family", {"value": "mother"}, "Enter name"),
        ("phone", {"value": "1", "since_day": "other", "since_year": "9999", "since_time": "25:99"}, "Since when"),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_do_and_nothing_is_lost(
    place: Partnership, child: UUID, topic: str, boxes: dict[str, str], said: str
) -> None:
    browser = browsing.browser(place, "worker")
    sent = tell(browser, child, topic, **boxes)
    assert sent.status_code == 422
    assert said.casefold() in browsing.words(sent).casefold()
    if "with_what-to-do" in boxes:
        assert "Ring first" in sent.content.decode()


def test_what_the_child_says_may_be_ten_thousand_characters(place: Partnership, child: UUID) -> None:
    browser = browsing.browser(place, "worker")
    said = "I want to be listened to. " * 400
    assert tell(browser, child, "said", value=said).status_code == 302
    assert told(place, child, "child.said")[0].entry.text == said.strip()


def test_a_correction_keeps_what_was_said_and_why_it_changed(place: Partnership, child: UUID) -> None:
    browser = browsing.browser(place, "worker")
    tell(browser, child, "school", value="Elm Hghi", with_lead="Ada Invented", with_phone="01632 960001")
    old = told(place, child, "child.school")[0]
    where = reverse("correct-told", args=[child, old.entry.id])
    page = browser.get(where)
    boxes = {name: browsing.hidden(page, name) for name in ("key", "read_at")}
    assert 'value="Ada Invented"' in page.content.decode()
    without = browser.post(where, {**boxes, "value": "Elm High", "with_lead": "Ada Invented"})
    assert without.status_code == 422
    assert "Why is it corrected" in browsing.words(without)
    sent = browser.post(where, {**boxes, "value": "Elm High", "with_lead": "Ada Invented", "reason": "Spelt wrongly"})
    assert sent.status_code == 302
    (new,) = told(place, child, "child.school")
    assert (new.entry.text, dict(new.said)) == ("Elm High", {"lead": "Ada Invented"})
    with acting(place, "worker"):
        kept = {e.text: e for e in ledger.entries(child) if e.kind == "child.school"}
        assert particulars.of_facts([old.entry.id])[old.entry.id]["phone"] == "01632 960001"
    assert kept["Elm Hghi"].correction_reason == "Spelt wrongly"


def test_two_people_correcting_the_same_thing_lose_nobody_s_words(place: Partnership, child: UUID) -> None:
    mine, theirs = browsing.browser(place, "worker"), browsing.browser(place, "manager")
    tell(mine, child, "religion", value="Quaker")
    where = reverse("correct-told", args=[child, told(place, child, "child.religion")[0].entry.id])
    boxes = {name: browsing.hidden(mine.get(where), name) for name in ("key", "read_at")}
    assert theirs.post(where, {**boxes, "value": "Sikh", "reason": "She said so"}).status_code == 302
    late = mine.post(where, {**boxes, "value": "Hindu", "reason": "Her father said so"})
    assert late.status_code == 422
    assert "A colleague corrected this" in browsing.words(late)
    assert "Sikh" in browsing.words(late)
    assert 'value="Hindu"' in late.content.decode()
    found = re.search(r'<form method="post" action="([^"]+)"', late.content.decode())
    assert found
    assert mine.post(found[1], {**boxes, "value": "Hindu", "reason": "Her father said so"}).status_code == 302
    assert [t.entry.text for t in told(place, child, "child.religion")] == ["Hindu"]


def test_an_answer_given_meanwhile_is_shown_before_another_stands_beside_it(place: Partnership, child: UUID) -> None:
    mine, theirs = browsing.browser(place, "worker"), browsing.browser(place, "manager")
    where = address(child, "first-language")
    boxes = form_of(mine, where)
    tell(theirs, child, "first-language", value="Kurdish")
    late = mine.post(where, {**boxes, "value": "Farsi"})
    assert late.status_code == 422
    assert "A colleague has just recorded: Kurdish" in browsing.words(late)
    again = {name: browsing.hidden(late, name) for name in ("key", "read_at")}
    assert mine.post(where, {**again, "value": "Farsi"}).status_code == 302


def test_still_so_is_said_or_it_ends_or_it_never_was(place: Partnership, child: UUID) -> None:
    browser = browsing.browser(place, "worker")
    for number in ("01632 960001", "01632 960002", "01632 960003"):
        tell(browser, child, "phone", value=number, **browsing.at_day("since", 24 * 90))
    one, two, three = (reverse("still-so", args=[child, t.entry.id]) for t in told(place, child, "child.phone"))
    assert browser.post(one, {"answer": "yes"}).status_code == 302
    assert browser.post(two, {"answer": "ended"}).status_code == 422
    early = {"answer": "ended", "reason": "Phone broke", **browsing.at_day("until", 24 * 100)}
    assert "before it began" in browsing.words(browser.post(two, early))
    ended = {"answer": "ended", "reason": "Phone broke", **browsing.at_day("until", 48)}
    assert browser.post(two, ended).status_code == 302
    assert browser.post(three, {"answer": "never", "reason": "Wrong child"}).status_code == 302
    page = browser.get(reverse("child-people", args=[child])).content.decode()
    assert "Still so today" in re.sub(r"<[^>]+>", "", page)
    now_so, _, before = page.partition("What was so before")
    assert now_so.count("01632 96000") == 1 + now_so.count(
        "phone: 01632"
    )  # the value, and the words that name its links
    assert "until" in before


def test_ended_is_not_so_any_more_and_an_older_answer_does_not_come_back(place: Partnership, child: UUID) -> None:
    browser = browsing.browser(place, "worker")
    tell(browser, child, "school", value="Old School", **browsing.at_day("since", 24 * 900))
    tell(browser, child, "school", value="New School", **browsing.at_day("since", 24 * 90))
    newest = told(place, child, "child.school")[0]
    boxes = {"answer": "ended", "reason": "Left", **browsing.at_day("until", 24)}
    browser.post(reverse("still-so", args=[child, newest.entry.id]), boxes)
    page = browser.get(reverse("child-about", args=[child])).content.decode()
    card = page[page.index('id="education"') : page.index('id="status"')]
    now_so, _, before = card.partition("What was so before")
    assert "School</dd>" not in now_so
    assert "New School" not in now_so
    assert "New School" in before
    assert "Old School" in before


def test_a_legal_status_says_too_whether_the_council_looks_after_the_child(place: Partnership) -> None:
    child = invented_child(place, care="not-looked-after")
    browser = browsing.browser(place, "worker")
    assert tell(browser, child, "legal-status", value="v2", **browsing.at_day("since", 30)).status_code == 302
    page = about_words(browser, child)
    assert "Accommodated under section 20 (V2)" in page
    assert told(place, child, "child.care-status")[0].entry.code == "looked-after"
    assert tell(browser, child, "legal-status", value="none", **browsing.at_day("since", 3)).status_code == 302
    assert told(place, child, "child.care-status")[0].entry.code == "not-looked-after"


def test_an_overdue_warning_is_flagged(place: Partnership, child: UUID) -> None:
    browser = browsing.browser(place, "worker")
    boxes = {"value": "risk-to-staff", "text": "A dog that bites", "with_what-to-do": "Ring first"}
    boxes |= {"with_review-on_day": "1", "with_review-on_month": "3", "with_review-on_year": "2026"}
    assert tell(browser, child, "warning", **boxes).status_code == 302
    page = about_words(browser, child)
    assert "Risk to staff A dog that bites" in page
    assert re.search(r"Should have been looked at again \d+ days? ago", page)


def test_a_colleague_among_the_professionals_brings_name_and_agency(place: Partnership, child: UUID) -> None:
    browser = browsing.browser(place, "worker")
    boxes = {"value": "detective", "with_colleague": str(place.people["inspector"])}
    assert tell(browser, child, "professional", **boxes).status_code == 302
    page = about_words(browser, child, "child-people")
    assert "Detective Inspector" in page
    assert "northhaven Police" in page
    assert "Line manager Manager" in page


def test_a_child_one_may_not_see_is_not_there(place: Partnership, child: UUID) -> None:
    stranger = browsing.browser(place, "farshire")
    with acting(place, "worker") as actor:
        (fact,) = facts.record(actor=actor, child=child, drafts=[_phone()])
    for where in (
        reverse("child-about", args=[child]),
        reverse("child-people", args=[child]),
        address(child, "phone"),
        reverse("correct-told", args=[child, fact]),
        reverse("still-so", args=[child, fact]),
    ):
        assert stranger.get(where).status_code == 404, where
        assert stranger.post(where, {"answer": "never", "reason": "x"}).status_code in (404, 405), where
    assert told(place, child, "child.phone")[0].entry.id == fact
    other = invented_child(place)
    assert browsing.browser(place, "worker").get(reverse("still-so", args=[other, fact])).status_code == 404


def test_health_is_seen_by_its_own_agency_and_health_only(place: Partnership, child: UUID) -> None:
    browser = browsing.browser(place, "worker")
    assert tell(browser, child, "medication", value="Insulin", with_without="Coma in a day").status_code == 302
    for name, sees in {"worker": True, "nurse": True, "inspector": False}.items():
        assert ("Insulin" in about_words(browsing.browser(place, name), child)) is sees, name


def test_an_nhs_number_carries_its_check_digit() -> None:
    assert nhs_number("943 476 5919")
    assert not nhs_number("943 476 5918")
    assert not nhs_number("9434765919x")
    assert not nhs_number(str(uuid4()))


def _phone() -> facts.Draft:
    from tests.partnership import said

    return said("child.phone", 5, text="01632 960000")
