"""What every form is spared: characters nobody can see, and being done twice."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from tests import browsing
from tests.partnership import acting, invented_child, northhaven, reported
from wayhome.record.queries import ledger

SAID = "A friend\x00 rang\x0bshe is \x07well"


@pytest.mark.usefixtures("committed_db")
def test_a_sheet_that_arrives_twice_at_once_is_done_once_and_holds_only_what_can_be_seen() -> None:
    place = northhaven()
    child = invented_child(place)
    address = reverse("add-update", args=[reported(place, child, hours_ago=5)])
    one = browsing.browser(place, "worker")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', one.get(address).content.decode())
    assert token
    sheet = {"text": SAID, **browsing.at_day("when", 1), "csrfmiddlewaretoken": token[1]}

    def press(_number: int) -> tuple[int, str]:
        hand = Client()
        hand.cookies = one.cookies
        answer = hand.post(address, sheet)
        connections.close_all()
        return answer.status_code, answer.headers.get("Location", "")

    with ThreadPoolExecutor(3) as hands:
        answers = set(hands.map(press, range(3)))
    assert len(answers) == 1
    assert answers.pop()[0] == 302
    assert "You sent this already. It was saved once." in browsing.words(one.post(address, sheet, follow=True))
    with acting(place, "worker"):
        told = [e.text for e in ledger.current_facts(child, ["missing.update"])]
    assert told == ["A friend rang\nshe is well"]
    one.post(address, {**sheet, "text": "Another friend rang"})
    with acting(place, "worker"):
        assert len(ledger.current_facts(child, ["missing.update"])) == 2
