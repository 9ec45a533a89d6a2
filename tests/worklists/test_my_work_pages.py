"""My work and one notice: what is mine, overdue first; why I was told; one button that says seen."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
from django.urls import reverse

from tests import browsing
from tests.partnership import Partnership, acting, ago, at, invented_child, northhaven, reported
from wayhome.missing.operations import episodes as operations
from wayhome.platform import wall
from wayhome.platform.roles import enter
from wayhome.worklists.queries import work
from wayhome.worklists.web.because import why_you

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(db: None) -> Partnership:
    return northhaven()


def returned(place: Partnership, child: UUID, hours_ago: float) -> UUID:
    """A child who was missing and came back so long ago: conversations and checks are due."""
    episode = reported(place, child, hours_ago=hours_ago + 10, police_risk="high")
    with acting(place, "worker") as actor:
        told = operations.CameBack(located=None, returned=at(ago(hours_ago)))
        operations.came_back(actor=actor, episode=episode, told=told, told_at=wall.now())
    return episode


def whose_work(place: Partnership) -> str:
    """Return somebody who has duties now."""
    for name in ("met", "worker", "manager", "duty-manager", "lead", "hub-one", "inspector", "head-cover"):
        enter(place.people[name])
        if work.duties_of(place.people[name], place.authority, now=wall.now()):
            return name
    raise AssertionError("nobody has anything to do")


def told_somebody(place: Partnership, child: UUID) -> tuple[str, UUID]:
    """Return somebody who was told of a duty of this child, and the notice."""
    for name, user in place.people.items():
        enter(user)
        for notice in work.notices_of(user):
            if notice.child_id == child:
                return name, notice.id
    raise AssertionError("nobody was told")


def test_my_duties_are_listed_overdue_first_with_the_way_to_why(place: Partnership) -> None:
    child = invented_child(place)
    episode = returned(place, child, 200)
    returned(place, invented_child(place), 1)
    name = whose_work(place)
    html = browsing.browser(place, name).get("/my-work").content.decode()
    due = browsing.re.findall(r'class="app-clock app-clock--([a-z-]+)"', html)
    assert due
    assert "breached" in due
    overdue = [state == "breached" for state in due]
    assert overdue == sorted(overdue, reverse=True), "overdue first"
    assert f"{reverse('episode', args=[episode])}#duty-" in html


def test_nothing_to_do_says_so(place: Partnership) -> None:
    page = browsing.browser(place, "loner").get("/my-work")
    assert "No duty of the protocol is yours now" in browsing.words(page)


def test_a_notice_says_why_you_and_who_else_and_is_seen_once(place: Partnership) -> None:
    child = invented_child(place)
    returned(place, child, 2)
    name, notice = told_somebody(place, child)
    client = browsing.browser(place, name)
    mine = client.get("/my-work")
    assert reverse("notice", args=[notice]) in mine.content.decode()
    page = client.get(reverse("notice", args=[notice]))
    assert "You were told" in browsing.words(page)
    assert "Who else was told" in browsing.words(page)
    assert "Invented" not in browsing.title(page)
    with acting(place, name):
        seen = work.notice(notice, place.people[name])
    assert seen
    across = replace(seen, because=f"no answer from {seen.role_label}")
    assert why_you(across) == f"You were told as {seen.role_label}, because nobody else in that post answered."
    assert "no answer from Director." in why_you(replace(seen, because="no answer from Director"))
    for _ in range(2):
        sent = client.post(reverse("notice", args=[notice]), {"back": "my-work"})
        assert sent["Location"] == "/my-work"
    after = client.get("/my-work")
    assert f'id="notice-{notice}"' not in after.content.decode()
    assert "You have said that you have seen it. It is still to be done" in browsing.words(after)
    assert "You said on" in browsing.words(client.get(reverse("notice", args=[notice])))


def test_somebody_else_s_notice_is_not_there(place: Partnership) -> None:
    child = invented_child(place)
    returned(place, child, 2)
    _, notice = told_somebody(place, child)
    other = browsing.browser(place, "loner")
    assert other.get(reverse("notice", args=[notice])).status_code == 404
    assert other.post(reverse("notice", args=[notice])).status_code == 404


def test_the_count_stands_in_the_menu(place: Partnership) -> None:
    child = invented_child(place)
    returned(place, child, 2)
    name, _ = told_somebody(place, child)
    enter(place.people[name])
    waiting = work.unanswered_count(place.people[name])
    assert f"My work {waiting} waiting" in browsing.words(browsing.browser(place, name).get("/my-work"))


def test_statements_do_not_grow_with_the_work(place: Partnership) -> None:
    child = invented_child(place)
    returned(place, child, 2)
    name, _ = told_somebody(place, child)
    client = browsing.browser(place, name)
    client.get("/my-work")
    with browsing.counted() as few:
        client.get("/my-work")
    for hours in (3, 5, 80):
        returned(place, invented_child(place), hours)
    with browsing.counted() as many:
        client.get("/my-work")
    assert len(few) == len(many), "\n".join(many)
