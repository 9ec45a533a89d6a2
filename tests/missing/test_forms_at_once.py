"""Forms sent at the same moment from several windows: saved once, and two people's news never silently mixed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from django.urls import reverse

from tests import browsing
from tests.partnership import acting, invented_child, northhaven, reported
from wayhome.missing.queries import episodes
from wayhome.record.queries import ledger


@pytest.mark.usefixtures("committed_db")
def test_six_presses_at_once_are_one_return() -> None:
    connections.close_all()  # one of a test before may lead to a database that has been thrown away
    place = northhaven()
    episode = reported(place, invented_child(place), hours_ago=20)
    where = reverse("came-back", args=[episode])
    one, other = browsing.browser(place, "worker"), browsing.browser(place, "inspector")
    read_at = browsing.hidden(one.get(where), "read_at")
    boxes = {"read_at": read_at, **browsing.at_day("returned", 1), "how": "Walked home"}

    def press(client) -> int:  # type: ignore[no-untyped-def]
        try:
            return int(client.post(where, boxes).status_code)
        finally:
            connection.close()

    clients = [browsing.browser(place, "worker") for _ in range(5)] + [other]
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(press, clients))
    with acting(place, "worker"):
        view = episodes.episode(episode)
        assert view
        told = [e for e in ledger.entries(view.child_id, episode=episode) if e.kind == "missing.returned"]
    assert len(told) == 1
    # Whoever was not the first saver is told: either it was saved already, or a colleague was quicker.
    assert set(answers) <= {302, 422}
    assert 302 in answers
    by_inspector = told[0].by_user == place.people["inspector"]
    assert answers.count(422) == (5 if by_inspector else 1)
