"""What frames every page: where one can go, who is signed in, and whether the clocks are being checked."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from wayhome.platform import wall
from wayhome.platform.actor import Actor
from wayhome.platform.queries import partnerships
from wayhome.platform.web import keeping, second_step
from wayhome.platform.web.openings import Held, held_of, waiting_of
from wayhome.platform.web.requests import actor_of
from wayhome.platform.web.session import longest
from wayhome.record.queries import odd_looks
from wayhome.ui import words
from wayhome.ui.chrome import Chrome, FooterLink, Lasting, NavigationItem, Returned
from wayhome.ui.chrome import Held as Shown
from wayhome.worklists.queries import work

STALE = timedelta(seconds=60)
# The board asks for everything in a fixed number of statements, and says for itself when the clocks were checked.
SPARE = frozenset({"board"})
OUT_OF_HOURS = "the Emergency Duty Team of the council where the child is, or the police on 101."
_PLACES = (
    ("My work", "my-work", ("my-work", "notice")),
    ("Missing", "board", ("board", "episode")),
    ("Children", "children", ("children", "my-children", "export-children", "team-work")),
    ("Contexts", "contexts", ("contexts", "context", "new-context", "adults", "adult", "new-adult")),
    ("Meetings", "meetings", ("meetings", "meeting", "meeting-item", "meeting-minutes", "meeting-attendance")),
    ("Find a child", "find-child", ("find-child", "new-child", "child")),
)
# Only for who watches over the records.
_CHECKS = ("openings", "opening", "audit", "odd-looks", "odd-look")


def frame(request: HttpRequest) -> Chrome:
    """Return the frame for this request; for somebody not signed in, the plain one."""
    if not request.user.is_authenticated or getattr(request.user, "agency_id", None) is None:
        return Chrome(footer=_footer(False), out_of_hours=OUT_OF_HOURS)
    actor = actor_of(request)
    here = request.resolver_match.view_name if request.resolver_match else ""
    spare, settled = here in SPARE, second_step.settled(request)
    known = partnerships.partnership(actor.authority)
    return Chrome(
        partnership=known.name,
        navigation=_navigation(
            here, 0 if spare else work.unanswered_count(actor.user), _to_look_at(request, actor, spare)
        )
        if settled
        else (),
        signed_in_as=actor.name,
        sign_out=reverse("account_logout"),
        account=reverse("account"),
        session=Lasting(int(settings.SESSION_IDLE.total_seconds()), longest(request), reverse("session")),
        given_back=_given_back(request),
        demonstration=known.demonstration,
        out_of_hours=OUT_OF_HOURS,
        footer=_footer(True),
        warnings=() if spare else clock_warning(partnerships.last_checked(), wall.now()),
        held=tuple(map(_shown, held_of(request))),
    )


def _to_look_at(request: HttpRequest, actor: Actor, spare: bool) -> int | None:
    """Return how many openings and looks wait for who watches over the records; None for everybody else."""
    waiting = waiting_of(request)
    if waiting is None or spare:
        return waiting
    return waiting + odd_looks.waiting(actor.user)


def _given_back(request: HttpRequest) -> Returned | None:
    kept = keeping.kept_for(request) if keeping.PARAMETER in request.GET else None
    if kept is None:
        return None
    words = tuple(value for _, value in kept.said if " " in value.strip())
    return Returned(kept.action, kept.said, words)


def clock_warning(checked: datetime | None, now: datetime) -> tuple[str, ...]:
    """Say that the clocks have not been checked for over a minute, so that silence is not taken for good news."""
    if checked is None:
        return (
            "The clocks have not been checked yet: the worker is not running. Overdue duties may not be passed up.",
        )
    if now - checked <= STALE:
        return ()
    return (f"The clocks were last checked {words.length(now - checked)} ago. Overdue duties may not be passed up.",)


def _shown(held: Held) -> Shown:
    text = (
        f"You have opened {held.reference} in an emergency, until {words.when(held.until)}. All you read is looked at."
    )
    href = reverse("child", args=[held.subject]) if held.child else ""
    return Shown(text, href, "Go to the record", reverse("end-opening", args=[held.id]))


def _navigation(here: str, waiting: int, to_look_at: int | None) -> tuple[NavigationItem, ...]:
    places = tuple(
        NavigationItem(text, reverse(name), current=here in names, count=waiting if name == "my-work" else 0)
        for text, name, names in _PLACES
    )
    if to_look_at is None:
        return places
    checks = NavigationItem("Access checks", reverse("openings"), current=here in _CHECKS, count=to_look_at)
    return (*places, checks)


def _footer(signed_in: bool) -> tuple[FooterLink, ...]:
    links = (FooterLink("Accessibility", reverse("accessibility")), FooterLink("Privacy", reverse("privacy")))
    if not signed_in:
        return links
    return (
        FooterLink("Help", reverse("help")),
        FooterLink("Directory", reverse("directory")),
        FooterLink("Protocols", reverse("protocols")),
        FooterLink("The partnership’s duties", reverse("partnership-duties")),
        FooterLink("Sharing", reverse("sharings")),
        FooterLink("Keeping and disposing", reverse("retention")),
        *links,
    )
