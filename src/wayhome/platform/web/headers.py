"""What every answer tells the browser; which script may run beside pages; and whom to tell of a weakness."""

from __future__ import annotations

import re
from collections.abc import Callable, MutableMapping
from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase

from wayhome.platform import wall

# Nothing here needs a camera, a microphone, a place or a payment; passkeys are asked for by our own pages alone.
_DENIED = (
    "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "geolocation", "gyroscope",
    "hid", "local-fonts", "magnetometer", "microphone", "midi", "payment", "screen-wake-lock", "serial", "usb",
    "xr-spatial-tracking",
)  # fmt: skip
_OURS = ("publickey-credentials-get", "publickey-credentials-create", "clipboard-write", "fullscreen")
PERMISSIONS = ", ".join([*(f"{name}=()" for name in _DENIED), *(f"{name}=(self)" for name in _OURS)])
GOOD_FOR = timedelta(days=180)


class Hardened:
    """Middleware: what Django's own does not say, on every answer, those of files too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("X-Permitted-Cross-Domain-Policies", "none")
        return response


def beside_pages(headers: MutableMapping[str, str], path: str, _url: str) -> None:
    """Let the one script that runs beside pages stand where no static file reaches, and ask this host alone."""
    if re.search(r"/ui/offline\.[^/]*js$", path):
        headers["Service-Worker-Allowed"] = "/"
        headers["Content-Security-Policy"] = "default-src 'none'; connect-src 'self'"


def security_txt(request: HttpRequest) -> HttpResponse:
    """Say whom to tell of a weakness (RFC 9116); not there until the environment names somebody."""
    contacts = [each.strip() for each in settings.SECURITY_CONTACT.split(",") if each.strip()]
    if not contacts:
        raise Http404("WAYHOME_SECURITY_CONTACT names nobody")
    until = (wall.now() + GOOD_FOR).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        *(f"Contact: {contact}" for contact in contacts),
        f"Expires: {until:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en",
        f"Canonical: {settings.SITE_URL}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
