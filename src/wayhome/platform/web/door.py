"""The door: one transaction a request, the reader set in it, nothing answered before it is committed."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils.cache import add_never_cache_headers

Answer = Callable[[HttpRequest], HttpResponseBase]

# Addresses that answer without a signed-in person. Everything else is refused by default.
OPEN_VIEWS = frozenset({"account_login", "account_logout", "healthy", "accessibility", "privacy", "mfa_authenticate"})
# The event stream holds its connection for minutes and must not hold a transaction; it opens its own, briefly.
OWN_TRANSACTION = frozenset({"events"})


class Door:
    """Middleware: deny by default, one transaction, no page kept by any cache."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        name = _view_name(request)
        if name in OWN_TRANSACTION:
            return self.get_response(request)
        with transaction.atomic():
            if name not in OPEN_VIEWS and not request.user.is_authenticated:
                response: HttpResponseBase = redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
            else:
                response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        if isinstance(response, HttpResponse):
            add_never_cache_headers(response)
            response["Cache-Control"] = "no-store"
        return response


def _view_name(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""
