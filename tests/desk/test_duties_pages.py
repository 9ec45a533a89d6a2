"""What the partnership owes, and what is owed about a context: each duty with its reasons, and the form that meets it."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from tests import browsing
from tests.partnership import Partnership, acting, invented_child, northhaven, said, southhaven
from wayhome.record.operations import about, facts
from wayhome.record.queries import ledger
from wayhome.record.subjects import Subject
from wayhome.worklists.queries import work

pytestmark = pytest.mark.django_db
DAY = 24.0


@pytest.fixture
def place(db: None) -> Partnership:
    return northhaven()


def begun(place: Partnership, days_ago: float = 10) -> Subject:
    own = Subject.partnership(place.authority)
    with acting(place, "met") as actor:
        facts.record_about(actor=actor, subject=own, drafts=[said("partnership.began", days_ago * DAY)])
    return own


def a_context(place: Partnership, days_ago: float = 10) -> Subject:
    drafts = [said("context.name", days_ago * DAY, text="The invented arcade")]
    drafts.append(said("context.identified", days_ago * DAY, code="event"))
    with acting(place, "worker") as actor:
        return Subject.context(about.open_context(actor=actor, drafts=drafts))


def test_until_it_began_the_page_asks_when(place: Partnership) -> None:
    met = browsing.browser(place, "met")
    page = met.get("/partnership/duties")
    assert "Nobody has recorded when this arrangement began" in browsing.words(page)
    form = reverse("partnership-act", args=["partnership.began"])
    assert form in page.content.decode()
    saved = met.post(form, browsing.at_day("when", 240) | {"note": ""})
    assert (saved.status_code, saved["Location"]) == (302, "/partnership/duties")
    said = browsing.words(met.get("/partnership/duties"))
    assert "Bring the week's figures to the MET meeting" in said.replace("’", "'")
    assert "Nobody has recorded when" not in said


def test_two_accounts_of_one_day_are_two(place: Partnership) -> None:
    """Where words are the fact, a colleague's other words of the same day are another account; the same words are not."""
    worker, child = browsing.browser(place, "worker"), invented_child(place)
    form, day = reverse("child-act", args=[child, "incident.significant"]), browsing.at_day("when", 24)
    first, second = ({**day, "value": words} for words in ("A fight by the lake", "Her bag was taken that day too"))
    assert worker.post(form, first).status_code == 302
    assert worker.post(form, second).status_code == 302
    again = worker.post(form, first)
    assert again.status_code == 422 and "This is recorded already" in browsing.words(again)


def test_an_act_is_recorded_and_meets_its_duty(place: Partnership) -> None:
    begun(place)
    met = browsing.browser(place, "met")
    html = met.get("/partnership/duties").content.decode()
    form = reverse("partnership-act", args=["partnership.response-figures"])
    assert f'href="{form}"' in html
    sent = browsing.at_day("when", 5 * DAY) | {"note": "Sent with the agenda"}
    assert met.post(form, sent).status_code == 302
    again = met.post(form, sent)
    assert again.status_code == 422 and "Nothing more is needed" in browsing.words(again)
    added = met.post(form, {**sent, "note": "And read out in the meeting"})
    assert added.status_code == 422 and "To add your words, correct that entry" in browsing.words(added)
    assert "And read out in the meeting" in added.content.decode(), "what was written is still in its box"
    with acting(place, "met"):
        (entry,) = ledger.current_about(Subject.partnership(place.authority), ["partnership.response-figures"])
    assert entry.text == "Sent with the agenda"
    page = met.get("/partnership/duties")
    assert "Done, or no longer needed" in browsing.words(page)
    assert reverse("correct-fact", args=[entry.id]) in page.content.decode()


def test_who_holds_no_post_reads_and_does_not_record(place: Partnership) -> None:
    begun(place)
    nurse = browsing.browser(place, "nurse")
    page = nurse.get("/partnership/duties")
    assert "hold a post of the partnership record what it has done" in browsing.words(page)
    form = reverse("partnership-act", args=["partnership.response-figures"])
    assert form not in page.content.decode()
    assert nurse.get(form).status_code == 404
    assert nurse.post(form, browsing.at_day("when", 5)).status_code == 404


def test_another_partnership_sees_nothing_of_it(place: Partnership) -> None:
    begun(place)
    elsewhere = browsing.browser(southhaven(), "met").get("/partnership/duties")
    assert "Nobody has recorded when this arrangement began" in browsing.words(elsewhere)


@pytest.mark.parametrize("kind", ["child.name", "context.reviewed", "adult.name", "no.such-kind"])
def test_what_is_not_the_partnerships_is_no_act_of_it(place: Partnership, kind: str) -> None:
    assert browsing.browser(place, "met").get(reverse("partnership-act", args=[kind])).status_code == 404


def test_a_correction_leads_back_to_the_duties(place: Partnership) -> None:
    own = begun(place)
    met = browsing.browser(place, "met")
    with acting(place, "met"):
        (entry,) = ledger.current_about(own, ["partnership.began"])
    mend = reverse("withdraw-fact", args=[entry.id])
    assert 'href="/partnership/duties"' in met.get(mend).content.decode()
    done = met.post(mend, {"reason": "It begins in spring"})
    assert (done.status_code, done["Location"]) == (302, "/partnership/duties")
    assert "Nobody has recorded when this arrangement began" in browsing.words(met.get("/partnership/duties"))


def test_a_context_is_named_to_those_who_may_see_it_and_not_there_for_others(place: Partnership) -> None:
    context = a_context(place)
    address = reverse("context-duties", args=[context.id])
    page = browsing.browser(place, "worker").get(address)
    said = browsing.words(page)
    assert "What is due: The invented arcade" in said and "Talk about a context at the weekly meeting" in said
    assert "arcade" not in browsing.title(page), "a title carries the reference"
    assert browsing.browser(place, "nurse").get(address).status_code == 404
    assert browsing.browser(southhaven(), "met").get(address).status_code == 404
    assert browsing.browser(place, "met").get(reverse("context-duties", args=[uuid4()])).status_code == 404


def test_what_meets_a_contexts_duty_is_led_to_its_form(place: Partnership) -> None:
    context = a_context(place)
    with acting(place, "met") as actor:
        facts.record_about(actor=actor, subject=context, drafts=[said("context.discussed", DAY, code="assess")])
    worker = browsing.browser(place, "worker")
    page = worker.get(reverse("context-duties", args=[context.id])).content.decode()
    assert reverse("context-team", args=[context.id]) in page and reverse("review-context", args=[context.id]) in page
    form = reverse("context-act", args=[context.id, "context.identified"])
    saved = worker.post(form, browsing.at_day("when", 1) | {"value": "repeated", "note": ""})
    assert saved["Location"] == reverse("context-duties", args=[context.id])
    assert browsing.browser(place, "nurse").get(form).status_code == 404


def test_my_work_and_a_notice_say_whom_it_is_about_and_lead_there(place: Partnership) -> None:
    context = a_context(place)
    begun(place, days_ago=20)
    met = browsing.browser(place, "met")
    html = met.get("/my-work").content.decode()
    said = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))
    assert "The invented arcade, P-" in said and "The partnership" in said
    assert f'href="{reverse("context", args=[context.id])}"' in html
    assert f'href="{reverse("context-duties", args=[context.id])}#duty-' in html
    assert re.search(r'href="/partnership/duties#duty-[^"]+">Why\?', html)
    with acting(place, "met") as actor:
        about_ = {n.subject.kind: n for n in work.notices_of(actor.user)}
    for kind, words in (("context", "The invented arcade"), ("partnership", "The partnership")):
        page = met.get(reverse("notice", args=[about_[kind].id]))
        assert page.status_code == 200 and words in browsing.words(page)
        assert "arcade" not in browsing.title(page)
        assert met.post(reverse("notice", args=[about_[kind].id])).status_code == 302
    with acting(place, "met") as actor:
        assert {n.id for n in work.notices_of(actor.user)}.isdisjoint({n.id for n in about_.values()})


def test_the_footer_leads_to_the_partnerships_duties(place: Partnership) -> None:
    assert 'href="/partnership/duties"' in browsing.browser(place, "worker").get("/my-work").content.decode()
