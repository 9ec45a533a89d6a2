"""The door: one transaction a request, the reader set in it, nothing answered before it is committed."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME, SESSION_KEY
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, resolve_url
from django.urls import Resolver404, resolve
from django.utils.cache import add_never_cache_headers

from wayhome.platform.web import keeping, limits, second_step
from wayhome.platform.web.backend import by_session
from wayhome.platform.web.requests import write_what_was_read

Answer = Callable[[HttpRequest], HttpResponseBase]

# Addresses that answer without a signed-in person. Everything else is refused by default.
OPEN_VIEWS = frozenset(
    {"account_login", "account_logout", "account_inactive", "healthy", "accessibility", "privacy", "security-txt"}
    | {"mfa_authenticate", "mfa_login_webauthn", "openid_connect_login", "openid_connect_callback"}
    | {"first-sign-in"}  # nobody is signed in yet: the link itself is the secret
    | {"meetings-feed"}  # a calendar program signs nobody in: the address itself is the secret
)
# The event stream holds its connection for minutes and must not hold a transaction; it opens its own, briefly.
OWN_TRANSACTION = frozenset({"events"})
# What a page asks by itself says so, and does not count as somebody being there.
BY_ITSELF = "X-Wayhome-Background"


class Door:
    """Middleware: deny by default, one transaction, no page kept by any cache."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        name = _view_name(request)
        if name in OWN_TRANSACTION:
            return self.get_response(request)
        with transaction.atomic(), by_session(request.session, here=BY_ITSELF not in request.headers):
            response = self._answer(request, name)
            if response.status_code >= 500:
                transaction.set_rollback(True)
            else:
                write_what_was_read(request)
        if isinstance(response, HttpResponse):
            add_never_cache_headers(response)
            response["Cache-Control"] = "no-store"
        return response

    def _answer(self, request: HttpRequest, name: str) -> HttpResponseBase:
        if name in OPEN_VIEWS:
            return limits.over(request, name) or self.get_response(request)
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        if not second_step.settled(request) and name not in second_step.SETTING_UP:
            return redirect("mfa_index")
        if keeping.ONLY in request.POST:
            return keeping.keep_only(request)
        if too_often := limits.over(request, name):
            return too_often
        response = self.get_response(request)
        if request.method == "POST" and response.status_code < 400:
            keeping.sent(request)
        return response


def _to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """Lead to the sign-in page and from there back, with whatever somebody had typed when their sign-in ended."""
    asked = {REDIRECT_FIELD_NAME: keeping.keep_of_ended(request) or request.get_full_path()}
    if SESSION_KEY in request.session:
        asked["ended"] = "1"
    return HttpResponseRedirect(f"{resolve_url(settings.LOGIN_URL)}?{urlencode(asked, safe='/')}")


def _view_name(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""
