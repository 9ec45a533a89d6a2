"""Looking for a child whose record one may not see: whom to ask where it is allowed, and otherwise as if nobody were there."""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from tests import browsing
from tests.partnership import Partnership, acting, as_owner, invented_child, said
from wayhome.platform.operations import partnership as setting_up
from wayhome.record.operations import access, facts

pytestmark = pytest.mark.django_db
ASK = "Ask Northhaven’s safeguarding hub, 01632 960100, day and night."
BORN = {"born_day": "29", "born_month": "2", "born_year": "2012"}


@pytest.fixture
def allowed(north: Partnership) -> Iterator[Partnership]:
    """Let Northhaven say whom to ask, as its own and other partnerships' people are told."""
    with as_owner():
        setting_up.say_whom_to_ask(authority=north.authority, words=ASK)
    yield north
    with as_owner():
        setting_up.say_whom_to_ask(authority=north.authority, words="")


def named(place: Partnership, name: str) -> UUID:
    child = invented_child(place)
    with acting(place, "worker") as actor:
        facts.record(actor=actor, child=child, drafts=[said("child.name", text=name)])
    return child


def look(client: Client, name: str, born: dict[str, str] = BORN) -> Any:
    return client.post(reverse("find-child"), {"words": name, **born})


def shape(answer: Any, name: str) -> str:
    """Return the page without the form's token, the seconds the session has left, and the name that was looked for."""
    body = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"|data-longest="\d+"', "", answer.content.decode())
    return body.replace(name, "NAME")


def test_whom_to_ask_is_told_only_for_the_whole_name_and_day_of_birth(allowed: Partnership, south: Partnership) -> None:
    named(allowed, "Ida Sandbar")
    for place, name in ((allowed, "farshire"), (south, "worker")):
        client = browsing.browser(place, name)
        assert ASK in browsing.words(look(client, "ida SANDBAR"))
        for words_, born in (("Ida Sand", BORN), ("Ida Sandbar", {}), ("Ida Sandbar", {**BORN, "born_day": "28"})):
            page = browsing.words(look(client, words_, born))
            assert ASK not in page
            assert "There may be a record that you may not see" in page
    own = browsing.words(look(browsing.browser(allowed, "met"), "Ida Sandbar"))
    assert "same name" in own.lower()
    assert ASK not in own, "who sees the record needs nobody to ask"


def test_a_record_one_may_not_be_told_of_is_answered_as_none(north: Partnership) -> None:
    """Not allowed, sealed, or kept away: the same page to the letter after as many statements, in about the same time."""
    named(north, "Kit Sandbar")
    client = browsing.browser(north, "farshire")
    look(client, "Warm Sandbar")
    answers = {name: _counted(client, name) for name in ("Kit Sandbar", "Ned Sandbar")}
    (first, statements), (second, others) = answers.values()
    assert first == second
    assert statements == others
    spent: dict[str, list[float]] = {"Kit Sandbar": [], "Ned Sandbar": []}
    for _ in range(12):
        for name, times in spent.items():
            begun = time.perf_counter()
            look(client, name)
            times.append(time.perf_counter() - begun)
    held, absent = (statistics.median(times) for times in spent.values())
    assert 0.4 < held / absent < 2.5, (held, absent)


def test_no_pointer_leads_to_a_sealed_record_or_to_one_kept_from_the_reader(allowed: Partnership) -> None:
    sealed, kept = named(allowed, "Lou Sandbar"), named(allowed, "May Sandbar")
    with acting(allowed, "worker") as actor:
        access.seal(actor=actor, child=sealed, users=[], teams=[], reason="At risk")
        access.keep_away(actor=actor, child=kept, user=allowed.people["farshire"], reason="A cousin")
    client = browsing.browser(allowed, "farshire")
    look(client, "Warm Sandbar")
    shapes = {_counted(client, name) for name in ("Lou Sandbar", "May Sandbar", "Ned Sandbar")}
    assert len(shapes) == 1
    assert ASK not in next(iter(shapes))[0]


def _counted(client: Client, name: str) -> tuple[str, int]:
    with browsing.counted() as statements:
        answer = look(client, name)
    return shape(answer, name), len(statements)
