"""Links: recorded once, corrected and never overwritten, and not there at all for who may not see both their ends."""

from __future__ import annotations

from datetime import date, timedelta
from importlib import import_module
from types import SimpleNamespace
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from tests.partnership import UNTIMED, Partnership, acting, as_owner, invented_child, northhaven, southhaven, thing_of
from wayhome.platform import wall
from wayhome.platform.operations import partnership as setting_up
from wayhome.record.link_kinds import ENDS, LINK_KINDS, offered
from wayhome.record.models import Link, Thing
from wayhome.record.operations import about, links
from wayhome.record.operations.errors import AlreadyCorrected, BadValue, NotFound
from wayhome.record.operations.facts import Draft
from wayhome.record.operations.links import LinkDraft
from wayhome.record.operations.things import things_of
from wayhome.record.queries import links as reading
from wayhome.record.subjects import Subject
from wayhome.record.things import identity

pytestmark = pytest.mark.django_db

PHONE = identity("phone", "07700 900123")


@pytest.fixture
def here() -> Partnership:
    return northhaven()


def drafted(kind: str, first: object, other: object, **more: object) -> LinkDraft:
    given = {"source": "School", "confidence": "likely", **more}
    return LinkDraft(kind, first, other, **given)  # type: ignore[arg-type]


def made(place: Partnership, by: str, *drafts: LinkDraft) -> tuple[UUID, ...]:
    with acting(place, by) as actor:
        return links.link_all(actor=actor, drafts=drafts)


def an_adult(place: Partnership, by: str = "inspector", name: str = "Invented Adult") -> UUID:
    with acting(place, by) as actor:
        return about.open_adult(actor=actor, drafts=[Draft("adult.name", UNTIMED, wall.now(), text=name)])


def a_context(place: Partnership, by: str = "met", name: str = "The invented pier") -> UUID:
    with acting(place, by) as actor:
        return about.open_context(actor=actor, drafts=[Draft("context.name", UNTIMED, wall.now(), text=name)])


def seen(place: Partnership, by: str, of: UUID) -> list[str]:
    with acting(place, by) as actor:
        return sorted(view.kind for view in reading.links_of(actor.authority, [of]))


def test_the_same_phone_on_two_children_meets(here: Partnership) -> None:
    one, two = Subject.child(invented_child(here)), Subject.child(invented_child(here))
    other_spelling = identity("phone", "+44 (0)7700-900123")
    made(here, "worker", drafted("uses", one, PHONE), drafted("uses", two, other_spelling))
    with acting(here, "worker") as actor:
        around = reading.around(actor.authority, "child", one.id)
        assert around is not None
        assert {end.kind for end in around.ends} == {"child", "phone"}
        assert [end.label for end in around.ends if end.kind == "phone"] == ["07700 900123"]
        assert {end.id for end in around.ends} >= {one.id, two.id}
        assert Thing.objects.filter(key=PHONE.key).count() == 1


def test_two_steps_are_two_and_no_more(here: Partnership) -> None:
    a, b, c, d = (Subject.child(invented_child(here)) for _ in range(4))
    made(here, "worker", *(drafted("friend", x, y) for x, y in ((a, b), (b, c), (c, d))))
    with acting(here, "worker") as actor:
        near = reading.around(actor.authority, "child", a.id)
        wide = reading.around(actor.authority, "child", a.id, steps=3)
    assert near is not None
    assert wide is not None
    assert [{end.id for end in found.ends} for found in (near, wide)] == [{a.id, b.id, c.id}, {a.id, b.id, c.id, d.id}]


def test_the_same_link_told_again_is_the_one_there_is(here: Partnership) -> None:
    one, two = Subject.child(invented_child(here)), Subject.child(invented_child(here))
    draft = drafted("friend", one, two)
    assert made(here, "worker", draft) == made(here, "worker", draft)
    assert seen(here, "worker", one.id) == ["friend"]


def test_a_link_is_ended_and_what_was_said_before_is_kept(here: Partnership) -> None:
    one, two = Subject.child(invented_child(here)), Subject.child(invented_child(here))
    today = wall.now().date()
    (old,) = made(here, "worker", drafted("friend", one, two, since=today - timedelta(days=40)))
    with acting(here, "worker") as actor:
        ended = drafted("friend", one, two, since=today - timedelta(days=40), until=today - timedelta(days=2))
        new = links.correct_link(actor=actor, link=old, draft=ended, reason="They no longer meet")
        now = reading.links_of(actor.authority, [one.id])
        every = {view.id: view for view in reading.links_of(actor.authority, [one.id], changed=True)}
    assert [view.id for view in now] == [new]
    assert now[0].over(today)
    assert (every[old].replaced_by, every[old].change_reason, every[old].until) == (new, "They no longer meet", None)


def test_a_link_is_withdrawn_once(here: Partnership) -> None:
    one, two = Subject.child(invented_child(here)), Subject.child(invented_child(here))
    (old,) = made(here, "worker", drafted("friend", one, two))
    with acting(here, "worker") as actor:
        links.withdraw_link(actor=actor, link=old, reason="Another child of that name")
    assert seen(here, "worker", one.id) == []
    with acting(here, "worker") as actor, pytest.raises(AlreadyCorrected):
        links.withdraw_link(actor=actor, link=old, reason="Again")


def test_what_does_not_fit_is_refused(here: Partnership) -> None:
    one, two = Subject.child(invented_child(here)), Subject.child(invented_child(here))
    context = Subject.context(a_context(here))
    today = wall.now().date()
    for draft in (
        drafted("friend", one, one),
        drafted("friend", one, context),
        drafted("nothing", one, two),
        drafted("friend", one, two, confidence=""),
        drafted("friend", one, two, source="  "),
        drafted("friend", one, two, note="x" * 20_001),
        drafted("friend", one, two, note="a\x00b"),
        drafted("friend", one, two, strength="enormous"),
        drafted("friend", one, two, handling="everybody"),
        drafted("friend", one, two, since=today, until=today - timedelta(days=1)),
        drafted("edge", context, one),
    ):
        with acting(here, "worker") as actor, pytest.raises(BadValue):
            links.link(actor=actor, draft=draft)
    for draft in (drafted("friend", one, Subject.child(uuid4())), drafted("spends-time", one, Subject.adult(uuid4()))):
        with acting(here, "worker") as actor, pytest.raises(NotFound):
            links.link(actor=actor, draft=draft)
    assert seen(here, "worker", one.id) == []


def test_a_correction_keeps_both_ends_and_says_why(here: Partnership) -> None:
    one, two, three = (Subject.child(invented_child(here)) for _ in range(3))
    (old,) = made(here, "worker", drafted("friend", one, two))
    with acting(here, "worker") as actor, pytest.raises(BadValue):
        links.correct_link(actor=actor, link=old, draft=drafted("friend", one, three), reason="Wrong child")
    with acting(here, "worker") as actor, pytest.raises(BadValue):
        links.correct_link(actor=actor, link=old, draft=drafted("family", one, two), reason=" ")


def test_a_link_to_an_adult_of_concern_is_not_there_for_who_may_not_see_the_adult(here: Partnership) -> None:
    child, adult = Subject.child(invented_child(here)), Subject.adult(an_adult(here))
    # Said in a class that social care reads: the adult's own row is what hides it.
    made(here, "inspector", drafted("spends-time", child, adult, handling="identity"), drafted("uses", adult, PHONE))
    made(here, "worker", drafted("friend", child, Subject.child(invented_child(here))))
    assert seen(here, "inspector", child.id) == ["friend", "spends-time"]
    assert seen(here, "worker", child.id) == ["friend"]
    with acting(here, "worker") as actor:
        around = reading.around(actor.authority, "child", child.id)
        assert around is not None
        assert {end.kind for end in around.ends} == {"child"}
        assert reading.around(actor.authority, "adult", adult.id) is None
        # Nor does the phone that only the adult is known to use.
        assert not Thing.objects.filter(key=PHONE.key).exists()
        assert reading.around(actor.authority, "thing", things_of(here.authority, [PHONE])[PHONE]) is None


def test_a_narrow_link_between_two_who_may_be_seen_is_not_there_either(here: Partnership) -> None:
    one, two = Subject.child(invented_child(here)), Subject.child(invented_child(here))
    made(here, "inspector", drafted("exploited", one, two))
    assert seen(here, "inspector", one.id) == ["exploited"]
    assert seen(here, "worker", one.id) == []


def test_who_is_kept_from_one_end_sees_no_link_to_it(here: Partnership) -> None:
    from tests.partnership import as_owner

    one, two = Subject.child(invented_child(here)), Subject.child(invented_child(here))
    made(here, "worker", drafted("friend", one, two))
    with as_owner():
        setting_up.exclude(authority=here.authority, user=here.people["loner"], subject=two.id, reason="An aunt")
    assert seen(here, "loner", one.id) == []
    assert seen(here, "worker", one.id) == ["friend"]


def test_another_partnership_sees_none_of_it(here: Partnership) -> None:
    child = Subject.child(invented_child(here))
    made(here, "worker", drafted("uses", child, PHONE))
    there = southhaven()
    theirs = Subject.child(invented_child(there))
    made(there, "worker", drafted("uses", theirs, PHONE))
    with acting(there, "worker") as actor:
        around = reading.around(actor.authority, "child", theirs.id)
    assert around is not None
    assert {end.id for end in around.ends} == {theirs.id, thing_of(there, PHONE)}
    assert thing_of(there, PHONE) != thing_of(here, PHONE)


def test_an_address_cannot_be_made_from_a_number(here: Partnership) -> None:
    """A thing's id says nothing of its key and is drawn once; only in one's own partnership."""
    number, elsewhere = identity("phone", "07700 900321"), southhaven().authority
    first = thing_of(here, number)
    assert first.version == 4
    assert thing_of(here, number) == first
    with acting(here, "worker"), pytest.raises(DatabaseError, match="own partnership"), transaction.atomic():
        things_of(elsewhere, [number])


def test_ids_that_were_made_from_a_number_are_drawn_anew_and_their_links_follow(here: Partnership) -> None:
    number = identity("phone", "07700 900322")
    draw = import_module("wayhome.record.migrations.0007_things_by_chance").draw
    with as_owner():
        (link,) = made(here, "worker", drafted("uses", Subject.child(invented_child(here)), number))
        first, there = thing_of(here, number), Thing.objects.count()
        draw(None, SimpleNamespace(connection=connection))
        row, again = Link.objects.get(id=link), Thing.objects.get(key=number.key, authority_id=here.authority).id
        assert Thing.objects.count() == there
        assert first != again
        assert again in (row.from_thing_id, row.to_thing_id)
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            Link.objects.filter(id=link).update(note="changed")
        transaction.set_rollback(True)


def test_writing_down_what_another_wrote_in_confidence_tells_nobody_that_it_was_there(here: Partnership) -> None:
    number = identity("phone", "07700 900456")
    made(here, "inspector", drafted("uses", Subject.adult(an_adult(here)), number))
    child = Subject.child(invented_child(here))
    made(here, "worker", drafted("uses", child, number))
    with acting(here, "worker") as actor:
        around = reading.around(actor.authority, "child", child.id)
    assert around is not None
    assert len(around.ends) == 2


def test_nobody_changes_or_deletes_a_link(
    here: Partnership, owner_connection: psycopg.Connection[tuple[object, ...]]
) -> None:
    for table in ("record_link", "record_linkchange", "record_thing"):
        for verb in (f"update {table} set authority_id = authority_id", f"delete from {table}"):
            with transaction.atomic(), acting(here, "worker"), pytest.raises(Exception, match="permission denied"):
                from django.db import connection

                with transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute(verb)
        with pytest.raises(psycopg.Error, match="append-only"):
            owner_connection.execute(f"truncate {table} cascade")
        owner_connection.rollback()


def test_every_way_of_being_linked_can_be_said_from_both_its_ends() -> None:
    said = {code.rstrip("<") for a in ENDS for b in ENDS for code, _ in offered(a, b)}
    assert said == set(LINK_KINDS)
    for kind in LINK_KINDS.values():
        for first in kind.first:
            for other in kind.other:
                codes = [code.rstrip("<") for code, _ in offered(other, first)]
                assert kind.id in codes
                assert len(offered(other, first)) == len(set(offered(other, first)))


def test_a_day_that_is_not_over_is_not_over() -> None:
    today = date(2026, 11, 22)
    view = reading.LinkView(
        uuid4(), "friend", reading.End("child", uuid4(), "A", "A"), reading.End("child", uuid4(), "B", "B"), "", None,
        today, "likely", "School", None, None, "", wall.now(), None, uuid4(), "care", None, None, "",
    )  # fmt: skip
    assert not view.over(today)
    assert view.over(today + timedelta(days=1))


def test_the_statements_do_not_grow_with_the_links(here: Partnership) -> None:
    from tests.browsing import counted

    child = Subject.child(invented_child(here))
    others = [Subject.child(invented_child(here)) for _ in range(6)]
    numbers = []
    for batch in (others[:2], others[2:]):
        made(here, "worker", *(drafted("friend", child, other) for other in batch))
        with acting(here, "worker") as actor, counted() as said:
            reading.around(actor.authority, "child", child.id)
        numbers.append(len([sql for sql in said if "record_" in sql]))
    assert numbers[0] == numbers[1]
