"""One action: its life, and what can be done with it; and the form for a new one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from wayhome.packs.roles import load_roles
from wayhome.plans.operations import actions
from wayhome.plans.operations.actions import About, Agreed
from wayhome.plans.operations.errors import AlreadyOpened, BadValue, NotFound, Refused
from wayhome.plans.queries import actions as queries
from wayhome.plans.queries.actions import ActionView, StepView
from wayhome.plans.web.action_form import Extend, NewAction, Outcome, Reassign
from wayhome.plans.web.action_rows import due_words, named, owner_words
from wayhome.platform import wall
from wayhome.platform.actor import Actor
from wayhome.platform.queries import posts
from wayhome.platform.queries.directory import agency_names
from wayhome.platform.web.requests import actor_of, write_down
from wayhome.record.web import banner as banners
from wayhome.record.web.child_page import frame, show
from wayhome.ui import words
from wayhome.ui.components import Event, Link
from wayhome.ui.forms import TimedForm

_VERBS = {
    "opened": "Agreed", "reassigned": "Given to somebody else", "extended": "Given longer", "noted": "Something was added",
    "done": "Done", "not-done": "Not done", "cancelled": "No longer needed",
}  # fmt: skip


def new_action(request: HttpRequest, child: UUID) -> HttpResponseBase:
    """Ask what, who and by when; or record the action. `named` in the form is its id, so that sent twice is one."""
    framed = frame(request, child, "agree an action")
    actor = actor_of(request)
    sent = request.method == "POST"
    form = NewAction(request.POST if sent else None, now=framed.now, authority=actor.authority, initial=_begun(request))
    if sent and form.is_valid():
        given = form.cleaned_data
        agreed = Agreed(
            given["what"], form.owner(), given["due_on"], About(child=child), note=given["note"],
            source=request.POST.get("source", "")[:200], source_words=request.POST.get("source_words", "")[:200],
        )  # fmt: skip
        try:
            actions.open_action(actor=actor, agreed=agreed, action=UUID(request.POST.get("named", "")))
        except AlreadyOpened:
            pass
        except (Refused, ValueError) as refusal:
            form.add_error(None, str(refusal) if isinstance(refusal, Refused) else "Open the form again.")
        if not form.errors:
            messages.success(request, "The action is agreed. It is on the list of whoever sees to it.")
            return redirect("child-plans", child)
    page = {
        "form": form,
        "named": request.POST.get("named") or uuid4(),
        "source": request.POST.get("source") or request.GET.get("source", ""),
        "source_words": request.POST.get("source_words") or request.GET.get("source_words", ""),
    }
    return show(request, framed, "plans/new-action.html", status=422 if form.is_bound else 200, **page)


def action(request: HttpRequest, action: UUID) -> HttpResponseBase:
    """Show an action to whoever may see it, and record what became of it."""
    actor, now = actor_of(request), wall.now()
    found = queries.action(action)
    if found is None:
        raise Http404("no such action")
    write_down(request, "action", [found.child_id] if found.child_id else [])
    sent = request.POST.get("do", "") if request.method == "POST" else ""
    forms: dict[str, TimedForm] = {
        "outcome": Outcome(request.POST if sent == "outcome" else None, now=now, prefix="outcome"),
        "extend": Extend(request.POST if sent == "extend" else None, now=now, prefix="extend"),
        "reassign": Reassign(
            request.POST if sent == "reassign" else None, now=now, authority=actor.authority, prefix="reassign"
        ),
    }
    if sent and sent not in forms:
        raise Http404("nothing of that name is done to an action")
    if sent in forms and forms[sent].is_valid() and _done(actor, action, sent, forms[sent]):
        messages.success(request, "It is recorded.")
        return redirect("my-work" if request.POST.get("back") == "my-work" else reverse("action", args=[action]))
    child = banners.of(found.child_id, now) if found.child_id else None
    page = {
        "banner": child,
        "found": found,
        "owner": owner_words(found, named([found])),
        "due": due_words(found, now),
        "urgent": found.overdue(words.local(now).date()),
        "events": _events(found),
        "form": forms.get(sent),
        **{f"{name}_form": form for name, form in forms.items()},
        "back": reverse("child-plans", args=[found.child_id]) if child and found.child_id else reverse("my-work"),
    }
    return render(request, "plans/action.html", page, status=422 if sent else 200)


def _begun(request: HttpRequest) -> dict[str, object]:
    """Return what a plan's row hands over to the form: what was agreed, by whom and by when."""
    due = request.GET.get("due", "")
    try:
        on = datetime.fromisoformat(due).date() if due else None
    except ValueError:
        on = None
    return {"what": request.GET.get("what", "")[:5000], "done_by": request.GET.get("done_by", "")[:200], "due_on": on}


def _done(actor: Actor, action: UUID, do: str, form: TimedForm) -> bool:
    given = form.cleaned_data
    takes: dict[str, Callable[[], None]] = {
        "outcome": lambda: _ended(actor, action, given["outcome"], given["note"], given["evidence"]),
        "extend": lambda: actions.extend(actor=actor, action=action, due_on=given["due_on"], reason=given["reason"]),
        "reassign": lambda: actions.reassign(actor=actor, action=action, owner=form.owner(), reason=given["reason"]),  # type: ignore[attr-defined]
    }
    try:
        takes[do]()
    except NotFound:
        raise Http404("no such action") from None
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _ended(actor: Actor, action: UUID, outcome: str, note: str, evidence: str) -> None:
    if outcome == "done":
        actions.complete(actor=actor, action=action, note=note, evidence=evidence)
    elif outcome == "not-done":
        actions.not_done(actor=actor, action=action, note=note)
    elif outcome == "cancel":
        actions.cancel(actor=actor, action=action, reason=note)
    elif outcome == "note":
        actions.note(actor=actor, action=action, words=note)
    else:
        raise BadValue("Choose what became of it.")


def _events(found: ActionView) -> tuple[Event, ...]:
    steps = queries.steps(found.id)
    people = posts.colleagues({u for s in steps for u in (s.by_user, s.person) if u})
    names = {user: colleague.name for user, colleague in people.items()}
    names |= agency_names({s.agency_id for s in steps if s.agency_id})
    return tuple(_event(step, names) for step in reversed(steps))


def _event(step: StepView, names: dict[UUID, str]) -> Event:
    said = [step.note, f"How we know: {step.evidence}" if step.evidence else ""]
    if step.verb in ("opened", "reassigned"):
        said.insert(0, f"{_owner(step, names)} sees to it, by {words.day(step.due_on)}.")
    if step.verb == "extended":
        said.insert(0, f"By {words.day(step.due_on)} now.")
    return Event(
        title=_VERBS[step.verb],
        when=words.when(step.recorded_at),
        machine_time=step.recorded_at.isoformat(),
        by=names.get(step.by_user, "A colleague") if step.by_user else "",
        text=" ".join(each for each in said if each),
        links=tuple[Link, ...](),
    )


def _owner(step: StepView, names: dict[UUID, str]) -> str:
    if step.person:
        return names.get(step.person, "A colleague")
    if step.agency_id:
        return names.get(step.agency_id, "An agency")
    known = load_roles().get(step.post)
    return known.label if known else step.post
