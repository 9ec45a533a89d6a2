"""Looks that deserve a question: each rule finds what it says and nothing else, and what came of asking is kept."""

from __future__ import annotations

import json
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from tests import browsing
from tests.partnership import LONG_AGO, Partnership, acting, as_owner, invented_child, reported, said
from wayhome.packs.odd_looks import load_odd_looks
from wayhome.platform import wall
from wayhome.platform.models import Holding, Post
from wayhome.platform.operations import audit
from wayhome.platform.operations import partnership as setting_up
from wayhome.platform.roles import as_clock
from wayhome.record.models import HomePostcode, OddLook, OddLookAnswer
from wayhome.record.operations import access, facts, odd_looks
from wayhome.record.operations.errors import BadValue

pytestmark = pytest.mark.django_db
POSTS = {"data-guardian": "service", "administrator": "manager"}


@pytest.fixture
def watched(north: Partnership) -> Partnership:
    """Let "service" be Northhaven's data guardian, and "manager" its administrator."""
    return watching(north)


def watching(north: Partnership) -> Partnership:
    with as_owner():
        for role, holder in POSTS.items():
            post = Post.objects.filter(authority_id=north.authority, role=role).first()
            made = post.id if post else setting_up.add_post(
                authority=north.authority, role=role, title=role, agency=north.agencies["social-care"]
            )  # fmt: skip
            if not Holding.objects.filter(post_id=made, user_id=north.people[holder]).exists():
                setting_up.hold(authority=north.authority, post=made, users=[north.people[holder]], from_at=LONG_AGO)
    return north


def look(place: Partnership, person: str, *children: UUID) -> None:
    """Let somebody open these records, one by one."""
    with acting(place, person) as actor:
        for child in children:
            audit.write(actor=actor, verb="read", what="child", subjects=[child])


def found(**numbers: dict[str, int]) -> None:
    """Let the database look for every rule, with these numbers instead of the shipped ones."""
    said = load_odd_looks().numbers() | {"every": 0}
    for rule, given in numbers.items():
        said[rule.replace("_", "-")] = {**said[rule.replace("_", "-")], **given}  # type: ignore[dict-item]
    with transaction.atomic(), as_clock(), connection.cursor() as cursor:
        cursor.execute("select wayhome_find_odd_looks(%s::jsonb, clock_timestamp())", [json.dumps(said)])


def rows(place: Partnership, reader: str = "service") -> set[tuple[str, str, UUID | None, int]]:
    """Return what the reader sees: rule, who looked, at whose record, how often."""
    people = {id_: name for name, id_ in place.people.items()}
    with acting(place, reader):
        return {(o.rule, people[o.user_id], o.subject, o.times) for o in OddLook.objects.all()}


NEVER = {"from": 24, "until": 0}


def test_each_rule_finds_what_it_says_and_nothing_else(watched: Partnership) -> None:
    north, year = watched, 24 * 365
    ordinary, named, lives, once, away = (invented_child(north) for _ in range(5))
    elsewhere = invented_child(north)
    with acting(north, "worker") as actor:
        facts.record(actor=actor, child=named, drafts=[said("child.name", text="Ida  Zoë-Párk  Mét")])
        facts.record(
            actor=actor, child=lives, drafts=[said("child.address", year, text="3 Quay Street, Seaport, SE9 4zz")]
        )
        facts.record(
            actor=actor, child=once, drafts=[said("child.allocated-worker", year, person=north.people["loner"])]
        )
        facts.record(
            actor=actor, child=once, drafts=[said("child.allocated-worker", 200 * 24, person=north.people["worker"])]
        )
    with acting(north, "manager") as actor:
        odd_looks.keep_home(actor=actor, user=north.people["met"], postcode="se9 4zz")
    for person in ("worker", "met", "loner"):
        look(north, person, ordinary, named, lives, once)
    look(north, "loner", away, away)
    look(north, "nurse", elsewhere)
    with acting(north, "worker") as actor:
        access.keep_away(actor=actor, child=away, user=north.people["loner"], reason="A cousin")
    found(out_of_hours=NEVER)
    assert rows(north) == {
        ("own-postcode", "met", lives, 1),
        ("same-surname", "met", named, 1),
        ("worked-once", "loner", once, 1),
        ("before-kept-away", "loner", away, 2),
        ("no-work", "nurse", elsewhere, 1),
    }
    assert rows(north, "worker") == rows(north, "manager") == set()


def test_many_records_and_the_night_are_counted_and_a_list_is_no_look(watched: Partnership) -> None:
    north = watched
    children = [invented_child(north) for _ in range(3)]
    look(north, "worker", *children, *children)
    look(north, "met", *children[:2])
    look(north, "inspector", children[0])
    with acting(north, "manager") as actor:
        audit.write(actor=actor, verb="read", what="children", subjects=children)
        audit.write(actor=actor, verb="record", what="child.name", subjects=children[:1])
    reported(north, children[0], hours_ago=2)
    found(out_of_hours={"records": 2, "from": 0, "until": 24}, many_at_once={"hour": 3, "day": 99})
    assert {r for r in rows(north) if r[0] != "no-work"} == {
        ("many-at-once", "worker", None, 3), ("out-of-hours", "worker", None, 3), ("out-of-hours", "met", None, 2),
    }  # fmt: skip
    assert not any(r[0] == "no-work" and r[2] == children[0] for r in rows(north))  # missing: anybody may have to know


def test_a_row_is_only_for_who_reads_what_it_was_compared_with(watched: Partnership) -> None:
    north = watched
    kin, other = invented_child(north), invented_child(north)
    with acting(north, "worker") as actor:
        for child in (kin, other):
            facts.record(actor=actor, child=child, drafts=[said("child.name", text="Ida Met")])
    look(north, "met", kin, other)
    with acting(north, "worker") as actor:
        access.seal(actor=actor, child=kin, users=[], teams=[], reason="At risk from a relation")
    found(out_of_hours=NEVER)
    assert {r[2] for r in rows(north)} == {other}, "the surname on a sealed record stays for those named"


def test_it_is_asked_about_on_a_page_answered_and_then_let_rest(watched: Partnership) -> None:
    north = watched
    child = invented_child(north)
    with acting(north, "worker") as actor:
        facts.record(actor=actor, child=child, drafts=[said("child.name", text="Ida Met")])
    look(north, "met", child)
    look(north, "service", child)
    found(out_of_hours=NEVER, many_at_once={"hour": 1, "day": 1})
    guardian = browsing.browser(north, "service")
    page = guardian.get(reverse("odd-looks"))
    said_ = browsing.words(page)
    assert "3 looks to ask about" in said_
    assert "Who Met Whose record Ida Met, " in said_
    assert "The child has their surname" in said_
    for rule in load_odd_looks().rules.values():
        assert rule.means in said_.replace("  ", " "), rule.id
    with acting(north, "service"):
        kin = OddLook.objects.get(rule="same-surname")
        own = OddLook.objects.get(rule="many-at-once", user_id=north.people["service"])
    address = reverse("odd-look", args=[kin.id])
    assert "What they read and wrote in that time" in browsing.words(guardian.get(address))
    assert guardian.post(address, {"outcome": "", "words": ""}).status_code == 422
    sent = guardian.post(address, {"outcome": "explained", "words": "No relation: a common name."})
    assert sent.status_code == 302
    assert "No relation: a common name." in browsing.words(guardian.get(address))
    assert "2 looks to ask about" in browsing.words(guardian.get(reverse("odd-looks")))
    # Nobody answers for themselves: not by the page, and not past it.
    assert "This is a look of your own" in browsing.words(guardian.get(reverse("odd-look", args=[own.id])))
    assert guardian.post(reverse("odd-look", args=[own.id]), {"outcome": "explained", "words": "x"}).status_code == 404
    with acting(north, "service") as actor, pytest.raises(DatabaseError), transaction.atomic():
        OddLookAnswer.objects.create(
            authority_id=north.authority, odd=own, outcome="explained", words="x", by_user=actor.user, recorded_at=wall.now()
        )  # fmt: skip
    worker = browsing.browser(north, "worker")
    assert worker.get(reverse("odd-looks")).status_code == worker.get(address).status_code == 404
    # Explained of this colleague and this child: the next days are not asked about again.
    with transaction.atomic(), as_clock(), connection.cursor() as cursor:
        cursor.execute("select wayhome_find_odd_looks(%s::jsonb, clock_timestamp())",
                       [json.dumps(load_odd_looks().numbers())])  # fmt: skip
        assert cursor.fetchone()[0] is None, "not due before a quarter of an hour has passed"


def test_a_home_postcode_is_the_administrators_to_keep_and_ones_own_to_read(watched: Partnership) -> None:
    north = watched
    person = north.people["met"]
    browser = browsing.browser(north, "manager")
    address = reverse("home-postcode", args=[person])
    assert browser.get(address).status_code == 200
    assert "Enter a whole postcode" in browsing.words(browser.post(address, {"postcode": "nowhere"}))
    assert browser.post(address, {"postcode": "se9 4zz"}).status_code == 302
    assert "SE9 4ZZ" in browsing.words(browsing.browser(north, "met").get(reverse("account")))
    assert browsing.browser(north, "worker").get(address).status_code == 404
    assert browser.get(reverse("home-postcode", args=[north.people["manager"]])).status_code == 404
    with acting(north, "worker"):
        assert not HomePostcode.objects.exists()
    with acting(north, "worker") as actor, pytest.raises(DatabaseError), transaction.atomic():
        odd_looks.keep_home(actor=actor, user=person, postcode="SE9 4ZZ")
    with acting(north, "manager") as actor, pytest.raises(BadValue), transaction.atomic():
        odd_looks.keep_home(actor=actor, user=person, postcode="SE9")
    assert browser.post(address, {"postcode": ""}).status_code == 302
    with acting(north, "met"):
        assert not HomePostcode.objects.exists()


def test_nobody_but_the_clock_asks_the_database_to_look(watched: Partnership) -> None:
    with acting(watched, "service"), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select wayhome_find_odd_looks('{}', now())")
