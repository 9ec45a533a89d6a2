"""Decisions with an owner and a clock each, followed in the browser until the clock is met (LEW E 10, E 28)."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from tests import browsing
from tests.browsing import at_day, browser, words
from tests.partnership import Partnership, acting, invented_child, southhaven
from tests.record.test_about_pages import tell
from wayhome.clocks.queries import duties

pytestmark = pytest.mark.django_db


def standing(place: Partnership, child: UUID) -> dict[str, bool]:
    """Return each duty of the child about education or housing, and whether it is open."""
    with acting(place, "worker"):
        found = [d for d in duties.of_child(child) if d.clock.startswith(("education-", "homeless-"))]
    return {duty.clock: duty.open for duty in found}


def act(client: Client, child: UUID, kind: str, **boxes: str) -> None:
    """Record one fact through its own page, one hour ago."""
    where = reverse("child-act", args=[child, kind])
    page = client.get(where)
    hidden = {n: browsing.hidden(page, n) for n in ("key", "read_at") if f'name="{n}"' in page.content.decode()}
    answer = client.post(where, {**hidden, **at_day("when", 1), **boxes})
    assert answer.status_code == 302, words(answer)[:600]


def test_missing_from_education_until_there_is_a_way_back() -> None:
    """LEW E 28.1, 28.2: on no roll and nowhere else; the lead is told, and the authority finds a way back."""
    place = southhaven()
    child, client = invented_child(place), browser(place, "worker")
    assert standing(place, child) == {}
    assert tell(client, child, "education", value="no-place", **at_day("since", 30)).status_code == 302
    assert standing(place, child) == {"education-lead-told": True, "education-way-back": True}
    shown = words(client.get(reverse("child-decisions", args=[child])))
    assert "Tell the lead for children missing from education" in shown and "No school place" in shown

    act(client, child, "education.lead-told")
    assert standing(place, child) == {"education-lead-told": False, "education-way-back": True}
    act(client, child, "education.way-back", value="Mornings at The Mooring from Monday; the mentor brings the child")
    assert not any(standing(place, child).values())
    shown = words(client.get(reverse("child-decisions", args=[child])))
    assert "Mornings at The Mooring" in shown


def test_without_a_home_until_there_is_somewhere_suitable_and_the_young_person_was_heard() -> None:
    """LEW E 10.1, 10.2: never a bed and breakfast; needs assessed; what the young person wants is heard."""
    place = southhaven()
    child, client = invented_child(place, care="not-looked-after"), browser(place, "worker")
    act(client, child, "housing.homeless", value="Came to the desk with a bag; cannot go back to the uncle")
    due = {"homeless-tonight", "homeless-needs", "homeless-views"}
    assert {c for c, is_open in standing(place, child).items() if is_open} == due
    act(client, child, "housing.bed-and-breakfast", value="Nothing else was found before midnight")
    assert standing(place, child)["homeless-bed-and-breakfast"], "it suits nobody under 18, so it is due at once"
    assert "A bed and breakfast is never suitable" in words(client.get(reverse("child-decisions", args=[child])))
    act(client, child, "housing.tonight", value="supported")
    act(client, child, "housing.views-heard", value="Wants to stay near college, and not to be looked after")
    act(client, child, "housing.needs-assessed", value="child-in-need")
    assert not any(standing(place, child).values()), standing(place, child)
