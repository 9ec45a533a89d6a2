"""The form a worker fills in is that of the protocol in force, from the moment it is in force and not before."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests import browsing, partnership
from tests.partnership import Partnership, acting, as_owner, invented_child, reported, said
from wayhome.clocks.operations.activating import activate
from wayhome.packs.forms import find_form
from wayhome.platform import wall
from wayhome.platform.queries import protocols
from wayhome.record.operations import facts

OLD, NEW = "portsmouth-pathway", "lewisham-2017"
HOUR = timedelta(hours=1)


@pytest.fixture
def north(committed_db: None) -> Partnership:
    """Northhaven, in a database of this test's own: an activation is written by another role than reads it."""
    return partnership.northhaven()


def put_in_force(place: Partnership, hours_from_now: float) -> None:
    moment = wall.now() + timedelta(hours=hours_from_now)
    with as_owner():
        activate(authority=place.authority, protocol=NEW, from_at=moment, by="A. Board", because="A test")


def form_shown(client: Client, place: Partnership) -> str:
    """Report a child missing who came back, and open the page on which the conversation is recorded."""
    child = invented_child(place)
    episode = reported(place, child, hours_ago=10)
    with acting(place, "worker") as actor:
        facts.record(actor=actor, child=child, episode=episode, drafts=[said("missing.returned", 5, text="Home")])
    return browsing.words(client.get(reverse("hold-conversation", args=[episode])))


def questions(line: str) -> set[str]:
    form = find_form(line, "return-conversation")
    assert form is not None
    return {area.question for area in form.areas}


@pytest.mark.parametrize(("hours_from_now", "line"), [(1, OLD), (-1, NEW)], ids=["an hour before", "an hour after"])
def test_the_form_changes_from_the_moment_another_protocol_is_in_force(
    north: Partnership, hours_from_now: float, line: str
) -> None:
    put_in_force(north, hours_from_now)
    shown = form_shown(browsing.browser(north, "worker"), north)
    other = OLD if line == NEW else NEW
    assert all(question in shown for question in questions(line))
    assert not any(question in shown for question in questions(other) - questions(line))


def test_what_is_in_force_is_one_truth_at_every_moment(north: Partnership) -> None:
    with acting(north, "worker"):
        assert protocols.line_of(north.authority) == OLD
    put_in_force(north, 1)
    with acting(north, "worker"):
        assert protocols.line_of(north.authority) == OLD
        assert protocols.line_of(north.authority, wall.now() + 2 * HOUR) == NEW
        assert protocols.law_at(north.authority, wall.now() + 2 * HOUR).startswith(f"{NEW}@")
