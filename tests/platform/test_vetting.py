"""What the police hold in confidence is shut to the unvetted by row policy; posts and accounts end at once."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.urls import reverse

from tests import browsing
from tests.partnership import LONG_AGO, Partnership, acting, as_owner, build, invented_child, said
from wayhome.platform import wall
from wayhome.platform.models import Holding, Post, Vetting
from wayhome.platform.operations import partnership as setting_up
from wayhome.platform.operations import staffing
from wayhome.platform.queries import staff
from wayhome.record.models import Fact
from wayhome.record.operations.facts import record
from wayhome.ui.words import local

pytestmark = pytest.mark.django_db
TODAY = local(wall.now()).date()


@cache
def easthaven(database: int) -> Partnership:
    """Set Easthaven up once in a database: a partnership with an administrator, and an auditor's post."""
    place = build(database, "easthaven", "portsmouth-pathway")
    with as_owner():
        for role, holders in (("administrator", ["service"]), ("auditor", [])):
            post = setting_up.add_post(
                authority=place.authority, role=role, title=role, agency=place.agencies["social-care"]
            )
            users = [place.people[name] for name in holders]
            setting_up.hold(authority=place.authority, post=post, users=users, from_at=LONG_AGO)
    return place


@pytest.fixture
def place(db: None) -> Partnership:
    with connection.cursor() as cursor:
        cursor.execute("select oid from pg_database where datname = current_database()")
        return easthaven(int(cursor.fetchone()[0]))


def confirmed(first: int, last: int, post: UUID | None = None) -> staffing.Confirmed:
    """Return a vetting from so many days from today until so many."""
    days = [TODAY + timedelta(days=n) for n in (first, last)]
    return staffing.Confirmed("NPPV2 full", days[0], days[1], "Force Vetting Unit, 12/34", post)


def sees(place: Partnership, name: str, child: UUID) -> bool:
    """Whether somebody reads the police's intelligence about the child, as the role that serves."""
    with acting(place, name), connection.cursor() as cursor:
        cursor.execute("select current_user")
        assert cursor.fetchone() == ("wayhome_app",)
        return Fact.objects.filter(child_id=child, kind="intelligence.received").exists()


def of_police(place: Partnership) -> UUID:
    """Open a child's record and let the police note intelligence about the child."""
    child = invented_child(place)
    with acting(place, "inspector") as actor, transaction.atomic():
        record(actor=actor, child=child, drafts=[said("intelligence.received")])
    return child


def test_intelligence_is_shut_to_the_unvetted_and_open_to_the_vetted_while_the_days_run(place: Partnership) -> None:
    child = of_police(place)
    assert sees(place, "inspector", child)
    assert not sees(place, "worker", child)
    for first, last in ((-20, -1), (1, 20)):
        with acting(place, "service") as actor:
            staffing.record_vetting(actor=actor, user=place.people["worker"], confirmed=confirmed(first, last))
        assert not sees(place, "worker", child), (first, last)
    with acting(place, "service") as actor:
        vetting = staffing.record_vetting(actor=actor, user=place.people["worker"], confirmed=confirmed(-3, 0))
        nurse = staffing.record_vetting(actor=actor, user=place.people["nurse"], confirmed=confirmed(-3, 3))
    assert sees(place, "worker", child), "the last day counts"
    assert not sees(place, "manager", child), "nobody else"
    assert not sees(place, "nurse", child), "vetting opens it to social care only"
    with acting(place, "service") as actor:
        assert staffing.end_vetting(actor=actor, vetting=vetting, why="withdrawn")
        assert not staffing.end_vetting(actor=actor, vetting=vetting, why="withdrawn")
        assert staffing.end_vetting(actor=actor, vetting=nurse, why="in error")
    assert not sees(place, "worker", child)


def test_vetting_for_one_post_ends_with_the_post(place: Partnership) -> None:
    child = of_police(place)
    with acting(place, "worker"):
        head = next(p for p in staff.posts(place.authority) if p.role == "auditor")
    with acting(place, "service") as actor:
        staffing.record_vetting(actor=actor, user=place.people["met"], confirmed=confirmed(-3, 3, head.id))
    assert not sees(place, "met", child), "not in the post yet"
    with acting(place, "service") as actor:
        staffing.put_in_post(actor=actor, post=head.id, user=place.people["met"])
    assert sees(place, "met", child)
    with acting(place, "service") as actor:
        held = Holding.objects.get(post_id=head.id, user_id=place.people["met"], until_at__isnull=True)
        staffing.end_holding(actor=actor, holding=held.id)
    assert not sees(place, "met", child)


def test_nobody_vets_or_appoints_themselves_and_only_the_administrator_others(place: Partnership) -> None:
    with acting(place, "service") as actor:
        for refused in (
            lambda: staffing.record_vetting(actor=actor, user=actor.user, confirmed=confirmed(-1, 1)),
            lambda: staffing.leaves(actor=actor, user=actor.user),
            lambda: staffing.forget_second_step(actor=actor, user=actor.user),
        ):
            with pytest.raises(staffing.Unfit):
                refused()
    post = {"authority_id": place.authority, "from_at": wall.now()}
    with acting(place, "worker"):
        auditor = Post.objects.get(authority_id=place.authority, role="auditor").id
    row = {
        "authority_id": place.authority, "level": "x", "from_on": TODAY, "until_on": TODAY, "confirmed_by": "x",
    }  # fmt: skip
    for name, of in (("service", "service"), ("worker", "worker"), ("worker", "met"), ("inspector", "worker")):
        user = place.people[of]
        with pytest.raises(ProgrammingError), acting(place, name) as actor, transaction.atomic():
            Vetting.objects.create(**row, user_id=user, by_user=actor.user)
        with pytest.raises(ProgrammingError), acting(place, name), transaction.atomic():
            Holding.objects.create(**post, post_id=auditor, user_id=user)
    with acting(place, "worker") as actor, pytest.raises(staffing.Unfit):
        staffing.leaves(actor=actor, user=place.people["met"])


def test_a_post_ended_shuts_at_once_what_it_opened(place: Partnership) -> None:
    client = browsing.browser(place, "loner")
    assert client.get(reverse("audit")).status_code == 404
    admin = browsing.browser(place, "service")
    with acting(place, "service"):
        auditor = next(p for p in staff.posts(place.authority) if p.role == "auditor")
    admin.post(reverse("put-in-post", args=[place.people["loner"]]), {"post": str(auditor.id)})
    assert client.get(reverse("audit")).status_code == 200
    with acting(place, "service"):
        me = staff.person(place.authority, place.people["loner"])
        assert me is not None
        held = next(h for h in me.holdings if h.current)
    admin.post(reverse("end-holding", args=[place.people["loner"], held.id]))
    assert client.get(reverse("audit")).status_code == 404


def test_a_leaver_is_out_in_the_middle_of_a_page_and_back_without_posts(place: Partnership) -> None:
    client, admin = browsing.browser(place, "lead"), browsing.browser(place, "service")
    page = admin.get(reverse("person", args=[place.people["lead"]]))
    assert "End all sign-ins" in browsing.words(page)
    admin.post(reverse("end-person-sign-ins", args=[place.people["lead"]]))
    assert client.get("/help").status_code == 302
    client = browsing.browser(place, "lead")
    admin.post(reverse("close-account", args=[place.people["lead"]]))
    assert client.get("/help").status_code == 302
    with acting(place, "service"):
        gone = staff.person(place.authority, place.people["lead"])
        assert gone is not None
        assert not gone.active
        assert not any(h.current for h in gone.holdings)
    assert "This account is closed" in browsing.words(admin.get(reverse("person", args=[place.people["lead"]])))
    admin.post(reverse("close-account", args=[place.people["lead"]]))
    assert browsing.browser(place, "lead").get("/help").status_code == 200


def test_the_administrator_s_pages(place: Partnership) -> None:
    admin = browsing.browser(place, "service")
    worker = place.people["worker"]
    assert "Adolescent team" in browsing.words(admin.get(reverse("people")))
    last = TODAY + timedelta(days=300)
    boxes = {
        "level": "NPPV3", "confirmed_by": "Vetting Unit", "post": "",
        **{f"from_on_{part}": getattr(TODAY, part) for part in ("day", "month", "year")},
        **{f"until_on_{part}": getattr(last, part) for part in ("day", "month", "year")},
    }  # fmt: skip
    assert admin.post(reverse("record-vetting", args=[worker]), boxes | {"level": ""}).status_code == 422
    assert admin.post(reverse("record-vetting", args=[worker]), boxes).status_code == 302
    page = browsing.words(admin.get(reverse("person", args=[worker])))
    assert "In force." in page
    with acting(place, "service"):
        vetting = Vetting.objects.get(user_id=worker, level="NPPV3")
    admin.post(reverse("end-vetting", args=[worker, vetting.id]), {"why": "moved on"})
    assert "moved on" in browsing.words(admin.get(reverse("person", args=[worker])))
    team = {"name": "Night team", "agency": str(place.agencies["social-care"])}
    assert admin.post(reverse("add-team"), team).status_code == 302
    assert admin.post(reverse("add-team"), team).status_code == 422, "once"
    made = {"role": "met-chair", "title": "Chair", "agency": str(place.agencies["social-care"]), "team": ""}
    assert admin.post(reverse("add-post"), made).status_code == 302
    assert "Night team" in browsing.words(admin.get(reverse("posts")))
    assert "Nobody: duties go up" in browsing.words(admin.get(reverse("posts")))
    for name in ("worker", "director"):
        other = browsing.browser(place, name)
        for address in (reverse("people"), reverse("person", args=[worker]), reverse("posts"), reverse("add-team")):
            assert other.get(address).status_code == 404
