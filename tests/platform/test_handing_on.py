"""A sealed record is always in the hands of somebody in post: whoever leaves, it is handed on, or they do not leave."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from tests import browsing
from tests.partnership import LONG_AGO, Partnership, acting, as_owner, build, invented_child
from wayhome.platform import wall
from wayhome.platform.models import Holding, Outbox, Post
from wayhome.platform.operations import handing_on, staffing
from wayhome.platform.operations import partnership as setting_up
from wayhome.platform.queries import naming
from wayhome.platform.roles import as_clock
from wayhome.record.operations import access
from wayhome.record.operations.errors import BadValue

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(db: None) -> Partnership:
    """Give a partnership with an administrator, a director, and a post of data guardian that nobody holds."""
    with connection.cursor() as cursor:
        cursor.execute("select oid from pg_database where datname = current_database()")
        place = build(int(cursor.fetchone()[0]), "wickhaven", "portsmouth-pathway")
    with as_owner():
        if not Post.objects.filter(authority_id=place.authority, role="administrator").exists():
            of = {"authority": place.authority, "agency": place.agencies["social-care"]}
            post = setting_up.add_post(**of, role="administrator", title="administrator")
            setting_up.add_post(**of, role="data-guardian", title="data guardian")
            setting_up.hold(authority=place.authority, post=post, users=[place.people["manager"]], from_at=LONG_AGO)
    return place


def sealed(place: Partnership, *more: str) -> UUID:
    """Return a child whose record "worker" sealed, with these colleagues named too."""
    child = invented_child(place)
    with acting(place, "worker") as actor:
        access.seal(actor=actor, child=child, users=[place.people[name] for name in more], teams=[], reason="A threat")
    return child


def leaves(place: Partnership, name: str) -> int:
    with acting(place, "manager") as actor:
        return staffing.leaves(actor=actor, user=place.people[name])


def named(place: Partnership, child: UUID, reader: str) -> set[str]:
    with acting(place, reader):
        return {each.name for each in naming.named_for(child, wall.now())}


def test_the_director_is_named_and_told_where_nobody_is_the_data_guardian(house: Partnership) -> None:
    child, other = sealed(house), sealed(house, "met")
    director = browsing.browser(house, "director")
    page = reverse("child", args=[child])
    assert director.get(page).status_code == 404
    admin = browsing.browser(house, "manager")
    closed = admin.post(reverse("close-account", args=[house.people["worker"]]))
    told = browsing.words(admin.get(closed.url))
    assert "1 sealed record that nobody else in post was named for was handed on" in told
    assert "Invented" not in told and str(child) not in told, "who closes an account learns no more than the number"
    assert director.get(page).status_code == 200
    assert director.get(reverse("child", args=[other])).status_code == 404, "somebody else holds that one"
    assert named(house, child, "director") == {"Worker", "Director"}
    assert "handed on to you" in browsing.words(director.get(reverse("child-access", args=[child])))
    with transaction.atomic(), as_clock():
        (mail,) = Outbox.objects.filter(key__startswith="handed-on:", payload__user=str(house.people["director"]))
        assert mail.payload["path"] == reverse("child-access", args=[child])
    # Whoever got it names whoever should have it, and is then no longer needed.
    with acting(house, "director") as actor:
        access.name(actor=actor, child=child, users=[house.people["met"]], teams=[], until=None, reason="Takes over")
        own = next(n for n in naming.named_for(child, wall.now()) if n.user == actor.user)
        access.end_naming(actor=actor, child=child, grant=own.id, reason="Handed over")
    assert director.get(page).status_code == 404
    with acting(house, "met") as actor:
        last = next(n for n in naming.named_for(child, wall.now()) if n.user == actor.user)
        with pytest.raises(BadValue, match="Somebody must stay named"):
            access.end_naming(actor=actor, child=child, grant=last.id, reason="x")  # the other named person has left


def test_the_data_guardian_first_and_not_who_is_kept_away(house: Partnership) -> None:
    with acting(house, "manager") as actor:
        post = Post.objects.get(authority_id=house.authority, role="data-guardian").id
        for name in ("lead", "hub-one"):
            staffing.put_in_post(actor=actor, post=post, user=house.people[name])
    child = sealed(house, "met")
    with acting(house, "met") as actor:
        access.keep_away(actor=actor, child=child, user=house.people["worker"], reason="A relation")
        access.keep_away(actor=actor, child=child, user=house.people["lead"], reason="A relation")
    assert leaves(house, "met") == 1, "who is kept away holds nothing"
    assert named(house, child, "hub-one") == {"Hub-One", "Met", "Worker"}
    assert named(house, child, "lead") == set()


def test_a_guardian_who_is_away_gets_nothing_while_somebody_is_there(house: Partnership) -> None:
    with acting(house, "manager") as actor:
        post = Post.objects.get(authority_id=house.authority, role="data-guardian").id
        staffing.put_in_post(actor=actor, post=post, user=house.people["service"])  # on leave, without cover
    child = sealed(house)
    assert leaves(house, "worker") == 1
    assert named(house, child, "director") == {"Director", "Worker"}


def test_nobody_leaves_with_a_record_that_nobody_could_take_on(house: Partnership) -> None:
    child = sealed(house)
    with acting(house, "manager") as actor:
        held = Holding.objects.get(post__role="director", authority_id=house.authority)
        staffing.end_holding(actor=actor, holding=held.id)
    with pytest.raises(staffing.Unfit, match="only one named for a sealed record"):
        leaves(house, "worker")
    assert browsing.browser(house, "worker").get(reverse("child", args=[child])).status_code == 200
    assert leaves(house, "loner") == 0, "a colleague who holds no such record may leave"


def test_each_hour_what_fell_out_of_hands_is_handed_on(house: Partnership) -> None:
    child, now = sealed(house), wall.now()
    with acting(house, "worker") as actor:
        access.name(
            actor=actor,
            child=child,
            users=[house.people["met"]],
            teams=[],
            until=now + timedelta(days=1),
            reason="A day",
        )
    assert leaves(house, "worker") == 0
    assert handing_on.hand_on(now=now + timedelta(minutes=30)) == 0, "not due"
    assert handing_on.hand_on(now=now + timedelta(days=2)) >= 1
    assert "Director" in named(house, child, "director")
    assert handing_on.hand_on(now=now + timedelta(days=3)) == 0, "once"
    with acting(house, "worker"), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select * from wayhome_hand_on_sealed(now(), true)")
