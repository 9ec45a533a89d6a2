"""What if: the past year under another protocol, or under one changed value, beside the one in force."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from wayhome.clocks import protocols
from wayhome.clocks.queries import backtests
from wayhome.desk.web.what_if_page import LONGEST_HOURS, PERIODS, Asked, answered, changed
from wayhome.packs.loading import load_protocol, protocol_ids
from wayhome.platform import wall
from wayhome.platform.actor import Actor
from wayhome.platform.operations import audit
from wayhome.platform.queries.posts import roles_of
from wayhome.platform.web.requests import actor_of

# Those who plan the work: no child is named here, but the figures are the whole partnership's.
POSTS = frozenset(
    {
        "met-coordinator", "met-lead-officer", "met-chair", "analyst", "line-manager", "duty-team-manager",
        "service-manager", "reviewing-service-manager", "head-of-service", "head-of-adolescents", "deputy-director",
        "director", "board-manager", "safeguarding-hub-manager", "return-conversation-lead",
    }
)  # fmt: skip


def plans_the_work(actor: Actor) -> bool:
    """Whether somebody holds a post that may ask what if."""
    return bool(roles_of(actor.user, at=wall.now()) & POSTS)


@require_GET
def what_if(request: HttpRequest) -> HttpResponse:
    """Ask what another protocol or one changed value would have meant. Refused to who holds no post that plans work."""
    actor, now = actor_of(request), wall.now()
    if not plans_the_work(actor):
        raise PermissionDenied("This page is for coordinators, analysts and managers.")
    own = protocols.active(actor.authority)
    asked = _asked(request, own.line)
    audit.write(actor=actor, verb="read", what=f"what if: {asked.words()}", subjects=[])
    then = load_protocol(asked.protocol)
    made = None
    if asked.sent and not asked.error:
        if asked.clock:
            then = changed(then, asked.clock, asked.hours)
        from_ = now - timedelta(days=asked.days)
        made = answered(backtests.of(actor.authority, then, from_, now), asked)
    own_lines = [(line, load_protocol(line).title) for line in protocol_ids()]
    clocks = [(clock.id, clock.title) for clock in load_protocol(asked.protocol).clocks]
    return render(
        request,
        "desk/what_if.html",
        {"asked": asked, "answer": made, "protocols": own_lines, "clocks": clocks, "periods": PERIODS},
    )


def _asked(request: HttpRequest, own: str) -> Asked:
    given = request.GET
    line = given.get("protocol", own)
    error = ""
    if line not in protocol_ids():
        line, error = own, "Choose one of the protocols offered"
    clock, hours = given.get("clock", ""), given.get("hours", "")
    if clock and clock not in {c.id for c in load_protocol(line).clocks}:
        clock, error = "", "Choose a duty of this protocol"
    number = int(hours) if hours.isascii() and hours.isdecimal() and len(hours) < 6 else 0
    if clock and not 1 <= number <= LONGEST_HOURS:
        error = f"Hours must be a whole number from 1 to {LONGEST_HOURS:,}"
    days = given.get("days", "")
    period = int(days) if days in {str(d) for d, _ in PERIODS} else PERIODS[1][0]
    return Asked(line, clock, number, period, "protocol" in given, error, hours)
