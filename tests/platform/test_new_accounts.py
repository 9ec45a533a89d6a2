"""An account is made by the administrator alone; its link sets a password once, in time, and signs nobody in."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.test import Client, override_settings
from django.urls import reverse

from tests import browsing
from tests.partnership import QUICK_PASSWORDS, Partnership, acting, invented_child, southhaven
from tests.platform.test_vetting import easthaven
from wayhome.packs.vocabulary import load_vocabulary
from wayhome.platform import wall
from wayhome.platform.models import AuditEntry, Authority, Invitation, Outbox, Post, Reader, Team, User
from wayhome.platform.operations import inviting, staffing
from wayhome.platform.operations.inviting import NewAccount
from wayhome.platform.reading_rules import READS, reads, reads_when_vetted
from wayhome.platform.roles import as_clock
from wayhome.worklists.operations import delivery

pytestmark = pytest.mark.django_db
NO_MAIL = override_settings(EMAIL_BACKEND="django.core.mail.backends.console.EmailBackend")
ALWAYS = override_settings(SECOND_STEP="always")
WORDS = "lantern gravel umbrella"


@pytest.fixture
def place(db: None) -> Partnership:
    cache.clear()
    with connection.cursor() as cursor:
        cursor.execute("select oid from pg_database where datname = current_database()")
        return easthaven(int(cursor.fetchone()[0]))


def form(house: Partnership, email: str, **more: str) -> dict[str, str]:
    agency = str(house.agencies["social-care"])
    return {"name": "Wren Newcome", "email": email, "job_title": "Social worker", "place": agency} | more


def invited(place: Partnership, user: UUID) -> str:
    """Return the address of a link made for somebody where no e-mail is set up."""
    with NO_MAIL, acting(place, "service") as actor:
        return inviting.path_of(inviting.invite(actor=actor, user=user).secret)


def made(place: Partnership, email: str) -> UUID:
    with acting(place, "service") as actor:
        agency = place.agencies["social-care"]
        account = NewAccount(email, "Wren Newcome", "Social worker", agency, Team.objects.get(agency_id=agency).id)
        return inviting.add_account(actor=actor, account=account)


def test_the_database_gives_each_agency_what_the_reading_rules_say() -> None:
    with connection.cursor() as cursor:
        for reader in READS:
            for recorder in READS:
                for handling in load_vocabulary().handling:
                    for own in (True, False):
                        cursor.execute("select wayhome_reading_rule(%s, %s, %s, %s)", [reader, own, recorder, handling])
                        wanted = "always" if reads(reader, own=own, handling=handling) else None
                        if wanted is None and reads_when_vetted(reader, recorder_kind=recorder, handling=handling):
                            wanted = "vetted"
                        assert cursor.fetchone()[0] == wanted, (reader, recorder, handling, own)


@ALWAYS
def test_from_the_administrators_page_to_the_second_step(place: Partnership, caplog: pytest.LogCaptureFixture) -> None:
    admin, email = browsing.browser(place, "service"), "wren@easthaven.example"
    with override_settings(SECOND_STEP=""):
        page = browsing.words(admin.get(reverse("people")))
        assert "Nobody is the data guardian. Director, in the post above, watches" in page
    with acting(place, "service"):
        team = str(Team.objects.get(agency_id=place.agencies["social-care"]).id)
        post = str(Post.objects.get(authority_id=place.authority, role="deputy-director").id)
    admin.session.save()
    with override_settings(SECOND_STEP=""):
        bad = admin.post(reverse("add-person"), form(place, "not an address"))
        assert bad.status_code == 422 and "name@agency.example" in browsing.words(bad)
        done = admin.post(reverse("add-person"), form(place, f" {email.title()} ", place=team, post=post), follow=True)
        assert "a link to it by e-mail" in browsing.words(done) and "Deputy" not in browsing.title(done)
        taken = admin.post(reverse("add-person"), form(place, email.upper()))
        assert taken.status_code == 422 and "There is an account with this e-mail address already" in browsing.words(
            taken
        )
    new = User.objects.get(email=email)
    assert not new.has_usable_password() and new.job_title == "Social worker" and str(new.team_id) == team
    with acting(place, "worker"):
        theirs = set(Reader.objects.values_list("audience_id", "vetted"))
    with connection.cursor() as cursor:
        cursor.execute("select set_config('wayhome.user', %s, true)", [str(new.id)])
        assert set(Reader.objects.values_list("audience_id", "vetted")) == theirs, "what colleagues of the agency read"
    with transaction.atomic(), as_clock():
        letters = list(Outbox.objects.filter(payload__why="first-sign-in"))
        secret = inviting.secret_of(UUID(letters[0].payload["invitation"]))
        assert all(secret not in str(letter.payload) for letter in letters), "no secret waits in the database"
    mail.outbox.clear()
    delivery.deliver(now=wall.now())
    letter = next(each for each in mail.outbox if each.to == [email])
    link = re.search(r"https?://[^/]+(/accounts/first/\S+)", str(letter.body))
    assert link and "Wren" not in letter.body
    someone = Client()
    assert "Choose your password" in browsing.title(someone.get(link[1]))
    for password, again in (("short", "short"), ("passwordpassword", ""), (WORDS, WORDS + "x")):
        assert someone.post(link[1], {"password": password, "again": again}).status_code == 422
    assert link[1] not in caplog.text, "a link that is still good does not stand in the log"
    with QUICK_PASSWORDS:
        sent = someone.post(link[1], {"password": WORDS, "again": WORDS})
        assert sent["Location"].startswith(reverse("account_login"))
        assert someone.get(reverse("my-work")).status_code == 302, "it signs nobody in"
        assert someone.post(link[1], {"password": WORDS, "again": WORDS}).status_code == 410, "once"
        came = someone.post(reverse("account_login"), {"login": email, "password": WORDS})
    assert came.status_code == 302
    assert someone.get(reverse("my-work"))["Location"] == reverse("mfa_index"), "the second step is asked of them too"


@NO_MAIL
def test_without_mail_the_link_is_shown_once_and_a_newer_one_ends_it(place: Partnership) -> None:
    admin = browsing.browser(place, "service")
    to = admin.post(reverse("add-person"), form(place, "ash@easthaven.example"))["Location"]
    user = User.objects.get(email="ash@easthaven.example").id
    assert to == reverse("send-link", args=[user])
    assert "/accounts/first/" not in admin.get(to).content.decode()
    found = [
        re.search(r'value="http://testserver(/accounts/first/\w+/)"', admin.post(to).content.decode()) for _ in "ab"
    ]
    assert found[0] and found[1] and "/accounts/first/" not in admin.get(to).content.decode()
    assert admin.get(found[1][1]).status_code == 409, "not while somebody is signed in"
    someone = Client()
    assert someone.get(found[0][1]).status_code == 410
    assert someone.get(found[1][1]).status_code == 200
    over = uuid4()
    with acting(place, "service") as actor:
        Invitation.objects.create(
            id=over, authority_id=place.authority, user_id=user, by_user=actor.user,
            digest=inviting.digest(inviting.secret_of(over)), until_at=wall.now() - timedelta(seconds=1),
        )  # fmt: skip
    assert someone.get(inviting.path_of(inviting.secret_of(over))).status_code == 410


def test_a_lost_password_ends_what_was_open_and_the_second_step_stays(place: Partnership) -> None:
    thief = browsing.browser(place, "lead")
    assert thief.get(reverse("account")).status_code == 200
    link = invited(place, place.people["lead"])
    with QUICK_PASSWORDS:
        assert Client().post(link, {"password": WORDS, "again": WORDS}).status_code == 302
    assert thief.get(reverse("account")).status_code == 302, "every sign-in ends"


def test_nobody_else_makes_accounts_or_links_and_nobody_for_themselves(place: Partnership) -> None:
    southhaven()
    page = browsing.browser(place, "worker")
    for address in (reverse("add-person"), reverse("send-link", args=[place.people["met"]])):
        assert page.get(address).status_code == 404 and page.post(address).status_code == 404
    other = southhaven().agencies["police"]
    for name, agency in (
        ("worker", place.agencies["health"]),
        ("inspector", place.agencies["police"]),
        ("service", other),
    ):
        with acting(place, name) as actor, pytest.raises(staffing.Unfit):
            inviting.add_account(actor=actor, account=NewAccount("x@x.example", "X", "x", agency))
    with acting(place, "service") as actor, pytest.raises(staffing.Unfit):
        theirs = Team.objects.get(agency_id=place.agencies["social-care"]).id
        inviting.add_account(actor=actor, account=NewAccount("x@x.example", "X", "x", place.agencies["police"], theirs))
    with pytest.raises(ProgrammingError), acting(place, "service"), transaction.atomic():
        User.objects.create(username="x", email="x@x.example", authority_id=place.authority)
    row = {"authority_id": place.authority, "digest": "x", "until_at": wall.now() + timedelta(days=1)}
    for name, of, more in (
        ("worker", "met", {}),
        ("service", "service", {}),
        ("service", "met", {"until_at": wall.now() + timedelta(days=30)}),
    ):
        with pytest.raises(ProgrammingError), acting(place, name) as actor, transaction.atomic():
            Invitation.objects.create(**row | more, user_id=place.people[of], by_user=actor.user)
    with pytest.raises(ProgrammingError), acting(place, "service") as actor, transaction.atomic():
        Invitation.objects.create(**row, user_id=southhaven().people["worker"], by_user=actor.user)
    with acting(place, "service") as actor, pytest.raises(staffing.Unfit):
        inviting.invite(actor=actor, user=actor.user)
    with acting(place, "worker"):
        assert not Invitation.objects.exists()


def test_who_leaves_leaves_a_list_of_what_to_give_on_and_no_link_that_works(place: Partnership) -> None:
    admin, user = browsing.browser(place, "service"), made(place, "jay@easthaven.example")
    link = invited(place, user)
    with acting(place, "service") as actor:
        post = Post.objects.get(authority_id=place.authority, role="deputy-director").id
        staffing.put_in_post(actor=actor, post=post, user=user)
    people = dict(place.people) | {"jay": user}
    invented_child(Partnership(place.authority, place.agencies, people), worker="jay")
    admin.post(reverse("close-account", args=[user]))
    page = browsing.words(admin.get(reverse("person", args=[user])))
    assert "Still in the name of Wren Newcome" in page and "1 child, with" in page and "Invented" not in page
    assert "Posts nobody holds now deputy-director" in page
    assert Client().get(link).status_code == 410
    team = browsing.browser(place, "manager")
    assert "Has left: give these to others" in browsing.words(team.get(reverse("team-work")))


def test_a_post_has_its_days(place: Partnership) -> None:
    admin, user, day = browsing.browser(place, "service"), made(place, "day@easthaven.example"), wall.now().date()
    with acting(place, "service"):
        post = str(Post.objects.get(authority_id=place.authority, role="duty-social-worker").id)
    boxes = {f"{n}_{part}": "" for n in ("first", "last") for part in ("day", "month", "year")}

    def put(first: int | None, last: int | None) -> object:
        said = dict(boxes)
        for name, after in (("first", first), ("last", last)):
            if after is not None:
                on = day + timedelta(days=after)
                said |= {f"{name}_day": str(on.day), f"{name}_month": str(on.month), f"{name}_year": str(on.year)}
        return admin.post(reverse("put-in-post", args=[user]), {"post": post, **said})

    assert put(-3, None).status_code == 422  # type: ignore[attr-defined]
    assert put(5, 4).status_code == 422  # type: ignore[attr-defined]
    assert put(5, 30).status_code == 302  # type: ignore[attr-defined]
    page = admin.get(reverse("person", args=[user]))
    assert "None" not in browsing.words(page).split("Vetting by")[0] and "From " in browsing.words(page)
    with acting(place, "service") as actor:
        there = next(h for h in staffing.Holding.objects.filter(user_id=user))
        assert there.from_at > wall.now() and there.until_at and there.until_at > there.from_at
        assert staffing.end_holding(actor=actor, holding=there.id)
    assert admin.get(reverse("person", args=[user])).status_code == 200
    with acting(place, "service"):
        assert AuditEntry.objects.filter(what__startswith="put in post").exists()
        assert Authority.objects.filter(id=place.authority).exists()
