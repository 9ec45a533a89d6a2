"""Typed text outlives a sign-in: kept on the server for who typed it, and given back once they are signed in again."""

from __future__ import annotations

from urllib.parse import urlsplit
from uuid import UUID

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import redirect
from django.utils.crypto import constant_time_compare
from django.views.csrf import csrf_failure

from wayhome.platform.models import User
from wayhome.platform.operations import signing_in
from wayhome.platform.queries.signing_in import GivenBack, given_back
from wayhome.platform.roles import enter

ONLY = "keep-only"  # a box that says: keep this, and give it back, and do nothing else with it
PARAMETER = "kept"
_WAITING = "kept_waiting"  # in the session: that something was kept, so that a form sent is looked for
_NEVER = frozenset({"csrfmiddlewaretoken", ONLY, "next", "login", "code", "credential"})


def keep(request: HttpRequest, user: AbstractBaseUser | AnonymousUser) -> str:
    """Keep the form that was sent, for its writer, who is the reader; return the address that gives it back."""
    page = _page_of(request)
    sent_boxes = [(name, value) for name, values in request.POST.lists() for value in values]
    said = [(name, value) for name, value in sent_boxes if name not in _NEVER and "password" not in name]
    if not said or not isinstance(user, User):
        return page
    kept = signing_in.keep(user=user, page=page, action=request.get_full_path(), said=said)
    request.session[_WAITING] = True
    return f"{page}{'&' if '?' in page else '?'}{PARAMETER}={kept}" if kept else page


def keep_of_ended(request: HttpRequest) -> str:
    """Keep a form that was sent after its writer's sign-in had ended; return where to go back to, or nothing.

    Only for a real form of ours (its token is right), sent by a person and not by the page itself, in a session that
    still says whose it was.
    """
    if request.method != "POST" or request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate":
        return ""
    writer = _whose(request)
    if writer is None or not _token_is_right(request):
        return ""
    enter(writer.id)
    return keep(request, writer)


def keep_only(request: HttpRequest) -> HttpResponseBase:
    """Keep a form that asks for no more: sent from a page whose sign-in had ended, by somebody signed in once more."""
    if request.headers.get("Sec-Fetch-Site") != "same-origin" and not _token_is_right(request):
        return redirect(_page_of(request))
    return redirect(keep(request, request.user))


def refused(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """Answer a form whose token is not right. One of ours, from a page older than the sign-in, is given back to send again."""
    ours = request.headers.get("Sec-Fetch-Site") == "same-origin"
    if ours and request.user.is_authenticated and request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate":
        return redirect(keep(request, request.user))
    answer: HttpResponse = csrf_failure(request, reason)
    return answer


def sent(request: HttpRequest) -> None:
    """Forget what was kept of a form that has now been sent."""
    if request.session.get(_WAITING) and isinstance(request.user, User):
        signing_in.forget(user=request.user.id, action=request.get_full_path())


def kept_for(request: HttpRequest) -> GivenBack | None:
    """Return what this page is asked to give back to its reader, if anything."""
    try:
        return given_back(UUID(request.GET.get(PARAMETER, "")))
    except ValueError:
        return None


def _page_of(request: HttpRequest) -> str:
    """Return the page that holds the form: where it was sent from, in this house only, else where it was sent to."""
    came = urlsplit(request.headers.get("Referer", ""))
    if came.netloc != request.get_host() or not came.path.startswith("/"):
        return request.get_full_path()
    query = "&".join(part for part in came.query.split("&") if part and not part.startswith(f"{PARAMETER}="))
    return came.path + (f"?{query}" if query else "")


def _whose(request: HttpRequest) -> User | None:
    """Return whose session this was: the cookie still names it, and it was not signed out of by hand."""
    try:
        found = User.objects.filter(id=UUID(str(request.session.get(SESSION_KEY, ""))), is_active=True).first()
    except ValueError:
        return None
    given = str(request.session.get(HASH_SESSION_KEY, ""))
    return found if found and constant_time_compare(given, found.get_session_auth_hash()) else None


def _token_is_right(request: HttpRequest) -> bool:
    def view(_: HttpRequest) -> HttpResponse:
        return HttpResponse()

    return CsrfViewMiddleware(view).process_view(request, view, (), {}) is None
