"""What the operations about sharing refuse past every form, and what they leave in the trail."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from tests.disclosure.test_sharing import record_of
from tests.partnership import Partnership, acting, said
from wayhome.disclosure.given import Chosen, Hidden, Reasons, Recipient
from wayhome.disclosure.models import AccessRequest
from wayhome.disclosure.operations import following, requests, sharing
from wayhome.disclosure.operations.errors import BadValue, NotFound
from wayhome.disclosure.queries import disclosures
from wayhome.platform import wall
from wayhome.platform.actor import Actor
from wayhome.platform.queries import looking
from wayhome.record.operations import access, facts
from wayhome.ui.words import local

pytestmark = pytest.mark.django_db


def reasons(place: Partnership) -> Reasons:
    said_so = ("To keep safe", "given", "told", place.people["manager"], wall.now() - timedelta(hours=1))
    return Reasons(*said_so, ("public-task",), onward="stays", asked_for="Where the child lives")


def given(place: Partnership, actor: Actor, child: UUID, fact: UUID) -> tuple[UUID, UUID]:
    """Share a fact with the nurse; return the sharing and the item of it."""
    made = sharing.share(
        actor=actor, child=child, to=Recipient(place.people["nurse"]), chosen=Chosen((fact,)), reasons=reasons(place),
        hidden=Hidden(), key=uuid4(),
    )  # fmt: skip
    (item,) = next(d for d in disclosures.of_child(child) if d.id == made).items
    return made, item.id


def test_what_follows_a_sharing_is_refused_until_it_can_be_true(north: Partnership) -> None:
    child, fact = record_of(north)
    now = wall.now()
    with acting(north, "worker") as actor:
        made, item = given(north, actor, child, fact)
        kept = sharing.withhold(
            actor=actor, child=child, to=Recipient(outside="A man"), reasons=reasons(north), key=uuid4()
        )
        for about, at, how, fault in (
            (kept, now, "By telephone", "Nothing was shared"),
            (made, now, " ", "Say how they acknowledged it"),
            (made, now + timedelta(hours=1), "By telephone", "still to come"),
        ):
            with pytest.raises(BadValue, match=fault):
                following.acknowledge(actor=actor, disclosure=about, at=at, how=how)
        with pytest.raises(NotFound):
            following.acknowledge(actor=actor, disclosure=item, at=now, how="By telephone")
        with pytest.raises(BadValue, match="still stands"):
            following.send_correction(actor=actor, item=item, at=now, how="By telephone")
        following.acknowledge(actor=actor, disclosure=made, at=now, how="By telephone")
        facts.correct(actor=actor, fact=fact, draft=said("child.said", 3, text="I was alone."), reason="Heard wrongly")
        for at, how, fault in (
            (now, " ", "Say how it was sent"),
            (wall.now() + timedelta(hours=1), "By hand", "not to come"),
            (now - timedelta(hours=2), "By hand", "after it was shared"),
        ):
            with pytest.raises(BadValue, match=fault):
                following.send_correction(actor=actor, item=item, at=at, how=how)
        with pytest.raises(NotFound):
            following.send_correction(actor=actor, item=made, at=now, how="By hand")
        following.send_correction(actor=actor, item=item, at=wall.now(), how="By hand")
        trail = [each.verb for each in looking.own(child) if each.what == f"disclosure {made}"]
        assert trail == ["correct", "acknowledge", "share"]
        assert [each.verb for each in looking.own(child) if each.what == f"disclosure {kept}"] == ["withhold"]


def test_who_may_not_see_how_it_stands_now_sends_no_empty_paper(north: Partnership) -> None:
    child, fact = record_of(north)
    with acting(north, "worker") as actor:
        _, item = given(north, actor, child, fact)
        access.be_named(actor=actor, child=child, reason="A secret")
        sealed = said("child.said", 3, text="I was with somebody I may not name.", sealed=True)
        facts.correct(actor=actor, fact=fact, draft=sealed, reason="Told in confidence")
    with acting(north, "manager") as actor, pytest.raises(BadValue, match="You may not see how it stands now"):
        following.send_correction(actor=actor, item=item, at=wall.now(), how="By hand")


def test_a_request_for_ones_own_record_is_refused_past_its_form(north: Partnership) -> None:
    child, fact = record_of(north)
    today = local(wall.now()).date()
    with acting(north, "worker") as actor:
        asked = {"actor": actor, "child": child, "asked_by": "The child", "identity": "Known", "received_on": today}
        for change, fault in (
            ({"received_on": today + timedelta(days=1)}, "still to come"),
            ({"asked_by": " "}, "Say who asks"),
            ({"identity": " "}, "how you made sure"),
        ):
            with pytest.raises(BadValue, match=fault):
                requests.open_request(**{**asked, **change})  # type: ignore[arg-type]
        with pytest.raises(NotFound):
            requests.open_request(**{**asked, "child": uuid4()})  # type: ignore[arg-type]
        early = today - timedelta(days=40)
        made = requests.open_request(**{**asked, "received_on": early})  # type: ignore[arg-type]
        row = AccessRequest.objects.get(id=made)
        assert (row.received_on, row.due_on) == (early, requests.a_month_after(early)), "late from the first day"
        back = {"actor": actor, "request": made, "facts": [fact], "ground": "serious-harm", "why": "The doctor says so"}
        for change, fault in (
            ({"ground": "because"}, "Choose the ground"),
            ({"why": " "}, "Choose the ground"),
            ({"facts": []}, "Choose what is kept back"),
        ):
            with pytest.raises(BadValue, match=fault):
                requests.keep_back(**{**back, **change})  # type: ignore[arg-type]
        requests.keep_back(**back)  # type: ignore[arg-type]
        with pytest.raises(BadValue, match="kept back already"):
            requests.keep_back(**back)  # type: ignore[arg-type]
        with pytest.raises(BadValue, match="what you looked at"):
            requests.release(actor=actor, request=made, checked=" ")
    with acting(north, "farshire") as actor, pytest.raises(NotFound):
        requests.release(actor=actor, request=made, checked="All of it")
