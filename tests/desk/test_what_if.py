"""The what-if page: for those who plan the work only, written down, right in its figures, and quick."""

from __future__ import annotations

import re
from time import perf_counter

import pytest
from django.db import connection

from tests.browsing import browser, words
from tests.partnership import Partnership, acting, invented_child, northhaven, reported, said
from wayhome.missing.operations import episodes
from wayhome.platform.roles import enter
from wayhome.population import disclosure

pytestmark = pytest.mark.django_db
PAGE = "/protocols/what-if"


@pytest.fixture
def north(db: None) -> Partnership:
    place = northhaven()
    for hours in (30, 34, 38, 42, 46, 60):
        episode = reported(place, invented_child(place), hours_ago=hours)
        with acting(place, "worker") as actor:
            episodes.add(actor=actor, episode=episode, drafts=[said("missing.returned", hours - 12, text="home")])
    return place


def test_only_those_who_plan_the_work_may_ask(north: Partnership) -> None:
    assert browser(north, "met").get(PAGE).status_code == 200
    assert browser(north, "manager").get(PAGE).status_code == 200
    assert browser(north, "worker").get(PAGE).status_code == 403
    assert browser(north, "nurse").get(PAGE).status_code == 403


def test_a_changed_value_is_read_beside_the_one_in_force_and_written_down(
    north: Partnership, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disclosure, "SMALL", 0)  # six children are too few to be shown: here it is the figures we check
    asked = {"protocol": "portsmouth-pathway", "clock": "conversation-offered", "hours": "10", "days": "90"}
    began = perf_counter()
    response = browser(north, "met").get(PAGE, asked)
    assert perf_counter() - began < 10
    assert "What would have been" in words(response)
    page = response.content.decode()
    assert page.count("<svg") >= 3
    found = re.search(r'id="duty-conversation-offered">(.*?)</tr>', page, flags=re.S)
    assert found
    values = re.findall(r'app-stacked__value">([^<]*)<', found[1])
    assert values[2:6] == ["6, 6", "0, 0", "0, 0", "0, 6"]  # arisen, in time, late, overdue: now, what if
    enter(north.people["met"])
    with connection.cursor() as cursor:
        cursor.execute("select what from platform_auditentry where what like 'what if%'")
        assert cursor.fetchall() == [("what if: portsmouth-pathway, conversation-offered in 10 hours, 90 days",)]


def test_what_fell_to_each_post_and_agency_is_shown_with_the_days(north: Partnership) -> None:
    asked = {"protocol": "portsmouth-pathway", "clock": "conversation-offered", "hours": "10", "days": "90"}
    page = browser(north, "met").get(PAGE, asked).content.decode()
    for name in ("agency-social-care", "post-", "pace-", "day-"):
        assert f'id="{name}' in page, name
    assert "Overdue at the end of each day" in page


def test_a_small_count_is_never_shown_as_a_number(north: Partnership) -> None:
    reported(north, invented_child(north), hours_ago=3)  # one child of whom nobody has heard yet
    page = browser(north, "met").get(PAGE, {"protocol": "portsmouth-pathway", "days": "90"}).content.decode()
    cells = re.findall(r'app-stacked__value">([^<]*)<', page)
    counts = [part for cell in cells if re.fullmatch(r"[\d, a-z–]+", cell) for part in cell.split(", ")]
    assert "under 5" in counts
    assert not {"1", "2", "3", "4"} & set(counts)
    assert not re.search(r"<text[^>]*>[1-4]</text>", page)


def test_who_may_ask_is_led_there_from_the_protocols(north: Partnership) -> None:
    for path in ("/protocols", "/protocols/portsmouth-pathway"):
        assert "/protocols/what-if" in browser(north, "met").get(path).content.decode()
        assert "/protocols/what-if" not in browser(north, "worker").get(path).content.decode()


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"protocol": "nowhere"}, "Choose one of the protocols offered"),
        ({"protocol": "portsmouth-pathway", "clock": "nothing"}, "Choose a duty of this protocol"),
        (
            {"protocol": "portsmouth-pathway", "clock": "conversation-offered", "hours": "²"},
            "Hours must be a whole number",
        ),
        (
            {"protocol": "portsmouth-pathway", "clock": "conversation-offered", "hours": "0"},
            "Hours must be a whole number",
        ),
    ],
)
def test_what_cannot_be_asked_is_said_and_nothing_is_read(north: Partnership, given: dict[str, str], says: str) -> None:
    response = browser(north, "met").get(PAGE, given)
    assert response.status_code == 200
    assert says in words(response)
    assert "What would have been" not in words(response)
