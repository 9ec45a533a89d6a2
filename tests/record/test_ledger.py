"""The ledger keeps everything anybody said: nothing is changed, nothing is lost, and what was known stays known."""

import uuid
from collections.abc import Iterator

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from tests import scratch
from tests.partnership import Partnership, acting, ago, as_owner, invented_child, reported, said
from wayhome.platform import wall
from wayhome.platform.models import Audience, Grant
from wayhome.platform.operations import partnership as setting_up
from wayhome.platform.queries.audiences import audience_of
from wayhome.platform.roles import as_clock
from wayhome.record.models import Child, Fact
from wayhome.record.operations import facts
from wayhome.record.operations.errors import AlreadyCorrected, BadValue, NotFound, UnknownKind
from wayhome.record.queries import ledger

LEDGER = ("record_fact", "record_supersession", "clocks_transition", "clocks_firedrung", "platform_auditentry")


def an_update(place: Partnership, words: str = "seen by friends") -> tuple[uuid.UUID, uuid.UUID]:
    child = invented_child(place)
    episode = reported(place, child, hours_ago=5)
    with acting(place, "worker") as actor:
        (fact,) = facts.record(
            actor=actor, child=child, episode=episode, drafts=[said("missing.update", 1, text=words)]
        )
    return child, fact


@pytest.mark.parametrize("table", LEDGER)
@pytest.mark.parametrize("role", ["wayhome_app", "wayhome_clock"])
@pytest.mark.parametrize(
    "change", ["update {0} set authority_id = authority_id", "delete from {0}", "truncate {0} cascade"]
)
def test_neither_server_nor_clock_is_granted_a_change(
    table: str, role: str, change: str, owner_connection: psycopg.Connection[tuple[object, ...]]
) -> None:
    owner_connection.execute(f"set local role {role}")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        owner_connection.execute(change.format(table))  # type: ignore[call-overload]


@pytest.mark.parametrize("table", LEDGER)
@pytest.mark.parametrize(
    "change", ["update {0} set authority_id = authority_id", "delete from {0}", "truncate {0} cascade"]
)
def test_not_even_the_owner_changes_a_row(
    table: str, change: str, north: Partnership, owner_connection: psycopg.Connection[tuple[object, ...]]
) -> None:
    _one_row(owner_connection, table, north)
    owner_connection.execute("set constraints all immediate")  # else a truncate is refused for those, not for ours
    with pytest.raises(psycopg.errors.RestrictViolation, match="append-only"):
        owner_connection.execute(change.format(table))  # type: ignore[call-overload]


def _one_row(owner: psycopg.Connection[tuple[object, ...]], table: str, place: Partnership) -> None:
    """Write the least row each table takes, so that an update and a delete have something to refuse."""
    agency, authority = place.agencies["social-care"], place.authority
    audience = owner.execute("select min(id) from platform_audience where authority_id = %s", [authority]).fetchone()
    assert audience is not None
    child = owner.execute(
        "insert into record_child (id, authority_id, reference, audience_id, restricted, created_at) "
        "values (gen_random_uuid(), %s, 'C-TEST', %s, false, now()) returning id", [authority, audience[0]],
    ).fetchone()  # fmt: skip
    assert child is not None
    named = {"authority": authority, "child": child[0], "audience": audience[0], "agency": agency}
    fact = (
        "insert into record_fact (id, authority_id, kind, child_id, root_id, precision, told_at, by_agency_id, source, "
        "audience_id, restricted, salt) values (gen_random_uuid(), %(authority)s, 'child.name', %(child)s, "
        "gen_random_uuid(), 'unknown', now(), %(agency)s, '', %(audience)s, false, gen_random_uuid()) returning id"
    )
    trail = "(authority_id, child_id, audience_id, restricted, key, {0}) values (%(authority)s, %(child)s, %(audience)s, false, 'k', {1})"
    match table:
        case "record_fact":
            owner.execute(fact, named)
        case "record_supersession":
            row = owner.execute(fact, named).fetchone()
            assert row is not None
            owner.execute(
                "insert into record_supersession (id, authority_id, child_id, old_id, reason, audience_id, restricted) "
                "values (gen_random_uuid(), %(authority)s, %(child)s, %(old)s, 'x', %(audience)s, false)",
                {**named, "old": row[0]},
            )
        case "clocks_transition":
            columns, values = "before, after, happened_at, noticed_at", "'', 'running', now(), now()"
            owner.execute("insert into clocks_transition " + trail.format(columns, values), named)  # type: ignore[call-overload]
        case "clocks_firedrung":
            columns, values = "rung, planned_at, fired_at", "'late', now(), now()"
            owner.execute("insert into clocks_firedrung " + trail.format(columns, values), named)  # type: ignore[call-overload]
        case _:
            owner.execute(
                "insert into platform_auditentry (at, authority_id, verb, what, through, subjects, salt, leaf) "
                "values (now(), %(authority)s, 'read', 'x', 'test', '[]', gen_random_uuid(), '')", named,
            )  # fmt: skip


def test_the_database_says_when_and_by_whom(north: Partnership) -> None:
    child, _ = an_update(north)
    with acting(north, "worker") as actor:
        (fact,) = facts.record(actor=actor, child=child, drafts=[said("child.known-as", 1, text="Pip")])
        row = Fact.objects.get(id=fact)
        forged = Fact.objects.get(id=fact)
        forged.pk, forged.recorded_at, forged.by_user = None, ago(1000), north.people["met"]
        forged.id = uuid.uuid4()
        forged.save(force_insert=True)
        kept = Fact.objects.get(id=forged.id)
    assert row.by_user == north.people["worker"]
    assert kept.by_user == north.people["worker"], "somebody recorded in another's name"
    assert kept.recorded_at >= row.recorded_at, "somebody recorded in the past"


def test_a_correction_keeps_chain_audience_and_reason(north: Partnership) -> None:
    child, fact = an_update(north)
    with acting(north, "inspector") as actor:
        new = facts.correct(
            actor=actor, fact=fact, draft=said("missing.update", 2, text="seen at the station"), reason="misheard"
        )
        old, corrected = Fact.objects.get(id=fact), Fact.objects.get(id=new)
        assert corrected.root_id == old.root_id == fact
        assert corrected.audience_id == old.audience_id, "a correction by another agency moved to another audience"
        shown = {e.id: e for e in ledger.entries(child)}
        assert shown[fact].corrected_by == new and shown[fact].correction_reason == "misheard"
        assert not shown[fact].current and shown[new].current
        again = facts.correct(
            actor=actor, fact=new, draft=said("missing.update", 2, text="at the bus station"), reason="again"
        )
        assert Fact.objects.get(id=again).root_id == fact, "the chain has one root, however long"


def test_a_fact_is_corrected_once(north: Partnership) -> None:
    _, fact = an_update(north)
    with acting(north, "worker") as actor:
        facts.correct(actor=actor, fact=fact, draft=said("missing.update", 2, text="first"), reason="first")
        with pytest.raises(AlreadyCorrected):
            facts.correct(actor=actor, fact=fact, draft=said("missing.update", 2, text="second"), reason="second")
        with pytest.raises(AlreadyCorrected):
            facts.withdraw(actor=actor, fact=fact, reason="third")


def test_a_refused_correction_leaves_nothing_behind(north: Partnership) -> None:
    child, fact = an_update(north)
    with acting(north, "worker") as actor:
        before = len(ledger.entries(child))
        for draft, reason in (
            (said("missing.update", 2, text="x"), "  "),
            (said("missing.medical", 2, text="x"), "why"),
        ):
            with pytest.raises(BadValue):
                facts.correct(actor=actor, fact=fact, draft=draft, reason=reason)
        assert len(ledger.entries(child)) == before


def test_a_withdrawn_fact_is_still_read_and_says_so(north: Partnership) -> None:
    child, fact = an_update(north)
    with acting(north, "worker") as actor:
        facts.withdraw(actor=actor, fact=fact, reason="another child")
        entry = next(e for e in ledger.entries(child) if e.id == fact)
        assert entry.withdrawn and entry.correction_reason == "another child"
        assert fact not in {e.id for e in ledger.current_facts(child, ["missing.update"])}


def test_what_was_known_then_is_answered_as_it_was(north: Partnership) -> None:
    child, fact = an_update(north, "in the park")
    then = wall.now()
    with acting(north, "worker") as actor:
        new = facts.correct(
            actor=actor, fact=fact, draft=said("missing.update", 1, text="in the mall"), reason="misheard"
        )
        (known,) = ledger.current_facts(child, ["missing.update"], known_at=then)
        assert (known.id, known.text) == (fact, "in the park")
        (now,) = ledger.current_facts(child, ["missing.update"])
        assert (now.id, now.text) == (new, "in the mall")
        old = {e.id: e for e in ledger.entries(child, known_at=then)}
        assert new not in old and old[fact].current, "a later correction showed in an earlier state of knowledge"
        assert ledger.entries(child, known_at=ago(10_000)) == ()


@pytest.mark.parametrize(
    ("kind", "value", "refusal"),
    [
        ("missing.weather", {"text": "rain"}, UnknownKind),
        ("context.closed", {"text": "quiet"}, UnknownKind),
        ("partnership.began", {}, UnknownKind),
        ("child.care-status", {}, BadValue),
        ("child.care-status", {"code": "sort-of"}, BadValue),
        ("child.care-status", {"code": "looked-after", "number": 3}, BadValue),
        ("missing.update", {"code": "x"}, BadValue),
        ("missing.update", {"text": "x" * 20_001}, BadValue),
        ("missing.update", {"text": "a\x00b"}, BadValue),
        ("missing.update", {"text": "  \n "}, BadValue),
        ("missing.recorded-in-error", {"text": ""}, BadValue),
        ("child.born", {"text": "2012"}, BadValue),
    ],
)
def test_what_the_vocabulary_refuses(
    north: Partnership, kind: str, value: dict[str, object], refusal: type[Exception]
) -> None:
    child = invented_child(north)
    with acting(north, "worker") as actor:
        before = len(ledger.entries(child))
        drafts = [said("child.known-as", text="Pip"), said(kind, **value)]
        with pytest.raises(refusal) as said_so:
            facts.record(actor=actor, child=child, drafts=drafts)
        assert str(said_so.value).endswith("."), "a refusal is a sentence"
        assert len(ledger.entries(child)) == before, "all or nothing"


def test_twenty_thousand_characters_come_back_unchanged(north: Partnership) -> None:
    words = ("Zoë said: «não» 👩‍👧 " * 2000)[:20_000]
    child, fact = an_update(north, words)
    with acting(north, "worker"):
        (entry,) = ledger.current_facts(child, ["missing.update"])
    assert entry.id == fact and entry.text == words


def test_nobody_unknown_and_nobody_from_elsewhere_reads_anything(north: Partnership, south: Partnership) -> None:
    child, fact = an_update(north)
    for place, name in ((south, "worker"), (north, "farshire")):
        with acting(place, name) as actor:
            assert ledger.entries(child) == ()
            assert ledger.fact(fact) is None
            with pytest.raises(NotFound):
                facts.record(actor=actor, child=child, drafts=[said("child.known-as", text="Pip")])
            with pytest.raises(NotFound):
                facts.withdraw(actor=actor, fact=fact, reason="curious")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select set_config('wayhome.user', '', true)")
        cursor.execute("select count(*) from record_fact")
        assert cursor.fetchone()[0] == 0, "nobody is signed in and facts are read"


def test_handling_classes_are_read_by_kind_of_agency(north: Partnership) -> None:
    child = invented_child(north)
    with acting(north, "worker") as actor:
        facts.record(
            actor=actor,
            child=child,
            drafts=[said("child.section-47", code="open"), said("child.address", text="1 Invented Row")],
        )
    seen = {}
    for name in ("worker", "inspector", "nurse"):
        with acting(north, name):
            seen[name] = {e.kind for e in ledger.entries(child)} & {"child.section-47", "child.address", "child.name"}
    assert seen["worker"] == seen["inspector"] == {"child.section-47", "child.address", "child.name"}
    assert seen["nurse"] == {"child.name"}


@pytest.fixture
def thrown_away(django_db_setup: None) -> Iterator[None]:
    """Throw the database away behind a test that adds a child as the owner, which no rollback takes back."""
    yield
    scratch.renew()


def test_a_restricted_child_is_seen_by_those_named_and_nobody_else(thrown_away: None, north: Partnership) -> None:
    child = _restricted(north, named="worker")
    with acting(north, "worker"):
        assert ledger.entries(child)
    with acting(north, "met") as actor:
        assert ledger.entries(child) == ()
        with pytest.raises(NotFound):
            facts.record(actor=actor, child=child, drafts=[said("child.known-as", text="Pip")])


def _restricted(place: Partnership, *, named: str) -> uuid.UUID:
    """Open the record of a child in witness protection, say: a grant first, then the restricted row, as the owner."""
    child = uuid.uuid4()
    with as_owner():
        Grant.objects.create(authority_id=place.authority, user_id=place.people[named], subject=child, reason="test")
        Child.objects.create(
            id=child, authority_id=place.authority, reference=f"C-{child.hex[:8]}", restricted=True,
            audience_id=audience_of(place.agencies["social-care"], "identity"), created_at=wall.now(),
        )  # fmt: skip
    with acting(place, named) as actor:
        facts.record(actor=actor, child=child, drafts=[said("child.name", text="Invented Child")])
    return child


def test_a_relation_kept_away_reads_nothing(north: Partnership) -> None:
    child, _ = an_update(north)
    with as_owner():
        setting_up.exclude(authority=north.authority, user=north.people["hub-two"], subject=child, reason="aunt")
    with acting(north, "hub-two") as actor:
        assert ledger.entries(child) == ()
        with pytest.raises(NotFound):
            facts.record(actor=actor, child=child, drafts=[said("child.known-as", text="Pip")])
    with acting(north, "hub-one"):
        assert ledger.entries(child)


def test_a_fact_for_an_audience_one_does_not_read_is_refused_by_the_database(north: Partnership) -> None:
    _, fact = an_update(north)
    with acting(north, "worker"):
        forged = Fact.objects.get(id=fact)
        foreign = Audience.objects.get(agency_id=north.agencies["police"], handling="intelligence")
        forged.id, forged.audience_id = uuid.uuid4(), foreign.id
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            forged.save(force_insert=True)


def test_a_fact_kept_by_another_partnership_is_refused_by_the_database(north: Partnership, south: Partnership) -> None:
    _, fact = an_update(north)
    with acting(north, "worker"):
        forged = Fact.objects.get(id=fact)
        forged.id, forged.authority_id = uuid.uuid4(), south.authority
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            forged.save(force_insert=True)


def test_the_clock_reads_every_fact_and_may_write_none(north: Partnership) -> None:
    child, fact = an_update(north)
    with transaction.atomic(), as_clock():
        forged = Fact.objects.get(id=fact)
        forged.id = uuid.uuid4()
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            forged.save(force_insert=True)
    with acting(north, "worker"):
        assert ledger.entries(child)
        with connection.cursor() as cursor:
            cursor.execute("select current_user")
            assert cursor.fetchone()[0] == "wayhome_app"


def test_every_write_leaves_an_audit_entry_of_the_writers_own(north: Partnership) -> None:
    child, _ = an_update(north)
    with acting(north, "worker"), connection.cursor() as cursor:
        cursor.execute(
            "select verb, what, user_id from platform_auditentry where subjects ? %s order by id", [str(child)]
        )
        entries = cursor.fetchall()
    assert [e[0] for e in entries] == ["record"] * 3
    assert entries[-1][1] == "missing.update"
    assert {e[2] for e in entries} == {north.people["worker"]}
