"""Every page, wide and narrow: no accessibility fault that a machine can find, nothing cut off, nothing broken."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import UUID

import pytest

from tests.journeys.faults import faults
from tests.journeys.person import Person
from tests.journeys.reception import Reception
from tests.partnership import Partnership, acting, ago, at, invented_child, northhaven, reported, said
from wayhome.missing.operations import conversations
from wayhome.missing.operations import episodes as operations
from wayhome.platform import wall
from wayhome.record.operations import facts
from wayhome.record.queries import ledger

pytestmark = pytest.mark.browser
OF_A_MISSING = (
    "update", "told", "category", "error", "came-back", "record/strategy-discussion.held?value=to-locate",
    "briefings/need-to-know.deputy-director?value=high-risk",
)  # fmt: skip
OF_A_RETURN = (
    "came-back", "safe-and-well", "harm", "offer", "answer", "parent", "conversation", "close",
    "listening", "not-safe", "record/return.plan-updated",
)  # fmt: skip
OF_A_CHILD = (
    "about", "people", "timeline", "timeline?about=missing&print=yes", "documents", "documents/add",
    "documents/photograph", "same-child", "about/warning/record", "about/professional/record", "about/family/record",
    "decisions", "authorities", "raised", "raised/new", "missing", "record", "record/safeguarding.slavery-suspected",
    "access", "access/seal", "access/keep-away",
)  # fmt: skip
STATUSES = ("care-status", "plan", "section-47", "placement", "trafficked", "allocated-worker", "conflict")


@dataclass(frozen=True, slots=True)
class Told:
    """What the pages are about: a child who is missing, one who came back, and an episode that is closed."""

    place: Partnership
    child: UUID
    missing: UUID
    returned: UUID
    closed: UUID
    fact: UUID


@pytest.fixture
def told(reception: Reception) -> Told:
    """Write a little of everything, so that no page is tested empty."""
    place = northhaven()
    child = invented_child(place)
    missing = reported(
        place, child, hours_ago=30, police_risk="high", instructions="Ring the home", last_seen="At the bus station",
        description="Green coat", risk_factors=("age", "medication"), search_steps="Rang her friends",
    )  # fmt: skip
    with acting(place, "worker") as actor:
        operations.add(actor=actor, episode=missing, drafts=[said("missing.update", 3, text="A friend rang")])
        (wrong,) = facts.record(
            actor=actor, child=child, episode=missing, drafts=[said("missing.update", 2, text="Seen in Farport")]
        )
        facts.withdraw(actor=actor, fact=wrong, reason="It was somebody else")
    returned, closed = _back(place), _back(place)
    with acting(place, "worker") as actor:
        operations.close(
            actor=actor, episode=closed, outcome="A bus pass", at=at(ago(1)), told_at=wall.now(),
            why_no_conversation="She would rather write a letter",
        )  # fmt: skip
    with acting(place, "worker"):
        fact = next(e.id for e in ledger.entries(child, episode=missing) if e.kind == "missing.began")
    return Told(place, child, missing, returned, closed, fact)


def _back(place: Partnership) -> UUID:
    episode = reported(place, invented_child(place), hours_ago=40)
    with acting(place, "worker") as actor:
        back = operations.CameBack(located=at(ago(8)), returned=at(ago(7)))
        operations.came_back(actor=actor, episode=episode, told=back, told_at=wall.now())
        offer = conversations.Offer(at(ago(6)), "mentor", "Invented Mentor", "accepted", "")
        conversations.offer(actor=actor, episode=episode, offer=offer, told_at=wall.now())
    return episode


def pages(told: Told) -> Iterator[tuple[str, Callable[[Person], None]]]:
    """Name every page of somebody signed in, and how to come to it."""

    def at_address(path: str) -> tuple[str, Callable[[Person], None]]:
        return path, lambda who: who.go(path)

    for path in (
        "/missing/board",
        "/my-work",
        "/whose-work",
        "/time-away",
        "/my-work/e-mail",
        "/directory",
        "/partnership/duties",
        "/meetings",
        "/protocols/what-if",
        "/help",
        "/accessibility",
        "/privacy",
        "/accounts/logout/",
        "/nowhere",
    ):
        yield at_address(path)
    yield at_address("/missing/board?section=returned&page=1")
    yield "a notice", _notice
    yield at_address("/children/find")
    yield "found", lambda who: _search(who, "Invented")
    yield "nobody found", lambda who: _search(who, "Zzyzx")
    yield "a new record", _begin
    yield at_address(f"/children/{told.child}")
    yield at_address(f"/children/{told.child}?known_at_day=1&known_at_month=2&known_at_year=2026")
    for page in OF_A_CHILD:
        yield at_address(f"/children/{told.child}/{page}")
    yield "a thing about a child, refused", lambda who: _refused(who, f"/children/{told.child}/about/warning/record")
    for status in STATUSES:
        yield at_address(f"/children/{told.child}/status/{status}")
    yield at_address(f"/children/{told.child}/report-missing")
    for episode, forms in ((told.missing, OF_A_MISSING), (told.returned, OF_A_RETURN), (told.closed, ())):
        yield f"/episodes/{episode}", lambda who, e=episode: _opened(who, e)  # type: ignore[misc]
        for form in forms:
            yield at_address(f"/episodes/{episode}/{form}")
    for form in ("update", "category"):
        yield f"{form}, refused", lambda who, f=form: _refused(who, f"/episodes/{told.missing}/{f}")  # type: ignore[misc]
    yield "report, refused", lambda who: _refused(who, f"/children/{told.child}/report-missing")
    for act in ("correct", "withdraw"):
        yield at_address(f"/facts/{told.fact}/{act}")


def _notice(who: Person) -> None:
    who.go("/my-work")
    with who.page.expect_navigation():
        who.page.locator(".govuk-summary-card__title a").first.click()


def _search(who: Person, name: str) -> None:
    who.go("/children/find")
    who.write("Name or reference", name)
    who.press("Search")


def _begin(who: Person) -> None:
    _search(who, "Zzyzx")
    who.press("Start a new record")


def _opened(who: Person, episode: UUID) -> None:
    """Open everything that can be opened, so that nothing folded escapes."""
    who.go(f"/episodes/{episode}")
    who.page.evaluate("document.querySelectorAll('details').forEach((folded) => { folded.open = true })")


def _refused(who: Person, path: str) -> None:
    who.go(path)
    with who.page.expect_navigation():
        who.page.locator("main form button[type=submit]").first.click()


def test_every_page_can_be_read_by_everybody(reception: Reception, told: Told) -> None:
    who = reception.signed_in(told.place, "met")
    wrong = []
    for name, come in pages(told):
        come(who)
        wrong += [f"{name}: {fault}" for fault in faults(who)]
    assert not wrong, "\n" + "\n".join(wrong)


def test_the_way_in_can_be_read_by_everybody(reception: Reception) -> None:
    who = reception.visitor()
    wrong = []
    for path in ("/accounts/login/", "/accessibility", "/privacy"):
        who.go(path)
        wrong += [f"{path}: {fault}" for fault in faults(who)]
    assert not wrong, "\n" + "\n".join(wrong)


def test_a_page_that_is_wrong_is_found_out(reception: Reception) -> None:
    """The two checks above can fail: a picture without words, pale letters, and a line wider than the screen."""
    who = reception.visitor()
    who.go("/accessibility")
    who.page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend',"
        " '<img src=\"/static/ui/images/favicon.svg\"><pre>' + 'x'.repeat(400) + '</pre>'"
        " + '<p class=\"govuk-hint\" id=\"pale\">Pale</p>'); document.getElementById('pale').style.color = '#ccc'"
    )
    said_ = "\n".join(faults(who))
    assert "image-alt" in said_
    assert "color-contrast" in said_
    assert "320: " in said_
    assert "pixels wide" in said_
