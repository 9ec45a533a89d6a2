"""One fact kept for fewer people later: every agency reads, by every way there is, what it may and nothing of the rest."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

import psycopg
import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction
from django.urls import reverse

from tests import browsing, scratch
from tests.partnership import (
    LONG_AGO,
    QUICK_PASSWORDS,
    Partnership,
    acting,
    as_owner,
    invented_child,
    northhaven,
    reported,
    said,
)
from wayhome.clocks.models import FiredRung, Reading, Transition
from wayhome.clocks.operations import recompute
from wayhome.packs.loading import load_protocol
from wayhome.platform import wall
from wayhome.platform.models import Outbox
from wayhome.platform.operations import partnership as setting_up
from wayhome.platform.queries import readers
from wayhome.platform.roles import as_clock, enter
from wayhome.platform.web.events import reach_of
from wayhome.platform.web.hearing import Change
from wayhome.record.models import Fact, KeptCloser, Link, Supersession
from wayhome.record.operations import access, closer, facts, links
from wayhome.record.operations.errors import BadValue
from wayhome.record.operations.links import LinkDraft
from wayhome.record.queries import closer as asking
from wayhome.record.subjects import Subject
from wayhome.record.things import identity
from wayhome.worklists.models import Notice

CLOCK = "urgent-strategy"
WORDS = "Quillfeather"
MORE = {"education": "Schools", "housing": "Housing", "youth-justice": "Youth Justice", "voluntary": "A charity"}
# Who reads social care's own decisions, as the rules have it; the others read that the child is missing.
READ_CARE = {"worker", "met", "inspector", "youth-justice"}


@pytest.fixture
def every_agency(committed_db: None) -> Partnership:
    """Give Northhaven somebody of every kind of agency, and a data guardian."""
    place = northhaven()
    people, agencies = dict(place.people), dict(place.agencies)
    with as_owner(), QUICK_PASSWORDS:
        for kind, name in MORE.items():
            agencies[kind] = setting_up.add_agency(authority=place.authority, slug=f"more-{kind}", name=name, kind=kind)
            people[kind] = setting_up.add_person(
                authority=place.authority, agency=agencies[kind], email=f"{kind}@more.example", name=kind.title(),
                job_title=kind, password="only for tests",
            )  # fmt: skip
        for user in people.values():
            setting_up.refresh_reader(user=user)
        post = setting_up.add_post(
            authority=place.authority, role="data-guardian", title="guardian", agency=agencies["social-care"]
        )
        setting_up.hold(authority=place.authority, post=post, users=[people["lead"]], from_at=LONG_AGO)
    return replace(place, people=people, agencies=agencies)


READERS = ("worker", "met", "inspector", "nurse", "farshire", *MORE)
FEW = ("worker", "met", "inspector", "nurse", "farshire")
ONE_OF_EACH = (*FEW, "youth-justice", "voluntary")  # of those who read the same classes


def pages(place: Partnership, name: str, child: UUID, episode: UUID) -> str:
    """Return all that somebody reads of a child: pages, the print, the search, the export, the lists, the counts."""
    client = browsing.browser(place, name)
    timeline = reverse("child-timeline", args=[child])
    said_ = [
        client.get(reverse("child", args=[child])), client.get(reverse("episode", args=[episode])), client.get(timeline),
        client.get(timeline, {"print": "yes"}), client.post(timeline, {"words": WORDS}), client.get(reverse("board")),
        client.get(reverse("child-access", args=[child])), client.get(reverse("my-work")), client.get(reverse("children")),
        client.get(reverse("child-network", args=[child])), client.get(reverse("child-decisions", args=[child])),
        client.post(reverse("export-children"), {"why": "a check", "names": "yes"}),
    ]  # fmt: skip
    for each in said_:  # what may be chosen, such as every duty there is, says nothing of this child
        each.content = re.sub(rb"<option.*?</option>", b"", each.content, flags=re.DOTALL)
    return " ".join(browsing.words(each) for each in said_)


def rows(place: Partnership, name: str, child: UUID, fact: UUID) -> dict[str, int]:
    """Return how many rows of the duty somebody gets past every page, as the role that serves."""
    with transaction.atomic():
        enter(place.people[name])
        of = {"child_id": child, "key__contains": f"/{CLOCK}/"}
        return {
            "reading": Reading.objects.filter(**of).count(), "transition": Transition.objects.filter(**of).count(),
            "rung": FiredRung.objects.filter(**of).count(),
            "notice": Notice.objects.filter(child_id=child, reading_key__contains=f"/{CLOCK}/")
            .exclude(recipient=place.people[name]).count(),
            "fact": Fact.objects.filter(child_id=child, kind="safeguarding.immediate-danger").count(),
            "decision": KeptCloser.objects.filter(fact_id=fact).count(),
            "link": Link.objects.count(),
        }  # fmt: skip


def title_of(clock: str) -> str:
    return next(c.title for c in load_protocol("portsmouth-pathway").clocks if c.id == clock)


def heard(do: Callable[[], object]) -> list[Change]:
    """Return what the open pages' server process is told while something is done."""
    with psycopg.connect(scratch.CLUSTER.url("wayhome_app", scratch.DATABASE), autocommit=True) as line:
        line.execute("listen wayhome_changed")
        do()
        found = (Change.read(notice.payload, wall.now()) for notice in line.notifies(timeout=0.2))
        return [change for change in found if change]


def later(child: UUID, moment: object) -> None:
    with transaction.atomic(), as_clock():
        recompute.recompute(Subject.child(child), now=moment)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Told:
    """A child, and what was told: a danger that began a duty, and two pieces of news, each corrected since."""

    child: UUID
    episode: UUID
    danger: UUID
    first: UUID
    second: UUID
    corrected: UUID


def told_of(place: Partnership) -> Told:
    """Tell it: the correction of the first news is sealed as it is made, that of the second is told to everybody."""
    child = invented_child(place)
    episode = reported(place, child, hours_ago=3)
    with acting(place, "worker") as actor:
        draft = said("safeguarding.immediate-danger", text=f"{WORDS} Underhill waits at the school")
        (danger,) = facts.record(actor=actor, child=child, drafts=[draft])
        links.link_all(actor=actor, drafts=[LinkDraft(
            "uses", Subject.child(child), identity("phone", "07700 900222"), source="Said so", confidence="likely",
            source_fact=danger,
        )])  # fmt: skip
    with acting(place, "inspector") as actor:
        first, second = (
            facts.record(
                actor=actor, child=child, drafts=[said("missing.update", text=f"{WORDS} {n}")], episode=episode
            )[0]
            for n in ("Alderley", "Brackenbury")
        )
    with acting(place, "worker") as actor:
        access.be_named(actor=actor, child=child, reason="Knows her")
        draft = replace(said("missing.update", text=f"{WORDS} Corvane"), sealed=True)
        facts.correct(actor=actor, fact=first, draft=draft, reason="Said in confidence")
    with acting(place, "inspector") as actor:
        draft = said("missing.update", text=f"{WORDS} Dunsmere")
        corrected = facts.correct(actor=actor, fact=second, draft=draft, reason="Heard it wrong")
    return Told(child, episode, danger, first, second, corrected)


def test_facts_are_kept_closer_later_and_read_as_every_agency(every_agency: Partnership) -> None:
    place, now, title = every_agency, wall.now(), title_of(CLOCK)
    told = told_of(place)
    for name in ONE_OF_EACH:
        seen = pages(place, name, told.child, told.episode)
        assert ("Underhill" in seen) == (name in READ_CARE), name
        assert title in seen or name not in READ_CARE, name
        news = [w in seen for w in ("Alderley", "Brackenbury", "Dunsmere")]
        assert news == [name != "farshire"] * 3, name
        assert ("Corvane" in seen) == (name == "worker"), name

    worker = browsing.browser(place, "worker")
    danger = reverse("entry-access", args=[told.child, told.danger])
    sent = heard(lambda: worker.post(danger, {"readers": "named", "reason": "Her uncle works at the school"}))
    assert sent, "open pages hear that something changed"
    only_police_keep(place, told)
    closed = [c for c in heard(lambda: later(told.child, now + timedelta(days=2))) if c.restricted and c.child]
    assert closed, "whoever must act is told all the same, and the page of who may not know is not"
    for name in READERS:
        reach = reach_of(browsing.browser(place, name).cookies["sessionid"].value)
        assert reach is not None
        assert any(map(reach.covers, closed)) == (name == "worker"), name
        after, found = pages(place, name, told.child, told.episode), rows(place, name, told.child, told.danger)
        if name == "worker":
            assert "Underhill" in after
            assert title in after
            assert min(found.values()) > 0, found
        else:
            assert "Underhill" not in after, name
            assert title not in after, (name, after[max(0, after.find(title) - 300) : after.find(title) + 200])
            assert "Her uncle" not in after, name
            assert set(found.values()) == {0}, (name, found)
            assert browsing.browser(place, name).get(danger).status_code == 404
        the_correction_is_narrowed(place, name, told, after)
    nobody_links_to_it_unread(place, told)
    with transaction.atomic(), as_clock():
        whom = Outbox.objects.filter(key__startswith=f"closer:{told.danger}").values_list("payload", flat=True)
        told_of_it = {each["user"] for each in whom}
        assert str(place.people["lead"]) in told_of_it
        assert str(place.people["worker"]) not in told_of_it
    # Nobody is refused who should read it: whoever is named for the child does, at once.
    with acting(place, "worker") as actor:
        access.name(actor=actor, child=told.child, users=[place.people["met"]], teams=[], until=None, reason="Covers")
    assert "Underhill" in pages(place, "met", told.child, told.episode)
    assert rows(place, "met", told.child, told.danger)["reading"] == 1
    assert rows(place, "inspector", told.child, told.danger)["reading"] == 0


def nobody_links_to_it_unread(place: Partnership, told: Told) -> None:
    """See that a link with the closed fact as its source is refused, also where it is not read again."""
    draft = LinkDraft(
        "uses", Subject.child(told.child), identity("phone", "07700 900333"), source="Said so", confidence="likely"
    )
    with acting(place, "inspector") as actor:
        mine = links.link(actor=actor, draft=draft)
    again = (
        "insert into record_link select (jsonb_populate_record(l, jsonb_build_object('id', gen_random_uuid(), "
        "'source_fact', %s::text))).* from record_link l where l.id = %s"
    )
    for source, refused in ((None, nullcontext()), (told.danger, pytest.raises(ProgrammingError, match="row-level"))):
        with acting(place, "inspector"), connection.cursor() as cursor, refused:
            cursor.execute(again, [source, mine])


def only_police_keep(place: Partnership, told: Told) -> None:
    """Have the second correction kept for the police alone: the old words go with it."""
    with acting(place, "inspector"):
        only = next(c for c in asking.choices(told.corrected) if len(c.agencies) == 1)
    sent = browsing.browser(place, "inspector").post(
        reverse("entry-access", args=[told.child, told.corrected]),
        {"readers": str(only.audience), "reason": "A source"},
    )
    assert sent.status_code == 302


def the_correction_is_narrowed(place: Partnership, name: str, told: Told, after: str) -> None:
    """See that the narrowed correction and what it corrects are for the police, and the first news for all as before."""
    reads = name != "farshire"
    assert ("Alderley" in after) == reads, name
    assert ("Corvane" in after) == (name == "worker"), name
    assert ("Brackenbury" in after, "Dunsmere" in after) == (name == "inspector",) * 2, name
    assert "A source" not in after, name
    with transaction.atomic():
        enter(place.people[name])
        old = Supersession.objects.filter(old_id=told.second).count()
        assert (Fact.objects.filter(root_id=told.second).count(), old) == ((2, 1) if name == "inspector" else (0, 0)), (
            name
        )
        # The old fact of the sealed correction is read as corrected, so nobody takes it for what holds now.
        assert Supersession.objects.filter(old_id=told.first).count() == reads, name
        assert Fact.objects.filter(root_id=told.first).count() == {"worker": 2, "farshire": 0}.get(name, 1), name


@pytest.mark.django_db
def test_it_is_only_ever_for_fewer_and_never_of_what_everybody_must_know(north: Partnership) -> None:
    child = invented_child(north)
    reported(north, child, hours_ago=2)
    with acting(north, "worker") as actor:
        began = Fact.objects.get(child_id=child, kind="missing.began").id
        with pytest.raises(BadValue, match="Whether a child is missing"), transaction.atomic():
            closer.keep(actor=actor, fact=began, audience=None, reason="x")
        (note,) = facts.record(actor=actor, child=child, drafts=[said("legal.advice-sought", text="Asked")])
        with pytest.raises(BadValue, match="Say why"), transaction.atomic():
            closer.keep(actor=actor, fact=note, audience=None, reason=" ")
        kept = asking.kept(note)
        assert kept is not None
        every = readers.beside(kept.readers.audience)
        wider = next(a for a, names in every.items() if set(names) > set(kept.readers.agencies))
        with pytest.raises(BadValue, match="fewer"), transaction.atomic():
            closer.keep(actor=actor, fact=note, audience=wider, reason="x")
        # Past every page: the database holds the same.
        with pytest.raises(DatabaseError), transaction.atomic():
            KeptCloser.objects.create(
                authority_id=north.authority, child_id=child, fact_id=note, audience_id=wider, reason="x",
                by_user=actor.user,
            )  # fmt: skip
        with pytest.raises(DatabaseError), transaction.atomic():
            Fact.objects.filter(id=note).update(restricted=True)
    with acting(north, "nurse") as actor, pytest.raises(DatabaseError), transaction.atomic():
        KeptCloser.objects.create(
            authority_id=north.authority, child_id=child, fact_id=began, reason="x", by_user=actor.user
        )
