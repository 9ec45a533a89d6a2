"""Outside a demonstration nobody sees anything before they have a second step; its secret is not in the clear."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse

from tests import browsing
from tests.partnership import PASSWORD, QUICK_PASSWORDS, Partnership, as_owner
from wayhome.platform.models import Authority, Outbox
from wayhome.platform.roles import as_clock

pytestmark = pytest.mark.django_db
ALWAYS = override_settings(SECOND_STEP="always")


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def signed_in(name: str) -> tuple[Client, str]:
    client = Client()
    with QUICK_PASSWORDS:
        sent = client.post(
            reverse("account_login"), {"login": f"{name}@northhaven.example", "password": PASSWORD, "next": "/help"}
        )
    return client, sent["Location"]


@ALWAYS
def test_one_without_a_second_step_is_led_to_set_it_up_and_sees_nothing_before(north: Partnership) -> None:
    cache.clear()
    client, _ = signed_in("worker")
    for address in ("/help", reverse("board"), reverse("children"), "/no/such/page"):
        assert client.get(address)["Location"] == reverse("mfa_index"), address
    start = client.get(reverse("mfa_index"))
    assert "Set up a second step" in browsing.words(start)
    assert "My work" not in browsing.words(start), "not even how much waits"
    page = client.get(reverse("mfa_activate_totp"))
    assert 'src="data:image/svg+xml;base64,' in page.content.decode()
    secret = re.search(r'<code class="app-key">([A-Z2-7 ]+)</code>', page.content.decode())
    assert secret
    key = secret[1].replace(" ", "")
    wrong = client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert "That code is not right" in browsing.words(wrong)
    done = client.post(reverse("mfa_activate_totp"), {"code": code_of(key)})
    assert done["Location"] == reverse("mfa_view_recovery_codes")
    shown = client.get(done["Location"])
    codes = re.findall(r"<li><code>(\d{8})</code></li>", shown.content.decode())
    assert len(codes) == 10
    assert 'download="wayhome-recovery-codes.txt"' in shown.content.decode()
    again = client.get(done["Location"]).content.decode()
    assert not any(code in again for code in codes), "they are shown once"
    assert client.get("/help").status_code == 200
    assert all(key not in str(row.data) and codes[0] not in str(row.data) for row in Authenticator.objects.all())
    other, to = signed_in("worker")
    assert to.startswith(reverse("mfa_authenticate"))
    assert other.post(to, {"code": codes[0]})["Location"] == "/help"
    assert other.get("/help").status_code == 200
    other.post(reverse("mfa_deactivate_totp"))
    assert other.get("/help")["Location"] == reverse("mfa_index"), "the last one taken off: another is set up first"


def invented(place: Partnership, yes: bool) -> None:
    with as_owner():
        Authority.objects.filter(id=place.authority).update(demonstration=yes)


def test_a_demonstration_may_go_without_and_a_real_partnership_may_not(north: Partnership) -> None:
    assert browsing.browser(north, "worker").get("/help").status_code == 200
    invented(north, False)
    try:
        assert browsing.browser(north, "worker").get("/help")["Location"] == reverse("mfa_index")
    finally:
        invented(north, True)


def test_the_person_is_told_that_how_they_sign_in_was_changed(
    north: Partnership, django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]]
) -> None:
    client, _ = signed_in("met")
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r'class="app-key">([A-Z2-7 ]+)<', page)
    assert secret
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_activate_totp"), {"code": code_of(secret[1].replace(" ", ""))})
    with transaction.atomic(), as_clock():
        told = Outbox.objects.filter(payload__user=str(north.people["met"]), payload__why="sign-in")
        assert told.exists()


def test_a_second_step_is_not_changed_long_after_signing_in_without_the_password(north: Partnership) -> None:
    client, _ = signed_in("loner")
    session = client.session
    session["account_authentication_methods"] = [
        {**how, "at": how["at"] - 16 * 60} for how in session["account_authentication_methods"]
    ]
    session.save()
    sent = client.get(reverse("mfa_activate_totp"))
    assert sent["Location"].startswith(reverse("account_reauthenticate"))
    with QUICK_PASSWORDS:
        assert "There is a problem" in browsing.words(client.post(sent["Location"], {"password": "wrong"}))
        assert client.post(sent["Location"], {"password": PASSWORD})["Location"] == reverse("mfa_activate_totp")
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
