"""A meeting's page: its agenda with every reason, who was taken or left off and why, and what was carried forward."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from wayhome.forums.operations import agenda, diary, gathering
from wayhome.forums.operations.deciding import source
from wayhome.forums.operations.errors import BadValue, Refused
from wayhome.forums.queries import definitions
from wayhome.forums.queries import meetings as queries
from wayhome.forums.queries.meetings import ItemView, MeetingView
from wayhome.forums.web.words import reasons, state, title
from wayhome.plans.queries import actions as action_queries
from wayhome.plans.web.action_rows import action_table, named
from wayhome.platform import wall
from wayhome.platform.actor import Actor
from wayhome.platform.queries.directory import agencies_of
from wayhome.platform.web.requests import actor_of, write_down
from wayhome.record.queries import children, ends
from wayhome.record.subjects import Subject
from wayhome.ui.components import Pagination
from wayhome.ui.forms import Radios, Text, Textarea, TimedForm
from wayhome.ui.words import local


class Adding(TimedForm):
    """Whom to talk about, and why."""

    kind = Radios(label="Who or what is it?", choices=[("child", "A child"), ("context", "A context")])
    reference = Text(label="Which one?", max_length=200, help_text="The reference, or the name of a context.")
    why = Textarea(
        label="Why are they to be talked about?", rows=3, max_length=2000,
        help_text="Every agency at the meeting reads this.",
    )  # fmt: skip


def opened(meeting: UUID) -> MeetingView:
    """Return a meeting. Raises Http404 for none."""
    found = queries.meeting(meeting)
    if found is None:
        raise Http404("no such meeting")
    return found


@require_GET
def meeting(request: HttpRequest, meeting: UUID) -> HttpResponseBase:
    """Show the agenda, and all that belongs to it."""
    actor, found, now = actor_of(request), opened(meeting), wall.now()
    page = page_number(request)
    on, total = queries.page_of(meeting, "on", page)
    removed = queries.items(meeting, "removed")
    _write_down(request, "meeting agenda", (*on, *removed))
    carried = action_queries.of_sources(
        actor.authority, [source(id_) for id_ in queries.earlier(found, actor.authority)]
    )
    still = [action for action in carried if action.open]
    shown = {
        "meeting": found,
        "tag": state(found),
        "title": title(found),
        "parts": [(part, [each for each in on if each.part == part.id]) for part in found.forum.agenda],
        "loose": [each for each in on if each.part not in {part.id for part in found.forum.agenda}],
        "removed": removed,
        "left_off": queries.counts(meeting).get("left-off", 0),
        "why": {each.id: reasons(found, each) for each in (*on, *removed)},
        "agencies": agencies_of(actor.authority),
        "pages": pages(page, total),
        "runs": definitions.runs(actor.authority, found.forum, actor.user),
        "early": found.state == "planned" and local(found.opens_at).date() > local(now).date(),
        "seats": queries.seats(meeting),
        "lacking": lacking(found),
        "carried": action_table("Agreed at earlier meetings, still to do", still, named(still), now),
        "first": queries.first(meeting),
        "own": actor.agency,
        "outside": not queries.entered(meeting, actor.user),
    }
    return render(request, "forums/meeting.html", shown)


@require_GET
def left_off(request: HttpRequest, meeting: UUID) -> HttpResponseBase:
    """Show whom the protocol looked at and left off this agenda, each with the reason."""
    found, page = opened(meeting), page_number(request)
    listed, total = queries.page_of(meeting, "left-off", page)
    _write_down(request, "left off an agenda", listed)
    why = {each.id: reasons(found, each) for each in listed}
    actor, still = actor_of(request), found.state in ("planned", "open")
    runs = still and definitions.runs(actor.authority, found.forum, actor.user)
    put_on = {each.id: _put_on(meeting, each) for each in listed} if runs else {}
    shown = {"meeting": found, "title": title(found), "listed": listed, "why": why, "pages": pages(page, total)}
    return render(request, "forums/left_off.html", shown | {"put_on": put_on})


def _put_on(meeting: UUID, item: ItemView) -> str:
    """Return where somebody who was left off is put on by hand, the boxes that are known filled in."""
    # A child's label ends with the reference, a context's is its name.
    known = {
        "kind": "child" if item.child else "context",
        "reference": item.label.rpartition(", ")[2] if item.child else item.label,
    }
    return f"{reverse('meeting-add', args=[meeting])}?{urlencode(known)}"


def page_number(request: HttpRequest) -> int:
    """Return the page that is asked for; the first for anything that is no page."""
    given = request.GET.get("page", "")
    return max(1, int(given)) if given.isascii() and given.isdecimal() and len(given) < 7 else 1


def pages(page: int, total: int, size: int = queries.PAGE) -> Pagination:
    """Return where one is in a long list, shown so many at a time: on its last page where a later one is asked for."""
    page = queries.within(page, total, size)
    start = (page - 1) * size
    results = f"Showing {start + 1:,} to {min(total, start + size):,} of {total:,}" if total > size else ""
    return Pagination(page, max(1, -(-total // size)), "?page=", results)


def _write_down(request: HttpRequest, what: str, listed: Iterable[ItemView]) -> None:
    write_down(request, what, [subject for each in listed if (subject := each.child or each.context)])


def lacking(meeting: MeetingView) -> tuple[str, ...]:
    """Return who is lacking for the meeting to decide, in words; empty when it may, or where no quorum is asked for."""
    quorum, forum = meeting.forum.quoracy, meeting.forum
    if quorum is None:
        return ()
    here = frozenset(m for m, seat in queries.seats(meeting.id).items() if seat.state == "present")
    titles = {member.id: member.title for member in forum.members}
    short = quorum.short_of(forum.members, here)
    return tuple(titles.get(each, f"colleagues of at least {quorum.agencies} agencies") for each in short)


@require_POST
def acts(request: HttpRequest, meeting: UUID) -> HttpResponseBase:
    """Do one thing to the meeting, or to one of its items, and come back."""
    actor, do = actor_of(request), request.POST.get("do", "")
    try:
        said = _taken(actor, meeting, do, request)
        if said:
            messages.success(request, said)
    except Refused as refused:
        messages.error(request, str(refused))
    back = request.POST.get("item", "")
    return redirect(f"/meetings/{meeting}#item-{back}" if back else f"/meetings/{meeting}")


def _taken(actor: Actor, meeting: UUID, do: str, request: HttpRequest) -> str:
    given = request.POST
    whole: dict[str, Callable[[], object]] = {
        "begin": lambda: diary.begin(actor=actor, meeting=meeting),
        "end": lambda: diary.end(actor=actor, meeting=meeting),
        "sign": lambda: diary.sign(actor=actor, meeting=meeting),
        "cancel": lambda: diary.cancel(actor=actor, meeting=meeting, why=given.get("why", "")),
    }
    if do == "gather":
        count = gathering.gather(actor=actor, meeting=meeting)
        return f"The agenda is made from the record: {count} to talk about."
    if do == "put-off":
        count = agenda.put_off(actor=actor, meeting=meeting, why=given.get("why", ""))
        return f"{count} taken off. Whom a route still finds is on the next agenda."
    if do in whole:
        whole[do]()
        return {
            "begin": "The meeting is open.",
            "end": "The meeting has ended.",
            "sign": "The minutes are signed.",
        }.get(do, "The meeting is taken out of the diary.")
    try:
        item = UUID(given.get("item", ""))
    except ValueError:
        raise BadValue("Choose what is to be done.") from None
    if do == "remove":
        agenda.remove(actor=actor, item=item, why=given.get("why", ""))
        return "It is taken off the agenda. The reason is on the record."
    if do == "talk":
        diary.talk_of(actor=actor, item=item)
        return "It is on the room’s screen."
    if do in ("earlier", "later"):
        agenda.arrange(actor=actor, item=item, earlier=do == "earlier")
    elif do == "minutes":
        minutes = given.get("minutes", "").strip()
        if minutes and not minutes.isdecimal():
            raise BadValue("Write the minutes as a number.")
        agenda.give_time(actor=actor, item=item, minutes=int(minutes) if minutes else None)
    return ""


def add(request: HttpRequest, meeting: UUID) -> HttpResponseBase:
    """Put a child or a context on the agenda by hand."""
    actor, found = actor_of(request), opened(meeting)
    sent = request.method == "POST"
    begun = {"kind": "child", "reference": request.GET.get("reference", "")[:200]}
    begun |= {"kind": "context"} if request.GET.get("kind") == "context" else {}
    form = Adding(request.POST if sent else None, now=wall.now(), initial=begun)
    if sent and form.is_valid():
        subject = _subject(actor, form.cleaned_data["kind"], form.cleaned_data["reference"].strip())
        try:
            if subject is None:
                raise BadValue("Nothing you may see has this reference. Look it up and try again.")
            agenda.add(actor=actor, meeting=meeting, subject=subject, why=form.cleaned_data["why"])
            messages.success(request, "It is on the agenda.")
            return redirect("meeting", meeting)
        except Refused as refused:
            form.add_error(None, str(refused))
    page = {"form": form, "meeting": found, "title": title(found)}
    return render(request, "forums/add.html", page, status=422 if sent else 200)


def _subject(actor: Actor, kind: str, words: str) -> Subject | None:
    if kind == "child":
        child = children.id_by_reference(actor.authority, words)
        return Subject.child(child) if child else None
    found = ends.find(actor.authority, "context", words)
    return Subject.context(found[0].id) if len(found) == 1 else None
