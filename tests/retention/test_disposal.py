"""A record goes whole: two people look, nothing of it is left anywhere in the database or on disk, and the seals stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.test import Client, override_settings

from tests import scratch
from tests.browsing import browser, words
from tests.partnership import LONG_AGO, UNTIMED, Partnership, acting, as_owner, northhaven, reported, said
from tests.platform.test_sealing import settled
from wayhome.clocks.operations import sweep
from wayhome.disclosure.given import Chosen, Hidden, Reasons, Recipient
from wayhome.disclosure.operations import sharing
from wayhome.missing import projector as missing
from wayhome.platform import wall
from wayhome.platform.actor import Actor
from wayhome.platform.operations import partnership as setting_up
from wayhome.platform.operations import sealing
from wayhome.platform.queries import trail
from wayhome.platform.roles import as_clock
from wayhome.record import projector as record
from wayhome.record.operations import access, documents, facts, links
from wayhome.record.operations.children import open_record
from wayhome.record.operations.facts import Draft
from wayhome.record.operations.links import LinkDraft
from wayhome.record.subjects import Subject
from wayhome.record.things import identity
from wayhome.record.uploads import Taken
from wayhome.retention.operations import deciding, proposing
from wayhome.retention.operations.errors import BadValue, NotFound
from wayhome.retention.queries import elsewhere, retention

LAST = r"Nobody can bring it back.* Named elsewhere: 1 place to look at .* entries of a timeline: 1\."
NAME = "Zephyrine Quillfeather"
LEFT = ("Zephyrine", "Quillfeather", "07700 900555", "Rosehip Lane")


@pytest.fixture
def place(committed_db: None, tmp_path: Path) -> Iterator[Partnership]:
    """Give Northhaven, committed, with a data guardian and a folder for files of its own."""
    made = northhaven()
    with as_owner():
        post = setting_up.add_post(
            authority=made.authority, role="data-guardian", title="Guardian", agency=made.agencies["social-care"]
        )
        setting_up.hold(authority=made.authority, post=post, users=[made.people["lead"]], from_at=LONG_AGO)
    with override_settings(FILES_ROOT=str(tmp_path)):
        yield made


def a_long_life(place: Partnership) -> tuple[UUID, UUID]:
    """Return a person born 80 years ago whose name stands in every room, and a friend whose record stays."""
    with acting(place, "worker") as actor:
        friend = open_record(actor=actor, drafts=[Draft("child.name", UNTIMED, wall.now(), text="Somebody Else")])
        child = open_record(
            actor=actor,
            drafts=[
                Draft("child.name", UNTIMED, wall.now(), text=NAME),
                Draft("child.known-as", UNTIMED, wall.now(), text="Zeph"),
                Draft("child.born", UNTIMED, wall.now(), on_date=wall.now().date() - timedelta(days=80 * 366)),
                said("child.care-status", 24 * 365, code="looked-after"),
                Draft("child.address", UNTIMED, wall.now(), text="4 Rosehip Lane"),
            ],
        )
    reported(place, child, hours_ago=30)
    with acting(place, "worker") as actor:
        facts.record(actor=actor, child=friend, drafts=[said("child.said", 3, text="I was with Zeph.")])
        (fact,) = facts.record(actor=actor, child=child, drafts=[said("child.said", 3, text=f"I am {NAME}.")])
        facts.correct(
            actor=actor, fact=fact, draft=said("child.said", 3, text="I am Zephyrine."), reason="Quillfeather said so"
        )
        links.link_all(
            actor=actor,
            drafts=[
                LinkDraft("friend", Subject.child(child), Subject.child(friend), NAME, "likely", note=NAME),
                LinkDraft("uses", Subject.child(child), identity("phone", "07700 900555"), NAME, "likely"),
            ],
        )
        kept = Taken(f"about {NAME}".encode(), "text/plain", "txt")
        document = documents.add(
            actor=actor, child=child, draft=said("document.care", 1, code="letter", text=f"Letter of {NAME}"), said={},
            taken=kept, key=uuid4(),
        )  # fmt: skip
        reasons = Reasons(
            f"For {NAME}", "given", "given", place.people["manager"], wall.now(), ("public-task",), onward="stays"
        )
        sharing.share(
            actor=actor, child=child, to=Recipient(outside="A school"), chosen=Chosen(documents=(document,)), reasons=reasons,
            hidden=Hidden(frozenset([str(child)])), key=uuid4(),
        )  # fmt: skip
    return child, friend


def everything(root: psycopg.Connection[Any]) -> dict[str, str]:
    """Return every row of every table, as words."""
    tables = root.execute(
        "select c.oid::regclass::text from pg_class c where c.relkind in ('r', 'p') and not c.relispartition "
        "and c.relnamespace = 'public'::regnamespace"
    ).fetchall()
    return {
        name: "\n".join(r[0] for r in root.execute(f"select t::text from {name} t").fetchall()) for (name,) in tables
    }


def seal() -> None:
    """Seal every entry there is. Other tests on this server hold transactions open, and a seal reaches only below those."""
    settled()
    sealing.seal(now=wall.now(), every=timedelta(0))


def held(actor: Actor, child: UUID, proposal: UUID) -> None:
    """Have a record stay; neither that nor a judgement to stay is taken without a day to come to look again."""
    with pytest.raises(BadValue, match="a day to come"):
        deciding.hold(actor=actor, child=child, why="A claim", review_on=date(2020, 1, 1))
    with pytest.raises(BadValue, match="a day to come"):
        deciding.judge(actor=actor, proposal=proposal, dispose=False, why="Not yet")
    deciding.hold(actor=actor, child=child, why=f"A claim of {NAME}", review_on=date(2090, 1, 1))


def test_a_record_goes_whole_and_the_seals_stand(place: Partnership) -> None:
    child, friend = a_long_life(place)
    worker, guardian = browser(place, "worker"), browser(place, "lead")
    worker.get(f"/children/{child}")
    assert "kept until" in words(worker.get(f"/children/{child}/access"))
    seal()
    assert proposing.propose(now=wall.now()) == 1
    assert proposing.propose(now=wall.now()) == 0, "once a day"
    with acting(place, "worker"):
        found = retention.of_child(child)
    assert found and found.rule == "looked-after"
    where = f"/keeping/proposals/{found.id}"
    with acting(place, "worker") as actor:
        held(actor, child, found.id)
    for client in (worker, guardian):
        assert client.post(where, {"verdict": "go", "why": f"Nobody asked for {NAME}"}).status_code == 302
    assert client.post(where, {"verdict": "go", "why": "Again"}).status_code == 422, "one person is not two"
    assert "A hold stands" in words(worker.get(where)) and worker.post(f"{where}/dispose").status_code == 404
    page = worker.get(f"/children/{child}/keeping")
    end = re.search(rf"/children/{child}/keeping/[0-9a-f-]+/end", page.content.decode())
    assert end and worker.post(end[0], {"why": "The claim is over"}).status_code == 302
    assert re.search(LAST, words(guardian.get(f"{where}/dispose")))
    assert browser(place, "manager").post(f"{where}/dispose").status_code == 404, "only one of the two"
    folder = Path(settings.FILES_ROOT)
    assert sum(p.is_file() for p in folder.rglob("*")) == 2

    with psycopg.connect(scratch.CLUSTER.root_url(scratch.DATABASE), autocommit=True) as root:
        root.execute("vacuum")
        before = everything(root)
        assert {t for t, rows in before.items() if "Zephyrine" in rows} > {
            "record_fact",
            "record_childnow",
            "record_link",
        }
        assert guardian.post(f"{where}/dispose").status_code == 302
        after = everything(root)
    for table, rows in after.items():
        assert not [word for word in LEFT if word.casefold() in rows.casefold()], table
        assert str(child) not in rows or table in {
            "retention_proposal",
            "retention_hold",
            "retention_tombstone",
            "platform_auditentry",
        }, table
    assert str(friend) in after["record_child"], "the friend's record stays"
    assert not [p for p in folder.rglob("*") if p.is_file()], "the bytes are gone"
    assert worker.get(f"/children/{child}").status_code == 404
    assert "A child who was looked after" in words(guardian.get("/keeping"))
    numbers_are_told_only_when_many(place, after["retention_counted"], guardian)

    with transaction.atomic(), as_clock():
        children = sweep.all_children()
        assert record.differences(children) + missing.differences(children) == []
    assert list(sweep.check(now=wall.now())) == []
    seal()
    with psycopg.connect(scratch.CLUSTER.root_url(scratch.DATABASE), autocommit=True) as root:
        ask = lambda statement, given: root.execute(statement, given).fetchall()  # noqa: E731
        sound = trail.verify(ask=ask)
        assert not sound.findings and sound.disposed > 3
        root.execute("set session_replication_role = replica")
        victim = root.execute(
            "select min(id) from platform_auditentry where salt is not null and verb <> 'dispose'"
        ).fetchone()
        root.execute(
            "update platform_auditentry e set salt = null, what = '', through = '', subjects = '[]', "
            "leaf = wayhome_audit_leaf(e) where id = %s",
            victim,
        )
        blank = trail.verify(ask=ask)
    assert ["no disposal says so" in f.says for f in blank.findings] == [True]


def numbers_are_told_only_when_many(place: Partnership, kept: str, guardian: Client) -> None:
    """Look at what statistics keep: one record's numbers are there, of nobody, and nobody is told of so few."""
    assert ",records,1," in kept and ",episodes,1," in kept and "duty/" in kept
    assert re.fullmatch(r"(\([0-9a-f-]{36},\d{4},[a-z0-9/-]+,\d+,[0-9a-f-]{36}\)\n?)+", kept), (
        "years, names of duties, counts"
    )
    assert "Nothing yet that 10 or more" in words(guardian.get("/keeping"))
    with psycopg.connect(scratch.CLUSTER.root_url(scratch.DATABASE), autocommit=True) as root:
        root.execute("update retention_counted set number = 12 where measure = 'episodes'")
        root.execute("update retention_counted set number = 9 where measure = 'records'")
    page = words(guardian.get("/keeping"))
    assert "Times a child was missing How many about 10" in page and "Records begun" not in page
    with acting(place, "worker"), connection.cursor() as cursor:
        cursor.execute("select count(*) from wayhome_counted()")
        assert cursor.fetchone() == (0,), "only who watches over the records"
        with pytest.raises(ProgrammingError), transaction.atomic():
            cursor.execute("select * from retention_counted")


@pytest.mark.django_db
def test_where_else_a_name_stands_is_told_to_whoever_may_see_it_and_to_nobody_else(north: Partnership) -> None:
    with acting(north, "worker") as actor:
        name = [Draft("child.name", UNTIMED, wall.now(), text=NAME), said("child.known-as", text="Zeph")]
        child = open_record(actor=actor, drafts=name)
        other = open_record(actor=actor, drafts=[Draft("child.name", UNTIMED, wall.now(), text="Somebody Else")])
        told = [said("child.said", 2, text=f"I was with {word}.") for word in ("ZEPH", "quillfeather", "Zephaniah")]
        facts.record(actor=actor, child=other, drafts=told)
        third = open_record(actor=actor, drafts=[Draft("child.name", UNTIMED, wall.now(), text="Somebody Third")])
        ends = (Subject.child(other), Subject.child(third)), (Subject.child(child), Subject.child(other))
        links.link_all(
            actor=actor, drafts=[LinkDraft("friend", *two, "Told", "likely", note="Since Zeph left") for two in ends]
        )
        for n, (content, media, extension) in enumerate((
            (b"Zeph was there", "text/plain", "txt"), (b"Zephaniah", "text/plain", "txt"), (b"\xff\xd8Zeph", "image/jpeg", "jpg"),
        )):  # fmt: skip
            letter = said("document.care", 1, code="letter", text=f"Letter {n}")
            documents.add(
                actor=actor, child=other, draft=letter, said={}, taken=Taken(content, media, extension), key=uuid4()
            )
        access.keep_away(actor=actor, child=other, user=north.people["manager"], reason="A relation")
        found = [(f.what, f.subject, f.places) for f in elsewhere.named(child, north.authority)]
        assert found[0] == ("Entries of a timeline", other, 2), "whole words"
        assert sorted(found[1:], key=str) == sorted([("Links", other, 1), ("Links", third, 1)], key=str), (
            "and not the child's own"
        )
        held = elsewhere.in_files(child, north.authority)
        assert [(f.subject, f.places) for f in held.found] == [(other, 1)]
        assert (held.read, held.unread) == (2, 1), "a picture is said not to be read"
    with acting(north, "manager"):
        assert elsewhere.named(child, north.authority) == (), "as far as the reader may see"


def test_what_nobody_can_know_or_has_set_is_never_proposed(place: Partnership) -> None:
    with acting(place, "worker") as actor:
        born = [Draft("child.born", UNTIMED, wall.now(), on_date=date(1930, 2, 28))]
        unborn = [said("child.care-status", 5, code="looked-after")]
        open_record(actor=actor, drafts=born)
        open_record(actor=actor, drafts=unborn)
    assert proposing.propose(now=wall.now()) == 0
    with acting(place, "worker") as actor, pytest.raises(NotFound):
        deciding.set_years(actor=actor, rule="every-child", years=1)
    with acting(place, "lead") as actor:
        with pytest.raises(BadValue, match="never shorter"):
            deciding.set_years(actor=actor, rule="looked-after", years=20)
        deciding.set_years(actor=actor, rule="every-child", years=1)
    assert proposing.propose(now=wall.now() + timedelta(days=300)) == 0
    assert proposing.propose(now=wall.now() + timedelta(days=400)) == 1, "only the one whose rules can all be counted"
