"""The ledger holds facts about adults of concern, contexts and the partnership, each seen by those who may see it."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from tests.partnership import Partnership, acting, as_owner, invented_child, said
from wayhome.engine.facts import Situation
from wayhome.packs.vocabulary import load_vocabulary
from wayhome.platform import wall
from wayhome.platform.models import Grant
from wayhome.platform.operations import partnership as setting_up
from wayhome.platform.queries.audiences import audience_of
from wayhome.platform.roles import as_clock
from wayhome.record import announcements
from wayhome.record.models import Adult, Context, Fact
from wayhome.record.operations import about, facts
from wayhome.record.operations.children import AlreadyOpened
from wayhome.record.operations.errors import AlreadyCorrected, NotFound, UnknownKind
from wayhome.record.queries import current, ledger
from wayhome.record.queries.populations import population
from wayhome.record.queries.situations import situation_about
from wayhome.record.subjects import SUBJECT_OF, Subject

NAMES = {"adult": "adult.name", "context": "context.name"}


def an_adult(place: Partnership, by: str = "inspector") -> Subject:
    with acting(place, by) as actor:
        return Subject.adult(about.open_adult(actor=actor, drafts=[said("adult.name", 5, text="Mr Invented")]))


def a_context(place: Partnership, by: str = "worker") -> Subject:
    drafts = [said("context.name", 5, text="The invented arcade"), said("context.identified", 5, code="event")]
    with acting(place, by) as actor:
        return Subject.context(about.open_context(actor=actor, drafts=drafts))


def partnership_of(place: Partnership) -> Subject:
    return Subject.partnership(place.authority)


def kinds_seen(place: Partnership, name: str, subject: Subject) -> set[str]:
    with acting(place, name):
        return {e.kind for e in ledger.entries_about(subject)}


def test_every_subject_of_the_vocabulary_has_a_place_in_the_ledger() -> None:
    assert {kind.subject for kind in load_vocabulary().kinds.values()} <= SUBJECT_OF.keys()


def test_a_context_is_opened_once_with_its_first_facts(north: Partnership) -> None:
    id_ = uuid.uuid4()
    with acting(north, "worker") as actor:
        about.open_context(actor=actor, context=id_, drafts=[said("context.name", text="Arcade")])
        with pytest.raises(AlreadyOpened):
            about.open_context(actor=actor, context=id_, drafts=[said("context.name", text="Arcade")])
        row = Context.objects.get(id=id_)
        assert row.reference.startswith("P-") and not row.restricted
        (entry,) = ledger.entries_about(Subject.context(id_))
    assert entry.text == "Arcade" and entry.by_user == north.people["worker"]


def test_who_reads_an_adult_a_context_and_the_partnership(north: Partnership, south: Partnership) -> None:
    adult, context, own = an_adult(north), a_context(north), partnership_of(north)
    with acting(north, "met") as actor:
        facts.record_about(actor=actor, subject=own, drafts=[said("partnership.began", 5)])
    assert kinds_seen(north, "inspector", adult) == {"adult.name"}
    assert kinds_seen(north, "worker", adult) == kinds_seen(north, "nurse", adult) == set()
    assert kinds_seen(north, "worker", context) == {"context.name", "context.identified"}
    assert kinds_seen(north, "inspector", context) == {"context.name", "context.identified"}
    assert kinds_seen(north, "nurse", context) == set()
    for name in ("worker", "inspector", "nurse"):
        assert "partnership.began" in kinds_seen(north, name, own)
    for place, name in ((south, "worker"), (south, "inspector"), (north, "farshire")):
        for subject in (adult, context, own):
            assert kinds_seen(place, name, subject) == set()


def test_a_fact_one_could_read_stays_unread_where_its_subject_is_not_seen(north: Partnership) -> None:
    """A nurse may not see the police's adult, so nothing said of the adult, by whomever, is the nurse's to read."""
    adult, police = Subject.adult(uuid.uuid4()), north.agencies["police"]
    with as_owner():
        Adult.objects.create(
            id=adult.id, authority_id=north.authority, reference=f"A-{adult.id.hex[:8]}",
            audience_id=audience_of(police, "intelligence"), created_at=wall.now(),
        )  # fmt: skip
        Fact.objects.create(  # what a later change of a handling class might leave: a row that nurses read
            authority_id=north.authority, kind="adult.known-as", root_id=uuid.uuid4(), precision="unknown",
            told_at=wall.now(), text="x", by_agency_id=police, audience_id=audience_of(police, "missing"), **adult.keys,
        )  # fmt: skip
    assert kinds_seen(north, "nurse", adult) == set()
    assert kinds_seen(north, "inspector", adult) == {"adult.known-as"}


def test_a_restricted_context_is_seen_by_those_named(north: Partnership) -> None:
    id_ = uuid.uuid4()
    with as_owner():
        Grant.objects.create(authority_id=north.authority, user_id=north.people["worker"], subject=id_, reason="test")
        Context.objects.create(
            id=id_, authority_id=north.authority, reference=f"P-{id_.hex[:8]}", restricted=True,
            audience_id=audience_of(north.agencies["social-care"], "care"), created_at=wall.now(),
        )  # fmt: skip
    with acting(north, "worker") as actor:
        facts.record_about(
            actor=actor, subject=Subject.context(id_), drafts=[said("context.name", text="Invented House")]
        )
    assert kinds_seen(north, "worker", Subject.context(id_)) == {"context.name"}
    assert kinds_seen(north, "met", Subject.context(id_)) == set()
    with acting(north, "met") as actor, pytest.raises(NotFound):
        facts.record_about(actor=actor, subject=Subject.context(id_), drafts=[said("context.name", text="x")])


def test_somebody_kept_away_from_a_context_reads_nothing_of_it(north: Partnership) -> None:
    context = a_context(north)
    with as_owner():
        setting_up.exclude(
            authority=north.authority, user=north.people["hub-two"], subject=context.id, reason="owns it"
        )
    assert kinds_seen(north, "hub-two", context) == set()
    assert kinds_seen(north, "hub-one", context)


def test_a_correction_and_a_withdrawal_work_for_every_subject(north: Partnership) -> None:
    own = partnership_of(north)
    with acting(north, "met") as actor:
        facts.record_about(actor=actor, subject=own, drafts=[said("partnership.board-met", 5)])
    again = {
        "adult": (an_adult(north), "adult.name", {"text": "Mr Corrected"}),
        "context": (a_context(north), "context.name", {"text": "The corrected arcade"}),
        "partnership": (own, "partnership.board-met", {}),
    }
    for subject, kind, value in again.values():
        name = "inspector" if subject.kind == "adult" else "met"
        with acting(north, name) as actor:
            (old,) = ledger.current_about(subject, [kind])
            then = wall.now()
            new = facts.correct(actor=actor, fact=old.id, draft=said(kind, 1, **value), reason="misheard")
            assert [e.id for e in ledger.current_about(subject, [kind])] == [new]
            assert [e.id for e in ledger.current_about(subject, [kind], known_at=then)] == [old.id]
            assert {e.id for e in ledger.entries_about(subject, known_at=then) if e.kind == kind} == {old.id}
            assert ledger.subject_of(new) == subject and ledger.child_of(new) is None
            with pytest.raises(AlreadyCorrected):
                facts.withdraw(actor=actor, fact=old.id, reason="again")
            facts.withdraw(actor=actor, fact=new, reason="not so")
            assert ledger.current_about(subject, [kind]) == ()


@pytest.mark.parametrize(
    ("subject", "kind", "words"),
    [
        ("context", "child.known-as", "is about a child, so it cannot be recorded about a context"),
        ("partnership", "context.reviewed", "is about a context, so it cannot be recorded about the partnership"),
        ("adult", "missing.update", "is about a child, so it cannot be recorded about an adult of concern"),
        ("child", "adult.name", "is about an adult of concern, so it cannot be recorded about a child"),
    ],
)
def test_a_kind_about_something_else_is_refused(north: Partnership, subject: str, kind: str, words: str) -> None:
    child = invented_child(north)
    whose = {
        "context": a_context(north), "adult": an_adult(north), "partnership": partnership_of(north),
        "child": Subject.child(child),
    }[subject]  # fmt: skip
    with acting(north, "inspector") as actor, pytest.raises(UnknownKind, match=words):
        facts.record_about(actor=actor, subject=whose, drafts=[said(kind, text="x")])


def test_another_partnership_is_not_there(north: Partnership, south: Partnership) -> None:
    with acting(north, "met") as actor, pytest.raises(NotFound):
        facts.record_about(actor=actor, subject=partnership_of(south), drafts=[said("partnership.board-met")])


def test_the_database_refuses_a_fact_about_what_the_writer_does_not_see(north: Partnership) -> None:
    adult = an_adult(north)
    with acting(north, "worker") as actor, pytest.raises(NotFound):
        facts.record_about(actor=actor, subject=adult, drafts=[said("adult.known-as", text="x")])
    with acting(north, "worker"), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        Fact.objects.bulk_create(
            [Fact(
                authority_id=north.authority, kind="adult.known-as", root_id=uuid.uuid4(), precision="unknown",
                told_at=wall.now(), text="x", by_agency_id=north.agencies["social-care"],
                audience_id=audience_of(north.agencies["social-care"], "intelligence"), **adult.keys,
            )]
        )  # fmt: skip


@pytest.mark.parametrize("wrong", ["both", "episode"])
def test_a_row_is_about_one_thing(
    north: Partnership, wrong: str, owner_connection: psycopg.Connection[tuple[object, ...]]
) -> None:
    child, context = invented_child(north), a_context(north)
    named = {
        "authority": north.authority, "agency": north.agencies["social-care"], "child": child, "context": context.id,
        "audience": audience_of(north.agencies["social-care"], "care"), "episode": None,
    }  # fmt: skip
    if wrong == "episode":
        named |= {"child": None, "episode": uuid.uuid4()}
    with pytest.raises(psycopg.errors.CheckViolation):
        owner_connection.execute(
            "insert into record_fact (id, authority_id, kind, child_id, context_id, episode_id, root_id, precision, told_at, "
            "by_agency_id, source, audience_id, restricted, salt) values (gen_random_uuid(), %(authority)s, 'context.name', "
            "%(child)s, %(context)s, %(episode)s, gen_random_uuid(), 'unknown', now(), %(agency)s, '', %(audience)s, false, "
            "gen_random_uuid())", named,
        )  # fmt: skip


def test_subscribers_and_the_audit_trail_hear_what_it_was_about(
    north: Partnership, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[announcements.Recorded] = []
    monkeypatch.setattr(announcements, "_subscribers", list(announcements._subscribers))
    announcements.subscribe(99, "test", heard.append, lambda _children, _each: None)
    context = a_context(north)
    child = invented_child(north)
    assert [(r.subject, r.child) for r in heard] == [(context, None), (Subject.child(child), child)]
    with acting(north, "worker"), connection.cursor() as cursor:
        cursor.execute("select what from platform_auditentry where subjects ? %s", [str(context.id)])
        assert cursor.fetchall() == [("context.identified, context.name",)]


def test_the_present_reading_of_many_contexts_and_adults(north: Partnership) -> None:
    contexts, adult = [a_context(north), a_context(north)], an_adult(north)
    ids = [c.id for c in contexts]
    with acting(north, "inspector"):
        names = ledger.current_of("context", ids, ["context.name"])
        assert {id_: [e.text for e in each] for id_, each in names.items()} == {
            id_: ["The invented arcade"] for id_ in ids
        }
        assert ledger.current_of("context", ids, ["context.name"], known_at=datetime(2020, 1, 1, tzinfo=UTC)) == {}
        assert {s.context_id for s in current.of_contexts(ids)} == set(ids)
        assert [s.text for s in current.of_adults([adult.id])] == ["Mr Invented"]
    with acting(north, "worker"):
        assert current.of_adults([adult.id]) == []


def test_the_engine_reads_a_context_and_the_partnership_as_situations(north: Partnership) -> None:
    context, own = a_context(north), partnership_of(north)
    with acting(north, "met") as actor:
        facts.record_about(actor=actor, subject=own, drafts=[said("partnership.began", 5)])
        invented_child(north)
    with transaction.atomic(), as_clock():
        read: Situation = situation_about(context)
        assert {f.kind for f in read.facts} == {"context.name", "context.identified"}
        assert {f.child for f in read.facts} == {str(context.id)} == {read.child}
        assert {f.kind for f in situation_about(own).facts} == {"partnership.began"}


def test_a_population_of_children_is_children_only(north: Partnership) -> None:
    child = invented_child(north)
    a_context(north)
    with transaction.atomic(), as_clock():
        read = population(north.authority)
    assert str(child) in {str(c) for c in read.children}
    assert None not in set(read.children)
