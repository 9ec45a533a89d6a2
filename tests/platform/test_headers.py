"""What every answer tells the browser; the cookies of a house served over https; whom to tell of a weakness."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from tests import browsing
from tests.partnership import Partnership, invented_child
from wayhome.platform.web.headers import beside_pages

pytestmark = pytest.mark.django_db
SAID = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
PRINTED = (
    "from django.conf import settings as s; print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, "
    "s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY, s.CSRF_COOKIE_HTTPONLY, s.SESSION_COOKIE_PATH, "
    "s.SESSION_COOKIE_DOMAIN, s.SECURE_HSTS_SECONDS, s.SECURE_HSTS_INCLUDE_SUBDOMAINS, s.SECURE_SSL_REDIRECT)"
)


def of_the_real_house(**environment: str) -> subprocess.CompletedProcess[str]:
    """Return what the settings are where pages are served over https."""
    told = {key: value for key, value in os.environ.items() if key not in ("WAYHOME_LOCAL", "WAYHOME_DEMONSTRATION")}
    return subprocess.run(
        [sys.executable, "-c", PRINTED], env={**told, **environment}, capture_output=True, text=True, check=False
    )


def test_every_page_says_what_the_browser_must_not_do(north: Partnership) -> None:
    client = browsing.browser(north, "worker")
    child = invented_child(north)
    for address in (reverse("child", args=[child]), reverse("board"), "/no/such", reverse("account")):
        answer = client.get(address)
        assert {name: answer[name] for name in SAID} == SAID, address
        assert "geolocation=()" in answer["Permissions-Policy"]
        rules = answer["Content-Security-Policy"]
        assert "default-src 'none'" in rules
        assert "unsafe" not in rules
    sent = Client().get("/help")
    assert sent["Cache-Control"] == "no-store", "where one is led, too"


def test_cookies_are_bound_to_the_host_and_to_https() -> None:
    said = of_the_real_house().stdout.split()
    assert said == [
        "__Host-sessionid", "__Host-csrftoken", "True", "True", "True", "True", "/", "None", "63072000", "True", "True",
    ]  # fmt: skip


def test_a_provider_over_plain_http_is_refused_at_the_start() -> None:
    stopped = of_the_real_house(WAYHOME_OIDC_ISSUER="http://provider.example")
    assert stopped.returncode != 0
    assert "must begin with https://" in stopped.stderr


def test_whom_to_tell_of_a_weakness() -> None:
    assert Client().get("/.well-known/security.txt").status_code == 404
    with override_settings(SECURITY_CONTACT="mailto:security@northhaven.example", SITE_URL="https://w.example"):
        said = Client().get("/.well-known/security.txt")
    lines = said.content.decode().splitlines()
    assert lines[0] == "Contact: mailto:security@northhaven.example"
    assert lines[-1] == "Canonical: https://w.example/.well-known/security.txt"
    assert any(line.startswith("Expires: 20") and line.endswith("T00:00:00Z") for line in lines)


def test_one_script_alone_may_stand_beside_pages() -> None:
    def of(path: str) -> dict[str, str]:
        said: dict[str, str] = {}
        beside_pages(said, path, "")
        return said

    assert of("/static/ui/offline.0123456789ab.js")["Service-Worker-Allowed"] == "/"
    assert "connect-src 'self'" in of("/static/ui/offline.js")["Content-Security-Policy"]
    assert of("/static/ui/app.0123456789ab.js") == of("/static/forums/offline.js") == of("/static/ui/offline.css") == {}
