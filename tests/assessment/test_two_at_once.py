"""What goes wrong while people write: pressed twice, an old page, two windows, a form sent meanwhile. No word is lost."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.urls import reverse

from tests import browsing
from tests.partnership import Partnership, acting, invented_child, reported
from tests.typing_forms import boxes_of
from wayhome.assessment.operations import drafts
from wayhome.assessment.operations.drafts import Start
from wayhome.assessment.queries import drafts as draft_queries
from wayhome.assessment.queries import sheets as sheet_queries
from wayhome.packs.instruments import load_instrument

LEWISHAM, RISK = "lewisham-2017", "missing-child-risk-assessment"


def begun(place: Partnership, form: str = RISK) -> UUID:
    child = invented_child(place)
    episode = reported(place, child, hours_ago=5)
    with acting(place, "worker") as actor:
        start = Start("child", child, LEWISHAM, form, date(2026, 3, 6), episode_id=episode, born_on=date(2012, 2, 29))
        return drafts.begin(actor=actor, start=start)


def typed(draft: UUID, words: str, edition: str) -> tuple[str, dict[str, object]]:
    where = reverse("draft-section", args=[draft, "about"])
    return where, {"edition": edition, "go": "stay", "items": ["address"], "address.text": words}


def test_two_windows_keep_both_and_the_page_shows_both(south: Partnership) -> None:
    draft = begun(south)
    client = browsing.browser(south, "worker")
    where, first = typed(draft, "1 Invented Street", "1")
    assert client.post(where, first).status_code == 302
    second = client.post(where, typed(draft, "2 Invented Street", "1")[1])
    assert second.status_code == 422
    page = browsing.words(second)
    assert "somebody else wrote here too" in page
    assert "also wrote here" in page
    assert "2 Invented Street" in page
    assert "1 Invented Street" in second.content.decode()
    chosen = client.post(
        where, {"edition": "9", "items": ["address"], "address.text": "1 Invented Street", "choose": "address:0"}
    )
    assert chosen.status_code == 302
    with acting(south, "worker"):
        view = draft_queries.draft(draft)
    assert view
    assert (view.boxes["address"], view.beside) == ({"text": ["2 Invented Street"]}, {})


def test_autosave_answers_with_the_edition_and_never_to_a_stranger(south: Partnership) -> None:
    draft = begun(south)
    where = reverse("draft-save", args=[draft])
    sent = {"edition": "1", "items": ["address"], "address.text": "1 Invented Street"}
    told = browsing.browser(south, "worker").post(where, sent)
    assert (told.status_code, told.json()["edition"], told.json()["beside"]) == (200, 2, [])
    clash = browsing.browser(south, "worker").post(where, sent | {"address.text": "Elsewhere"})
    assert clash.json()["beside"] == ["address"]
    assert browsing.browser(south, "manager").post(where, sent).status_code == 404
    assert browsing.browser(south, "worker", checks=True).post(where, sent).status_code == 403
    for edition in ("", "x", "-1", "9" * 40):
        assert browsing.browser(south, "worker").post(where, sent | {"edition": edition}).status_code == 200


def test_a_form_pressed_twice_is_one_version(south: Partnership) -> None:
    draft = _written(south)
    client = browsing.browser(south, "worker")
    where = reverse("draft-check", args=[draft])
    first, second = client.post(where, {"go": "send"}), client.post(where, {"go": "send"})
    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]


def test_words_typed_into_a_form_that_was_sent_meanwhile_are_shown_again(south: Partnership) -> None:
    draft = _written(south)
    client = browsing.browser(south, "worker")
    client.post(reverse("draft-check", args=[draft]), {"go": "send"})
    where, sent = typed(draft, "Words typed too late", "5")
    answer = client.post(where, sent)
    assert answer.status_code == 409
    assert "Words typed too late" in browsing.words(answer)
    late = client.post(reverse("draft-save", args=[draft]), sent)
    assert late.status_code == 409
    assert "sent already" in late.json()["problem"]


def test_a_signature_pressed_twice_or_by_nobody_who_may_changes_nothing(south: Partnership) -> None:
    draft = _written(south)
    client = browsing.browser(south, "worker")
    sheet = client.post(reverse("draft-check", args=[draft]), {"go": "send"})["Location"]
    again = browsing.browser(south, "manager").post(sheet, {"outcome": "returned", "comments": "no"})
    assert again.status_code == 302
    with acting(south, "worker"):
        view = sheet_queries.sheet(UUID(sheet.rsplit("/", 1)[1]))
    assert view
    assert (view.state, view.needs_sign_off) == ("signed", False)


def test_last_time_is_offered_and_taken_over_only_when_asked_for(south: Partnership) -> None:
    draft = _written(south)
    client = browsing.browser(south, "worker")
    client.post(reverse("draft-check", args=[draft]), {"go": "send"})
    with acting(south, "worker") as actor:
        sent_as = draft_queries.sent_as(draft)
        assert sent_as
        had = sheet_queries.sheet(sent_as)
        assert had
        start = Start("child", had.subject_id, LEWISHAM, RISK, date(2026, 4, 6), episode_id=had.episode_id)
        fresh = drafts.begin(actor=actor, start=start)
    where = reverse("draft-section", args=[fresh, "about"])
    page = client.get(where)
    assert "Last time" in browsing.words(page)
    assert "1 Invented Street" in browsing.words(page)
    with acting(south, "worker"):
        view = draft_queries.draft(fresh)
        assert view
        assert view.boxes == {}
    assert client.post(where, {"edition": "1", "items": ["address"], "take": "address"}).status_code == 302
    with acting(south, "worker"):
        view = draft_queries.draft(fresh)
    assert view
    assert view.boxes == {"address": {"text": ["1 Invented Street"]}}


def _written(place: Partnership) -> UUID:
    draft = begun(place)
    sent = {item.id: boxes_of(item) for item in load_instrument(LEWISHAM, RISK).items()}
    sent["address"] = {"text": ["1 Invented Street"]}
    with acting(place, "worker") as actor:
        drafts.save(actor=actor, draft=draft, edition=1, sent=sent)
    return draft


def test_my_work_says_which_forms_wait(south: Partnership) -> None:
    begun(south)
    assert "1 form you have begun to write" in browsing.words(browsing.browser(south, "worker").get(reverse("my-work")))
