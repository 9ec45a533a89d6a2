"""Single sign-on against a real provider program: who is let in, and everybody who is not."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.test import Client, override_settings
from django.urls import reverse

from tests import browsing
from tests.partnership import Partnership
from tests.scratch import ROOT

pytestmark = pytest.mark.django_db
CALLBACK = "http://testserver/accounts/single-sign-on/sign-on/back/"


@pytest.fixture(scope="module")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run the provider beside the tests; its keys and its people are new each time."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "tests.provider", str(port), str(tmp_path_factory.mktemp("provider")), CALLBACK]
    address = f"http://localhost:{port}/o"
    with subprocess.Popen(command, cwd=ROOT) as process:
        try:
            for _ in range(400):
                assert process.poll() is None, "the provider stopped by itself"
                try:
                    requests.get(f"{address}/.well-known/openid-configuration", timeout=5).raise_for_status()
                    break
                except requests.ConnectionError:
                    time.sleep(0.1)
            yield address
        finally:
            process.terminate()


@pytest.fixture(autouse=True)
def configured(issuer: str) -> Iterator[None]:
    with named(issuer):
        yield


def named(address: str) -> override_settings:
    """Name a provider, as the environment does."""
    app = {
        "provider_id": "sign-on", "name": "Northhaven", "client_id": "wayhome", "secret": "only-for-tests",
        "settings": {"server_url": address},
    }  # fmt: skip
    provider = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
    return override_settings(SIGN_ON_ISSUER=address, SIGN_ON_NAME="Northhaven", SOCIALACCOUNT_PROVIDERS=provider)


def lead(client: Client, **more: str) -> str:
    """Press the button; return where the provider is asked."""
    sent = client.post(reverse("openid_connect_login", args=["sign-on"]), {"next": "/help", **more})
    assert sent.status_code == 302, browsing.words(sent)
    return str(sent["Location"])


def vouched(issuer: str, asked: str, name: str) -> str:
    """Sign in to the provider as somebody and return the address it leads back to, with its code."""
    with requests.Session() as browser:
        browser.get(f"{issuer.removesuffix('/o')}/sign-in/{name}/", timeout=10).raise_for_status()
        answer = browser.get(asked, timeout=10, allow_redirects=False)
    assert answer.status_code == 302, answer.text
    return str(answer.headers["Location"])


def back(client: Client, address: str) -> object:
    return client.get(address.removeprefix("http://testserver"))


def come(issuer: str, name: str) -> tuple[Client, object]:
    client = Client()
    return client, back(client, vouched(issuer, lead(client), name))


def refused(client: Client, answer: object) -> bool:
    """Whether nobody was let in, and the page says so in our words."""
    words = browsing.words(answer)
    return answer.status_code == 403 and "You are not signed in" in words and client.get("/help").status_code == 302  # type: ignore[attr-defined]


def test_a_confirmed_address_opens_the_account_that_is_there_and_is_linked_by_subject(
    north: Partnership, issuer: str
) -> None:
    asked = parse_qs(urlsplit(lead(Client())).query)
    assert asked["code_challenge_method"] == ["S256"]
    client, answer = come(issuer, "worker")
    assert answer["Location"] == "/help"  # type: ignore[index]
    assert "Worker" in browsing.words(client.get("/help"))
    link = SocialAccount.objects.get()
    assert (link.user_id, link.extra_data) == (north.people["worker"], {})
    again, answer = come(issuer, "worker")
    assert again.get("/help").status_code == 200
    assert SocialAccount.objects.count() == 1
    successor, answer = come(issuer, "successor")
    assert refused(successor, answer), "another subject with the same address is another person"


@pytest.mark.parametrize("name", ["stranger", "unconfirmed", "another-audience"])
def test_it_makes_no_account_and_believes_nothing_unconfirmed(north: Partnership, issuer: str, name: str) -> None:
    client, answer = come(issuer, name)
    assert refused(client, answer)
    assert not SocialAccount.objects.exists()


def test_an_answer_is_good_once_and_only_in_the_browser_that_asked(north: Partnership, issuer: str) -> None:
    client = Client()
    address = vouched(issuer, lead(client), "worker")
    other = Client()
    assert refused(other, back(other, address)), "somebody else's answer"
    assert back(client, address)["Location"] == "/help"  # type: ignore[index]
    client.post(reverse("account_logout"))
    assert refused(client, back(client, address)), "the same answer again"
    client.get("/accounts/login/")
    assert refused(client, client.get(f"{urlsplit(CALLBACK).path}?code=made-up&state=made-up"))


def test_a_provider_that_is_away_is_said_and_the_password_still_serves(north: Partnership) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        with named(f"http://127.0.0.1:{nobody.getsockname()[1]}"):
            page = Client().post(reverse("openid_connect_login", args=["sign-on"]))
    assert page.status_code == 503
    assert "does not answer just now" in browsing.words(page)


def test_one_is_led_there_only_from_our_form_and_only_to_sign_in(north: Partnership) -> None:
    start = reverse("openid_connect_login", args=["sign-on"])
    assert Client().get(start)["Location"] == reverse("account_login")
    assert Client().post(start, {"process": "connect"})["Location"] == reverse("account_login")
    assert "Sign in with Northhaven" in browsing.words(Client().get(reverse("account_login")))
    with override_settings(SIGN_ON_ISSUER=""):
        assert Client().post(start).status_code == 404
        assert "Northhaven" not in browsing.words(Client().get(reverse("account_login")))


def test_somebody_who_stops_it_is_led_back(north: Partnership) -> None:
    client = Client()
    state = parse_qs(urlsplit(lead(client)).query)["state"][0]
    page = client.get(f"{urlsplit(CALLBACK).path}?error=access_denied&state={state}")
    assert "was stopped" in browsing.words(page)


def test_a_second_step_is_asked_after_it_too(north: Partnership, issuer: str) -> None:
    with override_settings(SECOND_STEP="always"):
        client, _ = come(issuer, "worker")
        assert client.get("/help")["Location"] == reverse("mfa_index")
    assert settings.SECOND_STEP == "outside-demonstrations"
