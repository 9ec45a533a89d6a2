"""One item, live: what is known at the left; what is said, decided and taken on at the right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from wayhome.forums.operations import allowed, deciding, identifying, saying
from wayhome.forums.operations.deciding import Decided
from wayhome.forums.operations.errors import BadValue, Refused
from wayhome.forums.queries import definitions
from wayhome.forums.queries import meetings as queries
from wayhome.forums.queries.meetings import ItemView, MeetingView
from wayhome.forums.web import entering
from wayhome.forums.web.agenda import opened
from wayhome.forums.web.digest import digest
from wayhome.forums.web.item_asks import earlier_actions, forms_of
from wayhome.forums.web.said import said
from wayhome.forums.web.words import reasons, state, title
from wayhome.plans.operations.errors import AlreadyOpened
from wayhome.platform import wall
from wayhome.platform.actor import Actor
from wayhome.platform.web.requests import actor_of, write_down
from wayhome.record.queries import ends
from wayhome.record.subjects import Subject
from wayhome.ui import words
from wayhome.ui.components import Live
from wayhome.ui.forms import TimedForm

Forms = Mapping[str, TimedForm]


def item(request: HttpRequest, item: UUID) -> HttpResponseBase:
    """Show one item, or keep what was answered, decided or agreed about it."""
    found, held = _found(item)
    actor = actor_of(request)
    if entering.outside(actor, held):
        return redirect(f"{reverse('enter-meeting', args=[held.id])}?item={found.id}")
    write_down(request, "meeting item", [each for each in (found.child, found.context) if each])
    if "fragment" in request.GET:
        return render(request, "forums/said.html", said(actor, found, held, wall.now()))
    sent = request.POST.get("do", "") if request.method == "POST" else ""
    still = earlier_actions(held, found, actor.authority)
    forms = forms_of(request.POST if sent else {}, actor.authority, found, held, sent, still)
    if sent == "note":
        return _noted(request, actor, found, held, forms)
    if sent and sent not in forms:
        raise Http404("nothing of that name is done to an item")
    if sent in forms and forms[sent].is_valid() and _done(actor, found, held, sent, forms[sent], request):
        return redirect(f"{request.path}#{sent}")
    page = _page(actor, found, held, forms, request) | {"typed": ""}
    return render(request, "forums/item.html", page, status=422 if sent in forms else 200)


def _noted(request: HttpRequest, actor: Actor, found: ItemView, held: MeetingView, forms: Forms) -> HttpResponseBase:
    """Keep what somebody wrote where the script does not load; what cannot be kept is given back."""
    given = request.POST
    note, _, version = given.get("edition", "").partition(":")
    try:
        saying.write(
            actor=actor, item=found.id, text=given.get("note.text", ""), shared=given.get("note.shared", "care"),
            note=UUID(note) if note else None, version=int(version or 0),
        )  # fmt: skip
    except (Refused, ValueError) as refused:
        said = str(refused) if isinstance(refused, Refused) else "Open this page again in another window."
        messages.error(request, f"Your words are not kept yet. {said}")
        page = _page(actor, found, held, forms, request) | {"typed": given.get("note.text", "")}
        return render(request, "forums/item.html", page, status=422)
    messages.success(request, "Your words are kept.")
    return redirect(f"{request.path}#note")


@require_POST
def keep(request: HttpRequest, item: UUID) -> HttpResponseBase:
    """Keep what somebody types, quietly; the edition is the note and its version as their page last saved it."""
    actor, given = actor_of(request), request.POST
    note, _, version = given.get("edition", "").partition(":")
    try:
        saved = saying.write(
            actor=actor, item=item, text=given.get("note.text", ""), shared=given.get("note.shared", "care"),
            note=UUID(note) if note else None, version=int(version or 0),
        )  # fmt: skip
    except Refused as refused:
        return JsonResponse({"problem": str(refused)}, status=422)
    except ValueError:
        return JsonResponse(
            {"problem": "open this page again in another window, and copy your words there."}, status=422
        )
    at = words.clock_time(saved.saved_at)
    if saved.beside:
        at += ". You wrote here in another window too: both are kept, and both are shown under “What was said”"
    return JsonResponse({"edition": f"{saved.note}:{saved.version}", "saved": at, "beside": []})


def _found(item: UUID) -> tuple[ItemView, MeetingView]:
    found = queries.item(item)
    if found is None:
        raise Http404("no such item")
    return found, opened(found.meeting)


def _done(
    actor: Actor, found: ItemView, held: MeetingView, sent: str, form: TimedForm, request: HttpRequest
) -> bool:  # fmt: skip
    given = form.cleaned_data
    try:
        if sent == "answer":
            nothing = bool(given["nothing"])
            saying.answer(actor=actor, item=found.id, text=given["text"], nothing_known=nothing, shared=given["shared"])
            messages.success(request, "Your agency’s answer is in.")
        elif sent == "name":
            _name(actor, found, given)
            messages.success(request, "It is written down.")
        elif sent == "decide":
            decided = Decided(
                given["decision"], given["rationale"], given.get("grading", ""), given.get("to_whom", ""),
                form.review_on(), form.written(), tuple(given.get("purposes", ())), given.get("review_why", ""),  # type: ignore[attr-defined]
                _number(request.POST.get("over", "")),
            )  # fmt: skip
            deciding.decide(actor=actor, item=found.id, decided=decided)
            again = f" Looked at again on {words.day(decided.review_on)}." if decided.review_on else ""
            messages.success(request, f"The decision is on the record.{again}")
        elif sent == "carry":
            deciding.carry_forward(
                actor=actor, item=found.id, action=UUID(given["action"]), due_on=given["due_on"], why=given["why"],
                title=title(held),
            )  # fmt: skip
            messages.success(request, "It is carried forward. Whoever sees to it has the new day and the reason.")
        else:
            _agree(actor, found, held, form, request)
    except AlreadyOpened:
        return True
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    return True


def _number(said: str) -> int | None:
    return int(said) if said.isdecimal() and len(said) < 6 else None


def _name(actor: Actor, found: ItemView, given: dict[str, Any]) -> None:
    ends_ = ends.find(actor.authority, given["kind"], given["reference"])
    if len(ends_) != 1:
        what = "Nothing you may see is" if not ends_ else "More than one record is"
        raise BadValue(f"{what} called that. Write the reference, such as the one at the top of its page.")
    subject = Subject(given["kind"], ends_[0].id)
    identifying.identify(actor=actor, item=found.id, subject=subject, how=given["how"])


def _agree(actor: Actor, found: ItemView, held: MeetingView, form: TimedForm, request: HttpRequest) -> None:
    try:
        name = UUID(request.POST.get("named", ""))
    except ValueError:
        raise BadValue("Open the page again, and write the action once more.") from None
    given = form.cleaned_data
    deciding.agree_action(
        actor=actor, item=found.id, what=given["what"], owner=form.owner(), due_on=given["due_on"],  # type: ignore[attr-defined]
        title=title(held), action=name,
    )  # fmt: skip
    messages.success(request, "The action is agreed. It is on the list of whoever sees to it.")


def _page(
    actor: Actor, found: ItemView, held: MeetingView, forms: Forms, request: HttpRequest
) -> dict[str, Any]:  # fmt: skip
    now = wall.now()
    before, after = queries.beside(found)
    return said(actor, found, held, now) | {
        "title": title(held),
        "tag": state(held),
        "why": reasons(held, found),
        "digest": digest(found, now, since=_last_time(held, found, actor)),
        "shared": list(saying.SHARED.items()),
        "own": actor.agency,
        "holder": actor.user,
        "forms": forms,
        "still": "carry" in forms,
        "form": next((form for form in forms.values() if form.is_bound), None),
        "named": request.POST.get("named") or uuid4(),
        "before": before,
        "after": after,
        "runs": definitions.runs(actor.authority, held.forum, actor.user),
        "decides": allowed.may_decide(actor, found.id),
        "live": Live(
            id="said-here",
            fragment=f"{reverse('meeting-item', args=[found.id])}?fragment=1",
            events=f"{reverse('events')}?since={int(now.timestamp() * 1000)}",
            read_at=now,
        ),
    }


def _last_time(held: MeetingView, found: ItemView, actor: Actor) -> Any:
    """Return when they were last talked about at this forum, or None."""
    if found.child is None:
        return None
    earlier = [
        m for m, _ in queries.of_child(found.child) if m.forum.id == held.forum.id and m.opens_at < held.opens_at
    ]
    return earlier[0].opens_at if earlier else None
