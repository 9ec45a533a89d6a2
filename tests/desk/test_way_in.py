"""The way in: signing in and out, what answers without signing in, and what nobody is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.urls import reverse

from tests import browsing
from tests.partnership import PASSWORD, QUICK_PASSWORDS, Partnership, invented_child, northhaven
from wayhome.config.chrome import clock_warning
from wayhome.platform import wall
from wayhome.platform.roles import enter

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


@pytest.fixture
def place(db: None) -> Partnership:
    return northhaven()


def test_healthy_answers_without_signing_in(place: Partnership) -> None:
    page = Client().get("/healthy")
    assert (page.status_code, page.content) == (200, b"ok\n")


@pytest.mark.parametrize("address", ["/accessibility", "/privacy", LOGIN])
def test_words_for_everybody_need_no_sign_in(place: Partnership, address: str) -> None:
    assert Client().get(address).status_code == 200


@pytest.mark.parametrize(
    "address", ["/", "/my-work", "/children/find", "/children/new", "/help", "/missing/board", "/no/such"]
)
def test_everything_else_leads_to_the_sign_in_page(place: Partnership, address: str) -> None:
    sent = Client().get(address)
    assert sent.status_code == 302
    assert sent["Location"].startswith(LOGIN)


def test_signing_in_goes_where_one_was_going(place: Partnership) -> None:
    with QUICK_PASSWORDS:
        client = Client()
        sent = client.post(
            LOGIN + "?next=/help", {"login": "worker@northhaven.example", "password": PASSWORD, "next": "/help"}
        )
    assert sent.status_code == 302
    assert sent["Location"] == "/help"
    page = client.get("/help")
    assert "Northhaven Partnership" in browsing.words(page)
    assert "every person here is invented" in browsing.words(page)
    assert page["Cache-Control"] == "no-store"


def test_a_wrong_password_is_said_and_nothing_more(place: Partnership) -> None:
    with QUICK_PASSWORDS:
        wrong = Client().post(LOGIN, {"login": "worker@northhaven.example", "password": "wrong"})
        nobody = Client().post(LOGIN, {"login": "nobody@northhaven.example", "password": "wrong"})
    for page in (wrong, nobody):
        assert page.status_code == 200
        assert "There is a problem" in browsing.words(page)
    one, other = (browsing.words(page).replace("nobody@", "worker@") for page in (wrong, nobody))
    assert one == other


def test_sign_ins_are_listed_only_in_a_demonstration(place: Partnership) -> None:
    with override_settings(DEMONSTRATION=False):
        assert "Demonstration sign-ins" not in browsing.words(Client().get(LOGIN))
    with override_settings(DEMONSTRATION=True):
        assert "Everybody here is invented" in browsing.words(Client().get(LOGIN))


def test_signing_out_is_asked_and_then_done(place: Partnership) -> None:
    client = browsing.browser(place, "worker")
    assert "Do you want to sign out?" in browsing.words(client.get("/accounts/logout/"))
    assert client.get("/help").status_code == 200
    client.post("/accounts/logout/")
    assert client.get("/help").status_code == 302


def test_a_form_without_its_token_changes_nothing(place: Partnership) -> None:
    client = browsing.browser(place, "worker", checks=True)
    page = client.post("/children/new", {"name": "Somebody"})
    assert page.status_code == 403
    assert "Nothing was saved" in browsing.words(page)


def test_home_is_the_board(place: Partnership) -> None:
    assert browsing.browser(place, "worker").get("/")["Location"] == reverse("board")


def test_a_page_that_is_not_there_says_whom_to_ask(place: Partnership) -> None:
    page = browsing.browser(place, "worker").get("/no/such/page")
    assert page.status_code == 404
    assert "ask your safeguarding lead" in browsing.words(page)


def test_the_frame_says_when_the_clocks_were_last_checked() -> None:
    now = wall.now()
    assert clock_warning(now - timedelta(seconds=59), now) == ()
    assert "last checked 3 minutes ago" in clock_warning(now - timedelta(minutes=3), now)[0]
    assert "have not been checked yet" in clock_warning(None, now)[0]


def test_opening_a_child_s_page_is_written_down_with_the_child(place: Partnership) -> None:
    child = invented_child(place)
    browsing.browser(place, "worker").get(reverse("child", args=[child]))
    enter(place.people["worker"])
    with connection.cursor() as cursor:
        cursor.execute(
            "select what from platform_auditentry where verb = 'read' and subjects @> to_jsonb(%s::text)", [str(child)]
        )
        assert ("child",) in cursor.fetchall()


def test_somebody_who_belongs_to_no_agency_is_told_what_to_do(place: Partnership) -> None:
    from tests.partnership import as_owner
    from wayhome.platform.models import User

    with as_owner(), QUICK_PASSWORDS:
        stray, _ = User.objects.get_or_create(username="stray", defaults={"email": "stray@example.org"})
    client = Client()
    client.force_login(stray)
    page = client.get("/my-work")
    assert page.status_code == 403
    assert "may not belong to an agency" in browsing.words(page)


def test_a_second_factor_is_asked_for_and_taken(place: Partnership) -> None:
    from allauth.mfa.totp.internal.auth import (
        TOTP,
        format_hotp_value,
        generate_totp_secret,
        hotp_value,
        yield_hotp_counters_from_time,
    )

    secret = generate_totp_secret()
    browsing.browser(place, "worker")  # enters the worker as the reader
    from django.contrib.auth import get_user_model

    TOTP.activate(get_user_model().objects.get(id=place.people["worker"]), secret)
    client = Client()
    with QUICK_PASSWORDS:
        sent = client.post(LOGIN, {"login": "worker@northhaven.example", "password": PASSWORD})
    assert "second-step/now" in sent["Location"]
    assert client.get("/help").status_code == 302, "a password alone is not enough"
    assert client.get(sent["Location"]).status_code == 200
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    assert client.post(sent["Location"], {"code": code}).status_code == 302
    assert client.get("/help").status_code == 200
