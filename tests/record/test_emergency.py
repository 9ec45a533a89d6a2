"""Opening a record in an emergency: two hours, one record, told at once, looked at afterwards; and never to some."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.core import mail
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from tests import browsing
from tests.partnership import LONG_AGO, Partnership, acting, as_owner, invented_child, reported, said
from wayhome.platform import wall
from wayhome.platform.models import Holding, Post
from wayhome.platform.operations import opening as operations
from wayhome.platform.operations import partnership as setting_up
from wayhome.platform.queries import looking, openings
from wayhome.record.models import ChildNow, Fact
from wayhome.record.operations import access, facts
from wayhome.record.operations.emergency import NOTHING, open_record
from wayhome.record.operations.errors import NotFound
from wayhome.worklists.operations import delivery

pytestmark = pytest.mark.django_db
WHY = "The child rang and is at the station; nobody named answers"


@pytest.fixture
def watched(north: Partnership) -> Partnership:
    """Give Northhaven a data guardian, whom "service" is."""
    with as_owner():
        post = Post.objects.filter(authority_id=north.authority, role="data-guardian").first()
        made = post.id if post else setting_up.add_post(
            authority=north.authority, role="data-guardian", title="data-guardian", agency=north.agencies["social-care"]
        )  # fmt: skip
        if not Holding.objects.filter(post_id=made).exists():
            setting_up.hold(authority=north.authority, post=made, users=[north.people["service"]], from_at=LONG_AGO)
    return north


def named_child(place: Partnership, name: str) -> UUID:
    """Open the record of a child of this name, with a health need, intelligence, and one thing for the worker alone."""
    child = invented_child(place)
    with acting(place, "worker") as actor:
        facts.record(actor=actor, child=child, drafts=[said("child.name", text=name)])
        access.be_named(actor=actor, child=child, reason="a secret")
        facts.record(actor=actor, child=child, drafts=[said("child.known-as", text="Hidden", sealed=True)])
    with acting(place, "nurse") as actor:
        facts.record(actor=actor, child=child, drafts=[said("child.medication", text="Zopamine at eight")])
    return child


def seal(place: Partnership, child: UUID) -> None:
    with acting(place, "worker") as actor:
        access.seal(actor=actor, child=child, users=[], teams=[], reason="At risk")


def texts(place: Partnership, name: str, child: UUID) -> set[str]:
    """Return the words of every fact of a child that somebody reads."""
    with acting(place, name):
        return set(Fact.objects.filter(child_id=child).exclude(text="").values_list("text", flat=True))


def reference(child: UUID, place: Partnership) -> str:
    with acting(place, "worker"):
        return ChildNow.objects.get(child_id=child).reference


def opened(place: Partnership, name: str, child: UUID) -> openings.OpeningView:
    wanted = reference(child, place)
    with acting(place, name) as actor:
        return open_record(actor=actor, reference=wanted, name="", born=None, reason=WHY)


def boxes(child: UUID, place: Partnership, **more: str) -> dict[str, str]:
    return {"reference": reference(child, place), "reason": WHY, **more}


def test_a_sealed_record_is_open_for_two_hours_to_one_person_and_every_page_says_so(watched: Partnership) -> None:
    child = named_child(watched, "Ada Quayside")
    seal(watched, child)
    inspector = browsing.browser(watched, "inspector")
    page = reverse("child", args=[child])
    assert inspector.get(page).status_code == 404
    form = {"name": "ada QUAYSIDE", "born_day": "29", "born_month": "2", "born_year": "2012", "reason": WHY}
    answer = inspector.post(reverse("emergency"), form)
    assert (answer.status_code, answer["Location"]) == (302, page)
    assert inspector.get(page).status_code == 200
    for url in ("my-work", "find-child", "board", "help"):
        assert "You have opened C-" in browsing.words(inspector.get(reverse(url))), url
    assert texts(watched, "inspector", child) >= {"Ada Quayside", "Zopamine at eight"}
    assert "Hidden" not in texts(watched, "inspector", child)
    # Nobody else, not of the same agency's and not the guardian, sees more than before.
    assert browsing.browser(watched, "service").get(page).status_code == 404
    with acting(watched, "inspector"):
        (held,) = openings.of_subject(child)
    assert held.until_at - held.opened_at == timedelta(hours=2)
    assert inspector.post(reverse("end-opening", args=[held.id])).status_code == 302
    assert inspector.get(page).status_code == 404
    assert "You have opened" not in browsing.words(inspector.get(reverse("help")))


def test_what_it_opens_is_what_helps_tonight_and_no_more(watched: Partnership) -> None:
    child = named_child(watched, "Bo Quayside")
    with acting(watched, "inspector") as actor:
        facts.record(actor=actor, child=child, drafts=[said("police.arrested", code="other")])
    with acting(watched, "duty-manager"):
        before = set(Fact.objects.filter(child_id=child).values_list("kind", flat=True))
    opened(watched, "duty-manager", child)
    with acting(watched, "duty-manager"):
        after = set(Fact.objects.filter(child_id=child).values_list("kind", flat=True))
    assert after - before == {"child.medication"}
    with acting(watched, "inspector"):
        assert Fact.objects.filter(child_id=child, kind="police.arrested").exists()


def test_it_ends_by_the_databases_clock_under_an_open_page(watched: Partnership) -> None:
    child = invented_child(watched)
    episode = reported(watched, child, hours_ago=5)
    seal(watched, child)
    held = opened(watched, "inspector", child)
    inspector = browsing.browser(watched, "inspector")
    form = reverse("episode", args=[episode])
    assert inspector.get(form).status_code == 200
    with acting(watched, "inspector"), connection.cursor() as cursor:
        # In one transaction: the second statement sees the end that came between.
        cursor.execute("select count(*) from record_fact where child_id = %s", [child])
        assert cursor.fetchone()[0] > 0
        operations.end(actor=watched.actor("inspector"), opening=held.id)
        cursor.execute("select count(*) from record_fact where child_id = %s", [child])
        assert cursor.fetchone()[0] == 0
    absent = inspector.get(reverse("episode", args=[held.id]))
    for answer in (inspector.get(form), inspector.post(f"{form}/update", {"text": "Seen"})):
        assert answer.status_code == 404
        assert browsing.words(answer) == browsing.words(absent)
    again = opened(watched, "inspector", child)
    assert again.id != held.id
    assert opened(watched, "inspector", child).id == again.id, "opening twice does not make it longer"


def test_nobody_learns_why_nothing_was_opened(watched: Partnership) -> None:
    child, other = named_child(watched, "Cy Quayside"), named_child(watched, "Di Quayside")
    twin = named_child(watched, "Di Quayside")
    with acting(watched, "worker") as actor:
        access.keep_away(actor=actor, child=child, user=watched.people["inspector"], reason="An uncle")
        person = {"person": watched.people["duty-manager"]}
        facts.record(actor=actor, child=other, drafts=[said("child.conflict", **person)])
    refused = {
        "kept away": ("inspector", boxes(child, watched)),
        "in conflict": ("duty-manager", boxes(other, watched)),
        "not there": ("inspector", {"reference": "C-AAAA-AAAA", "reason": WHY}),
        "two fit": ("inspector", {
            "name": "Di Quayside", "born_day": "29", "born_month": "2", "born_year": "2012", "reason": WHY,
        }),
            }  # fmt: skip
    for why, (name, form) in refused.items():
        answer = browsing.browser(watched, name).post(reverse("emergency"), form)
        assert answer.status_code == 422, why
        assert answer.content.decode().count(NOTHING) == 1, why
    wanted = reference(twin, watched)
    for name in ("worker", "nurse", "farshire"):
        assert browsing.browser(watched, name).post(reverse("emergency"), boxes(child, watched)).status_code == 403
        with acting(watched, name) as actor, pytest.raises(NotFound):
            open_record(actor=actor, reference=wanted, name="", born=None, reason=WHY)
    with acting(watched, "service"):
        assert not [each for each in openings.of_partnership(watched.authority) if each.subject in (child, other, twin)]


def test_past_every_page_the_database_gives_no_more(watched: Partnership) -> None:
    child = invented_child(watched)
    seal(watched, child)
    held = opened(watched, "duty-manager", child)
    tries = (
        f"update platform_opening set until_at = until_at + interval '1 day' where id = '{held.id}'",
        f"update platform_opening set ended_at = null where id = '{held.id}'",
        f"delete from platform_opening where id = '{held.id}'",
        "insert into platform_opening (id, authority_id, user_id, agency_id, subject, reason, opened_at, until_at) "
        f"select gen_random_uuid(), authority_id, user_id, agency_id, '{child}', 'x', now(), now() + interval '2 hours' "
        "from platform_opening",
        "insert into platform_openingreview (id, authority_id, opening_id, outcome, words, by_user) "
        f"values (gen_random_uuid(), '{watched.authority}', '{held.id}', 'proper', 'mine', '{watched.people['duty-manager']}')",
    )  # fmt: skip
    for statement in tries:
        with (
            acting(watched, "duty-manager"), connection.cursor() as cursor, pytest.raises(DatabaseError),
            transaction.atomic(),
        ):  # fmt: skip
            cursor.execute(statement)
    # Who has it open in an emergency decides nothing about who sees it.
    with acting(watched, "duty-manager"), connection.cursor() as cursor:
        cursor.execute("select wayhome_keeps(%s), wayhome_names(%s)", [child, child])
        assert cursor.fetchone() == (False, False)
    with acting(watched, "worker") as actor:
        access.keep_away(actor=actor, child=child, user=watched.people["duty-manager"], reason="A neighbour")
    assert texts(watched, "duty-manager", child) == set(), "kept away while it is open: shut in that moment"


def test_each_opening_ends_alone_and_stands_in_the_trail(watched: Partnership) -> None:
    one, two = invented_child(watched), invented_child(watched)
    held, other = opened(watched, "inspector", one), opened(watched, "inspector", two)
    with acting(watched, "inspector") as actor:
        assert operations.end(actor=actor, opening=held.id)
        assert not operations.end(actor=actor, opening=held.id), "it has ended"
        after = openings.one(other.id)
        assert after is not None and after.ended_at is None, "the other stays open"
        assert not operations.end(actor=actor, opening=one), "there is no such opening"
        with pytest.raises(NotFound):
            open_record(actor=actor, reference="C-00-0000", name="", born=None, reason=WHY)
    with acting(watched, "service") as actor:
        seen = openings.one(held.id) or pytest.fail()
        operations.review(actor=actor, opening=seen, outcome=openings.PROPER, words="Spoke with the inspector")

    with acting(watched, "service"):
        found = looking.search(looking.Asked(subject=one))
    assert [each.what for each in found if each.verb == "emergency"] == [
        "looked at an opening: proper", "ended the opening", "opened in an emergency",
    ]  # fmt: skip
    with acting(watched, "service"):
        tried = looking.search(looking.Asked(person=watched.people["inspector"]))
    assert "tried to open a record in an emergency" in [each.what for each in tried]


def test_the_guardian_is_told_at_once_and_says_what_was_found(watched: Partnership) -> None:
    child = named_child(watched, "Ed Quayside")
    seal(watched, child)
    held = opened(watched, "inspector", child)
    mail.outbox.clear()
    delivery.deliver(now=wall.now())
    told = [each for each in mail.outbox if each.to == ["service@northhaven.example"]]
    assert told
    assert told[-1].body.count("/opened")
    assert "Quayside" not in told[-1].body + told[-1].subject
    inspector, guardian = browsing.browser(watched, "inspector"), browsing.browser(watched, "service")
    inspector.get(reverse("child", args=[child]))
    waiting = browsing.words(guardian.get(reverse("help")))
    assert "Access checks" in waiting
    page = guardian.get(reverse("opening", args=[held.id]))
    assert "A record you may not see" in browsing.words(page)
    assert WHY in browsing.words(page)
    assert "opened in an emergency" in browsing.words(page)
    there = reverse("opening", args=[held.id])
    assert guardian.post(there, {"outcome": "", "words": ""}).status_code == 422
    assert guardian.post(there, {"outcome": "follow-up", "words": "Ask the inspector"}).status_code == 302
    with acting(watched, "service"):
        assert (openings.one(held.id) or pytest.fail()).waits
    assert guardian.post(there, {"outcome": "proper", "words": "Spoke with the inspector"}).status_code == 302
    with acting(watched, "inspector"):
        seen = openings.one(held.id)
        assert seen is not None
        assert not seen.waits
        assert [r.words for r in seen.reviews] == ["Ask the inspector", "Spoke with the inspector"]
    assert "Spoke with the inspector" in browsing.words(inspector.get(there))
    assert "Say what you found" not in browsing.words(inspector.get(there))
    assert inspector.post(there, {"outcome": "proper", "words": "Fine"}).status_code == 404
    assert browsing.browser(watched, "worker").get(there).status_code == 404
    assert browsing.browser(watched, "worker").get(reverse("openings")).status_code == 404
    assert guardian.post(reverse("end-opening", args=[held.id])).status_code == 302
    assert inspector.get(reverse("child", args=[child])).status_code == 404
