"""Two who run a meeting at the same moment: the second is told what the first did, and nothing is decided behind it."""

from __future__ import annotations

import pytest
from django.db import connections

from tests.browsing import browser, words
from tests.forums.test_meeting_pages import do, item_of
from tests.forums.test_meetings import begun, decided, gathered, listed, planned, risky
from tests.partnership import Partnership, acting, meanwhile, northhaven
from wayhome.forums.models import Decision, Item, Meeting
from wayhome.forums.operations import agenda, diary, saying
from wayhome.forums.operations.errors import BadValue, TooLate
from wayhome.record.queries import ledger


def test_what_is_typed_about_what_is_taken_off_is_kept(north: Partnership) -> None:
    """A colleague takes the child off while somebody types: their page says so, and their words are on the record."""
    risky(north)
    meeting = planned(north)
    gathered(north, meeting)
    begun(north, meeting)
    met, police = browser(north, "met"), browser(north, "inspector")
    item = item_of(met, meeting)
    for client, place in ((met, "coordinator"), (police, "police")):
        client.post(f"/meetings/{meeting}/enter?item={item}", {"member": place})
    typed = {"note.text": "He was seen at the", "note.shared": "care", "edition": ""}
    first = police.post(f"/meetings/items/{item}/keep", typed)
    assert "Taken off" in do(met, meeting, "remove", item=item, why="The strategy meeting is the same day.")
    typed |= {"note.text": "He was seen at the arcade", "edition": first.json()["edition"]}
    assert police.post(f"/meetings/items/{item}/keep", typed).status_code == 200
    page = words(police.get(f"/meetings/items/{item}"))
    assert "Taken off the agenda: The strategy meeting is the same day." in page
    assert "He was seen at the arcade" in page and "Answer for your agency" not in page


@pytest.mark.usefixtures("committed_db")
def test_whoever_comes_second_is_told_what_the_first_did() -> None:
    connections.close_all()  # one of a test before may lead to a database that has been thrown away
    place = northhaven()
    one, two = risky(place), risky(place)
    meeting = planned(place)
    gathered(place, meeting)
    begun(place, meeting)
    items, met = listed(place, meeting), place.actor("met")

    def take_off() -> None:
        agenda.remove(actor=met, item=items[one], why="The strategy meeting is the same day.")

    refused = meanwhile(place, "met", take_off, lambda: decided(place, items[one]))
    assert isinstance(refused, BadValue), "what was just taken off is not decided"
    with acting(place, "met"):
        assert not Decision.objects.filter(item_id=items[one]).exists()
        assert not ledger.current_facts(one, ["met.discussed"])
    assert (
        meanwhile(place, "met", lambda: decided(place, items[two]), lambda: remove_later(place, items[two])) is not None
    )
    with acting(place, "met"):
        assert Item.objects.get(id=items[two]).state == "on", "what was just decided is not taken off"
    end = meanwhile(
        place, "met", lambda: diary.end(actor=met, meeting=meeting), lambda: answer_later(place, items[two])
    )
    assert isinstance(end, TooLate), "what comes as it ends is too late, and says so"
    twice = meanwhile(place, "met", lambda: diary.sign(actor=met, meeting=meeting), lambda: sign_later(place, meeting))
    assert isinstance(twice, TooLate), "signed once"
    with acting(place, "met"):
        assert Meeting.objects.get(id=meeting).state == "signed"


def remove_later(place: Partnership, item) -> None:  # type: ignore[no-untyped-def]
    with acting(place, "met") as actor:
        agenda.remove(actor=actor, item=item, why="Not needed.")


def answer_later(place: Partnership, item) -> None:  # type: ignore[no-untyped-def]
    with acting(place, "inspector") as actor:
        saying.answer(actor=actor, item=item, text="One more thing", nothing_known=False, shared="care")


def sign_later(place: Partnership, meeting) -> None:  # type: ignore[no-untyped-def]
    with acting(place, "met") as actor:
        diary.sign(actor=actor, meeting=meeting)
