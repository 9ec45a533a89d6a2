"""Who came: kept together or not at all, and not over what somebody else wrote."""

from __future__ import annotations

from uuid import UUID

import pytest

from tests.browsing import browser, words
from tests.forums.test_meetings import planned
from tests.partnership import Partnership, acting
from wayhome.forums.operations import diary, entering, seating
from wayhome.forums.operations.errors import NotFound, NotKept, NotYours, TooLate
from wayhome.forums.operations.seating import Came, Written
from wayhome.forums.queries import meetings
from wayhome.platform.models import AuditEntry

NOBODY_YET = Came("expected")
SERGEANT = Came("present", "Invented Sergeant", substitute=True, accepted=True)


def kept(place: Partnership, meeting: UUID, *, by: str = "met", **places: Written) -> None:
    with acting(place, by) as actor:
        seating.keep(actor=actor, meeting=meeting, places=places)


def seats(place: Partnership, meeting: UUID) -> dict[str, Came]:
    with acting(place, "met"):
        return {member: seating.came(seat) for member, seat in meetings.seats(meeting).items()}


def test_what_was_changed_is_kept_and_nothing_else(north: Partnership) -> None:
    meeting = planned(north)
    with acting(north, "nurse") as actor:
        entering.enter(actor=actor, meeting=meeting, member="health")
    came_in = seats(north, meeting)["health"]
    untouched = Written(NOBODY_YET, NOBODY_YET)  # as the page stood before the nurse came in
    kept(north, meeting, police=Written(SERGEANT, NOBODY_YET), health=untouched)
    assert seats(north, meeting)["police"] == SERGEANT
    assert seats(north, meeting)["health"] == came_in
    kept(north, meeting, police=Written(SERGEANT, NOBODY_YET))  # both wrote the same: nothing to ask


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (Came("present", "  "), "Write who is here"),
        (Came("asleep", "Somebody"), "Choose how they took part"),
        (Came("present", "x" * 201), "200 characters or fewer"),
    ],
)
def test_a_mistake_in_one_keeps_none_and_says_which(wrong: Came, says: str, north: Partnership) -> None:
    meeting = planned(north)
    with pytest.raises(NotKept) as refused:
        kept(north, meeting, police=Written(SERGEANT, NOBODY_YET), health=Written(wrong, NOBODY_YET))
    assert list(refused.value.faults) == ["health"]
    assert says in refused.value.faults["health"]
    assert seats(north, meeting)["police"] == NOBODY_YET


def test_of_two_who_write_of_one_seat_the_second_is_shown_the_first(north: Partnership) -> None:
    meeting = planned(north)
    kept(north, meeting, police=Written(SERGEANT, NOBODY_YET))
    sorry = Came("apologies")
    with pytest.raises(NotKept) as refused:
        kept(north, meeting, police=Written(sorry, NOBODY_YET))
    assert "Here, Invented Sergeant" in refused.value.faults["police"]
    assert seats(north, meeting)["police"] == SERGEANT
    kept(north, meeting, police=Written(sorry, SERGEANT))
    assert seats(north, meeting)["police"] == sorry


def test_who_may_write_it_and_until_when(north: Partnership) -> None:
    meeting = planned(north)
    with pytest.raises(NotYours):
        kept(north, meeting, by="nurse", health=Written(SERGEANT, NOBODY_YET))
    with pytest.raises(NotFound):
        kept(north, meeting, nobody=Written(SERGEANT, NOBODY_YET))
    with acting(north, "met") as actor:
        diary.cancel(actor=actor, meeting=meeting, why="It is Christmas")
    with pytest.raises(TooLate):
        kept(north, meeting, police=Written(SERGEANT, NOBODY_YET))
    sent = {"police.state": "present", "police.who": "Invented Sergeant"}
    late = browser(north, "met").post(f"/meetings/{meeting}/attendance", sent)
    assert late.status_code == 422
    assert "You wrote: Invented Sergeant" in words(late), "what was typed is not lost"


def test_a_form_sent_as_it_stood_leaves_no_mark(north: Partnership) -> None:
    meeting = planned(north)
    marks = []
    for now in (NOBODY_YET, SERGEANT):
        kept(north, meeting, police=Written(now, NOBODY_YET))
        with acting(north, "met"):
            marks.append(AuditEntry.objects.filter(what="attendance").count())
    assert marks == [0, 1]
