"""Functions that run as the owner are few, each looked at, and tell nobody of what their own row policies would not show."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.utils import ProgrammingError
from django.urls import reverse

from tests import browsing
from tests.partnership import (
    FAR_AHEAD,
    LONG_AGO,
    Partnership,
    acting,
    as_owner,
    build,
    invented_child,
    said,
    southhaven,
)
from wayhome.packs.roles import load_roles
from wayhome.platform import wall
from wayhome.platform.models import Grant, Holding, Leave, Post
from wayhome.platform.operations import naming as naming_people
from wayhome.platform.operations import partnership as setting_up
from wayhome.platform.queries import looking, naming
from wayhome.platform.roles import as_clock
from wayhome.record.models import Adult, Child, Context
from wayhome.record.operations import access, facts
from wayhome.record.operations.errors import BadValue

pytestmark = pytest.mark.django_db
# Every function that runs as the owner, and why no caller learns or does with it what they may not. A new one is looked
# at first: it takes nothing but who is reading, or asks wayhome_reaches of each id it is given, or a post of its caller.
REVIEWED = {
    "only of the reader": {
        "wayhome_agency", "wayhome_audiences", "wayhome_authority", "wayhome_barred",
        "wayhome_closed_facts", "wayhome_excluded", "wayhome_granted",
        "wayhome_may_open", "wayhome_none_shut", "wayhome_only_own", "wayhome_opened", "wayhome_opened_audiences",
        "wayhome_openings", "wayhome_posts_held",
        "wayhome_shared", "wayhome_shared_audiences", "wayhome_vetted",
    },
    "whether the reader holds a post": {"wayhome_administers", "wayhome_audits", "wayhome_guards"},
    "false of what the reader does not see": {"wayhome_reaches", "wayhome_named", "wayhome_disposable", "wayhome_dispose"},
    "only for the administrator, within the partnership": {
        "platform_add_account", "platform_forget_second_step", "platform_set_active",
    },
    "only for who watches over the records": {"wayhome_audit_search", "wayhome_counted"},
    "of colleagues, whose posts and time away everybody of the partnership reads": {"wayhome_may_arrange_leave"},
    "whether a meeting, which everybody of the partnership reads, is signed": {"forums_open"},
    "known by a secret alone": {"forums_reader_of", "platform_invited", "platform_use_invitation"},
    "what the partnerships chose to tell everybody": {"wayhome_known_to"},
    "an emergency, counted and told": {"wayhome_open"},
    "writes, and answers the same whatever was there": {"wayhome_count", "wayhome_thing", "wayhome_try_again"},
}  # fmt: skip
# Asked by other functions, by triggers or by the worker only: nobody who serves pages may call them. Functions of triggers
# are not here: the server calls them, and refuses everybody else.
INSIDE = {
    "wayhome_in_conflict", "wayhome_guarded", "wayhome_find_odd_looks", "wayhome_count_gone", "wayhome_audit_ready",
    "wayhome_hand_on_sealed",
}  # fmt: skip


@pytest.fixture
def house(db: None) -> Partnership:
    """Give a partnership of its own without a data guardian's post."""
    with connection.cursor() as cursor:
        cursor.execute("select oid from pg_database where datname = current_database()")
        return build(int(cursor.fetchone()[0]), "westhaven", "portsmouth-pathway")


def asked(place: Partnership, name: str, question: str, *given: object) -> object:
    """Return what a function answers somebody, as the role that serves; "refused" where it may not be called."""
    try:
        with acting(place, name), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"select {question}", list(given))
            return cursor.fetchall()
    except ProgrammingError:
        return "refused"


def sealed_child(place: Partnership) -> UUID:
    """Open a record and seal it whole, to the worker alone; somebody is kept away, and somebody is in conflict."""
    child = invented_child(place)
    with acting(place, "worker") as actor:
        facts.record(actor=actor, child=child, drafts=[said("child.conflict", person=place.people["nurse"])])
        access.keep_away(actor=actor, child=child, user=place.people["met"], reason="A relation")
        access.seal(actor=actor, child=child, users=[], teams=[], reason="A threat")
    return child


def test_each_function_of_the_owner_was_looked_at() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select proname, has_function_privilege('wayhome_app', oid, 'execute'), "
            "array_to_string(proconfig, ',') = 'search_path=public, pg_temp' from pg_proc "
            "where pronamespace = 'public'::regnamespace and prosecdef and prorettype <> 'trigger'::regtype"
        )
        rows = cursor.fetchall()
    looked_at = set().union(*REVIEWED.values())
    callable_ = {name for name, may, _ in rows if may}
    assert not callable_ - looked_at, "look at it, then say in REVIEWED why nobody learns from it what they may not"
    assert not {name for name, may, _ in rows if not may} - INSIDE
    assert {"wayhome_granted", "wayhome_reaches", "wayhome_dispose"} <= callable_, "the question finds them"
    assert all(fixed for *_, fixed in rows), "whose search path a caller could change"


def test_what_is_asked_inside_cannot_be_asked_from_outside(house: Partnership) -> None:
    child, nurse = sealed_child(house), house.people["nurse"]
    for question, given in (
        ("wayhome_in_conflict(%s, %s)", (nurse, child)),
        ("wayhome_guarded(%s)", (child,)),
        ("wayhome_change(1::smallint, %s, false)", (child,)),
    ):
        assert asked(house, "nurse", question, *given) == "refused", question


def test_the_ids_of_others_tell_nothing(house: Partnership) -> None:
    hidden, elsewhere = sealed_child(house), southhaven()
    theirs = invented_child(elsewhere)
    questions = (
        "wayhome_sees(%s)", "wayhome_reaches(%s)", "wayhome_keeps(%s)", "wayhome_names(%s)", "wayhome_named(%s)",
        "wayhome_disposable(%s)", "forums_open(%s)", "wayhome_may_arrange_leave(%s)", "platform_set_active(%s, false)",
        "platform_forget_second_step(%s)",
        "count(*) from wayhome_audit_search(%s, null, null, null, null, null, null, 10)",
    )  # fmt: skip
    for name in ("nurse", "inspector", "manager", "met", "farshire"):
        for question in questions:
            unknown = asked(house, name, question, uuid4())
            for real in (hidden, theirs, elsewhere.people["worker"]):
                assert asked(house, name, question, real) == unknown, (name, question)
    assert asked(house, "worker", "wayhome_sees(%s), wayhome_named(%s)", hidden, hidden) == [(True, "now")]
    assert asked(house, "worker", "wayhome_guarded(%s)", hidden) == "refused", "not of what one sees either"
    known = "* from wayhome_known_to('invented child', '2012-02-29', %s::uuid[])"
    assert hidden not in {row[0] for row in asked(house, "nurse", known, [])}  # type: ignore[attr-defined]


def test_what_reaches_says_is_what_the_row_policies_show(house: Partnership) -> None:
    sealed_child(house)
    invented_child(house)
    invented_child(southhaven())
    with transaction.atomic(), as_clock():
        every = [id_ for model in (Child, Adult, Context) for id_ in model.objects.values_list("id", flat=True)]
    for name in ("worker", "nurse", "inspector", "met", "farshire"):
        with acting(house, name), connection.cursor() as cursor:
            cursor.execute(
                "select count(*) from unnest(%s::uuid[]) i where wayhome_sees(i) <> wayhome_reaches(i)", [every]
            )
            assert cursor.fetchone() == (0,), name


def test_once_the_time_of_those_named_is_over_the_guardian_names_again_and_nobody_themselves(
    house: Partnership,
) -> None:
    child, worker, director = invented_child(house), house.people["worker"], house.people["director"]
    with acting(house, "worker") as actor:
        over = wall.now() - timedelta(hours=1)
        naming_people.name(actor=actor, subject=child, users=[worker], teams=[], until=over, reason="Sealed things")

    def own_name(name: str) -> None:
        """Try to name oneself past every page."""
        with acting(house, name) as actor, pytest.raises(DatabaseError), transaction.atomic():
            Grant.objects.create(
                authority_id=house.authority, subject=child, reason="x", by_user=actor.user, user_id=actor.user
            )

    with acting(house, "manager") as actor:
        assert not naming.may(child).names and naming.lapsed(child)
        with pytest.raises(BadValue, match="data guardian"):
            access.be_named(actor=actor, child=child, reason="Mine")
    for name in ("worker", "manager", "director"):
        own_name(name)
    page = browsing.words(browsing.browser(house, "manager").get(reverse("child-access", args=[child])))
    assert "The data guardian names a colleague again" in page and "Name somebody for this record" not in page
    with acting(house, "director") as actor:  # the post above the data guardian's, which nobody holds
        assert naming.may(child).again
        for users in ([director], [worker, house.people["lead"]]):
            with pytest.raises(BadValue, match="Name one colleague"):
                access.name(actor=actor, child=child, users=users, teams=[], until=None, reason="x")
        with pytest.raises(BadValue, match="Name one colleague"):
            access.seal(actor=actor, child=child, users=[worker], teams=[], reason="x")
        access.name(actor=actor, child=child, users=[worker], teams=[], until=None, reason="Her worker")
        assert not naming.may(child).names, "somebody is named again: it is theirs to name others"
    with acting(house, "worker"):
        assert naming.may(child).named and naming.may(child).names


def test_while_nobody_is_the_data_guardian_the_post_above_watches(house: Partnership) -> None:
    assert load_roles()["data-guardian"].up == "director", "the database names the post above as the roles do"
    for name, watches in (("director", True), ("head", False), ("worker", False)):
        assert asked(house, name, "wayhome_audits()") == [(watches,)], name
    with acting(house, "worker"):
        assert looking.guardians(house.authority, at=wall.now()) == (house.people["director"],)
        assert looking.guardians(house.authority, at=wall.now(), but=house.people["director"]) == ()
    with as_owner():
        made = setting_up.add_post(
            authority=house.authority, role="data-guardian", title="Guardian", agency=house.agencies["social-care"]
        )
        setting_up.hold(authority=house.authority, post=made, users=[house.people["lead"]], from_at=LONG_AGO)
    assert asked(house, "director", "wayhome_audits()") == [(False,)]
    assert asked(house, "lead", "wayhome_audits()") == [(True,)]
    with acting(house, "worker"):
        assert looking.guardians(house.authority, at=wall.now()) == (house.people["lead"],)
        assert looking.guardians(house.authority, at=wall.now(), but=house.people["lead"]) == (
            house.people["director"],
        )
    away = {"authority": house.authority, "user": house.people["lead"], "from_at": LONG_AGO, "until_at": FAR_AHEAD}
    with as_owner():
        setting_up.leave(**away)
    assert asked(house, "director", "wayhome_audits()") == [(True,)], "while nobody covers for the guardian"
    assert asked(house, "lead", "wayhome_audits()") == [(True,)], "whoever is away may still look"
    with acting(house, "worker"):
        both = (house.people["lead"], house.people["director"])
        assert looking.guardians(house.authority, at=wall.now()) == both, "somebody who is there is told as well"
    with as_owner():
        Leave.objects.filter(user_id=house.people["lead"]).update(covered_by_id=house.people["met"])
    for name, watches in (("met", True), ("director", False), ("head", False)):
        assert asked(house, name, "wayhome_audits()") == [(watches,)], name
    with acting(house, "worker"):
        both = (house.people["lead"], house.people["met"])
        assert looking.guardians(house.authority, at=wall.now()) == both
        assert house.people["director"] in looking.guardians(house.authority, at=wall.now(), but=house.people["met"])
    with as_owner():
        Leave.objects.filter(user_id=house.people["lead"]).delete()
        Holding.objects.filter(post_id=made).delete()
        Post.objects.filter(id=made).delete()
