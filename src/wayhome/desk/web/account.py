"""One's own account: how one signs in, and where one is signed in now."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from wayhome.platform.actor import Actor
from wayhome.platform.operations import signing_in
from wayhome.platform.queries import staff
from wayhome.platform.queries.signing_in import administers, lasting
from wayhome.platform.web.backend import SIGN_IN
from wayhome.platform.web.requests import actor_of, write_down
from wayhome.record.queries import odd_looks
from wayhome.ui import words
from wayhome.ui.components import SummaryRow

DEMONSTRATION = "Set up a second step. The invented people of this demonstration may go without; real people may not"


@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """Show the person's own account."""
    actor = actor_of(request)
    page = {
        "rows": _rows(actor),
        "sign_ins": lasting([actor.user]),
        "this": _this(request),
        "second_step": staff.has_second_step(actor.user),
        "demonstration": DEMONSTRATION,
        "administers": administers(),
    }
    write_down(request, "own account", [])
    return render(request, "desk/account.html", page)


@require_POST
def end(request: HttpRequest, sign_in: UUID) -> HttpResponseBase:
    """End one other sign-in of one's own."""
    if signing_in.end(actor=actor_of(request), sign_in=sign_in, why="ended from another sign-in"):
        messages.success(request, "That sign-in is ended.")
    return redirect("account")


@require_POST
def end_others(request: HttpRequest) -> HttpResponseBase:
    """End every other sign-in of one's own."""
    ended = signing_in.end_others(actor=actor_of(request), but=_this(request))
    messages.success(request, f"{words.counted(ended, 'other sign-in is', 'other sign-ins are')} ended.")
    return redirect("account")


def _this(request: HttpRequest) -> UUID:
    return UUID(request.session[SIGN_IN])


def _rows(actor: Actor) -> tuple[SummaryRow, ...]:
    me = staff.person(actor.authority, actor.user)
    assert me is not None
    vetted = next((v for v in me.vettings if v.current), None)
    said = f"Until {words.day(vetted.until_on)}" if vetted else "No vetting is in force"
    return (
        SummaryRow("Name", me.name),
        SummaryRow("E-mail address", me.email),
        SummaryRow("Work", f"{me.job_title}, {me.agency}" + (f", {me.team}" if me.team else "")),
        SummaryRow("Posts", ", ".join(h.title for h in me.holdings if h.current) or "None"),
        SummaryRow("Vetted by the police", said),
        SummaryRow("Home postcode", odd_looks.home_of(actor.user) or "Not kept"),
    )
