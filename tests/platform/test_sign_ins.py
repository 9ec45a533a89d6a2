"""A sign-in ends when nobody is there, after a day's work, and when it is ended; and what was typed is given back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests import browsing
from tests.partnership import PASSWORD, QUICK_PASSWORDS, Partnership, acting, ago
from wayhome.platform import wall
from wayhome.platform.models import Kept, SignIn
from wayhome.platform.operations import signing_in
from wayhome.platform.roles import as_clock
from wayhome.platform.web.signed import browser_of

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
EDGE = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1"


def make_old(north: Partnership, name: str, client: Client, **columns: object) -> None:
    """Let a browser's sign-in be older than it is. The person may write when they were last there, and nothing else."""
    with transaction.atomic(), acting(north, name):
        SignIn.objects.filter(id=client.session["sign_in"]).update(**columns)


def there(client: Client, **headers: str) -> bool:
    return client.get("/help", headers=headers).status_code == 200


def test_nobody_there_for_the_limit_ends_it_and_being_there_does_not(north: Partnership) -> None:
    client = browsing.browser(north, "worker")
    limit = settings.SESSION_IDLE
    make_old(north, "worker", client, last_seen_at=wall.now() - limit + timedelta(minutes=1))
    assert there(client), "a minute before"
    make_old(north, "worker", client, last_seen_at=wall.now() - limit + timedelta(minutes=1))
    assert there(client, **{"X-Wayhome-Background": "live"})
    left = client.get(reverse("session"), headers={"X-Wayhome-Background": "session"}).json()["idle"]
    assert left <= 60, "a page that asks by itself is nobody being there"
    assert client.get(reverse("session")).json()["idle"] > 60
    make_old(north, "worker", client, last_seen_at=wall.now() - limit - timedelta(minutes=1))
    sent = client.get("/help")
    assert sent["Location"] == "/accounts/login/?next=/help&ended=1"
    assert "Your sign-in has ended" in browsing.words(client.get(sent["Location"]))


def test_it_ends_after_a_day_s_work_whatever_is_done(north: Partnership) -> None:
    client = browsing.browser(north, "worker")
    with acting(north, "worker"):
        began = SignIn.objects.get(id=client.session["sign_in"]).began_at
        assert abs(wall.now() - began) < timedelta(minutes=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "SESSION_LONGEST", timedelta(hours=-1))
        assert not there(client)
    assert there(client)


def test_what_was_typed_comes_back_to_who_typed_it_and_to_nobody_else(north: Partnership) -> None:
    page = reverse("account_change_password")
    client = browsing.browser(north, "worker", checks=True)
    token = browsing.hidden(client.get(page), "csrfmiddlewaretoken")
    typed = {"csrfmiddlewaretoken": token, "text": "Seen by the pier, with a friend", "empty": ""}
    make_old(north, "worker", client, last_seen_at=wall.now() - timedelta(days=1))
    from_page = {"Referer": f"http://testserver{page}?a=1"}
    forged = client.post(page, {**typed, "csrfmiddlewaretoken": "x" * 32}, headers=from_page)
    by_itself = client.post(page, typed, headers={**from_page, "Sec-Fetch-Mode": "cors"})
    for sent in (forged, by_itself):
        assert "kept" not in sent["Location"]
    sent = client.post(page, typed, headers=from_page)
    assert f"next={page}%3Fa%3D1%26kept%3D" in sent["Location"]
    assert "What you had typed is not lost" in browsing.words(client.get(sent["Location"]))
    with acting(north, "worker"):
        kept = Kept.objects.get()
        assert kept.said == [["text", "Seen by the pier, with a friend"], ["empty", ""]]
    back = f"{page}?a=1&kept={kept.id}"
    assert "by the pier" not in browsing.words(browsing.browser(north, "manager").get(back))
    again = browsing.browser(north, "worker")
    given = again.get(back)
    assert "Nothing that you had typed is lost" in browsing.words(given)
    assert 'name="text" value="Seen by the pier, with a friend"' in given.content.decode()
    with acting(north, "manager"):
        assert not Kept.objects.exists()


def test_signing_in_again_leads_to_the_page_and_sending_it_forgets_what_was_kept(north: Partnership) -> None:
    client = browsing.browser(north, "worker")
    page = reverse("account_change_password")
    make_old(north, "worker", client, last_seen_at=wall.now() - timedelta(days=1))
    sent = client.post(page, {"said": "some words", "password": "never kept"})
    with QUICK_PASSWORDS:
        answer = client.post(
            reverse("account_login"),
            {"login": "worker@northhaven.example", "password": PASSWORD, "next": f"{page}?kept=x"},
        )
    assert answer["Location"] == f"{page}?kept=x"
    assert "kept%3D" in sent["Location"]
    with acting(north, "worker"):
        assert Kept.objects.get().said == [["said", "some words"]]
        signing_in.forget(user=north.people["worker"], action=page)
        assert not Kept.objects.exists()


def test_a_form_from_before_the_sign_in_is_given_back_and_one_from_elsewhere_is_refused(north: Partnership) -> None:
    client = browsing.browser(north, "worker", checks=True)
    client.get("/help")
    page = reverse("account_change_password")
    ours = client.post(page, {"said": "words"}, headers={"Sec-Fetch-Site": "same-origin"})
    assert ours["Location"].startswith(f"{page}?kept=")
    theirs = client.post(page, {"said": "words"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert theirs.status_code == 403


def test_one_sees_where_one_is_signed_in_and_ends_it(north: Partnership) -> None:
    here, office, phone = (browsing.browser(north, "worker") for _ in range(3))
    other = browsing.browser(north, "manager")
    page = here.get(reverse("account"))
    assert page.content.decode().count("Signed in ") >= 3
    here.post(reverse("end-sign-in", args=[office.session["sign_in"]]))
    assert [there(each) for each in (here, office, phone, other)] == [True, False, True, True]
    here.post(reverse("end-sign-in", args=[other.session["sign_in"]]))
    assert there(other), "nobody ends another person's"
    here.post(reverse("end-other-sign-ins"))
    assert [there(each) for each in (here, phone, other)] == [True, False, True]
    key = other.session["sign_in"]
    other.post(reverse("account_logout"))
    with acting(north, "manager"):
        assert SignIn.objects.get(id=key).ended_why == "signed out"


def test_the_worker_forgets_what_nobody_came_back_for(north: Partnership) -> None:
    with acting(north, "worker") as actor:
        from wayhome.platform.models import User

        signing_in.keep(user=User.objects.get(id=actor.user), page="/help", action="/help", said=[("a", "b")])
        Kept.objects.filter(user_id=actor.user)
        signing_in.forget_old(now=wall.now())
        assert Kept.objects.count() == 1
    with transaction.atomic(), as_clock():
        assert not Kept.objects.filter(kept_at__lt=ago(24)).exists()


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        (FIREFOX, "Firefox on Windows"),
        (EDGE, "Edge on Windows"),
        (IPHONE, "Safari on iPhone"),
        ("", "A browser"),
        ("curl/8", "A browser"),
    ],
)
def test_a_browser_is_named_in_words(agent: str, said: str) -> None:
    assert browser_of(agent) == said
