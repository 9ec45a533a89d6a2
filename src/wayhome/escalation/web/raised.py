"""What was raised about a child: the briefings sent and being written, the disagreements and where each stands."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from wayhome.clocks.queries import duties
from wayhome.clocks.web.deadlines import cell
from wayhome.escalation.operations import disagreements as operations
from wayhome.escalation.operations.errors import NotFound, Refused
from wayhome.escalation.queries import briefings, disagreements
from wayhome.escalation.queries.briefings import BriefingView
from wayhome.escalation.queries.disagreements import DisagreementView, StepView
from wayhome.escalation.senders import occasion, occasions
from wayhome.missing.queries import episodes
from wayhome.packs.roles import load_roles
from wayhome.platform.queries import posts
from wayhome.platform.queries.directory import agency_names
from wayhome.platform.web.requests import actor_of
from wayhome.record.web.child_page import ChildFrame, frame, show
from wayhome.ui import words
from wayhome.ui.components import Event
from wayhome.ui.forms import Radios, Textarea, TimedForm, WhenField

WAYS = {"disagreement": "Partners cannot agree", "critical-incident": "A critical incident"}
STEPS = {
    "lead-decided": "The agency’s strategic lead looked at it",
    "rethink-held": "A Re-think meeting was held",
    "settled": "It was settled another way",
}
CLOCKS = ("escalation.raised", "escalation.lead-decided")
MEANWHILE = (
    "A colleague recorded a step since you opened this page: it stands under “What has happened”. Nothing of yours was "
    "recorded. Your words are still here: see whether they need saying to the step that comes next."
)


class RaiseForm(TimedForm):
    """What it is, what it is about, and what should happen."""

    way = Radios(
        label="What is it?", choices=list(WAYS.items()),
        hints={
            "disagreement": "It goes to the strategic lead of your agency first, then to Re-think.",
            "critical-incident": "It goes to Re-think at once.",
        },
    )  # fmt: skip
    words = Textarea(label="What is it about?", rows=4, max_length=operations.LONGEST)
    wanted = Textarea(label="What do you think should happen?", rows=3, required=False, max_length=operations.LONGEST)


class StepForm(TimedForm):
    """What was done, whether it was agreed, and what was said."""

    happened = WhenField(label="When was that?")
    agreed = Radios(
        label="Was it settled?", choices=[("yes", "Yes, it is agreed"), ("no", "No, there is no agreement yet")]
    )
    words = Textarea(label="What was decided, and why?", rows=4, max_length=operations.LONGEST)


@require_GET
def raised(request: HttpRequest, child: UUID) -> HttpResponseBase:
    """Show everything that was put before senior people about a child."""
    framed, actor = frame(request, child, "what was raised"), actor_of(request)
    sent, drafts = briefings.of_child(child), briefings.drafts_of_child(child)
    had = disagreements.of_child(child)
    missing = episodes.missing_now(child)
    page: dict[str, Any] = {
        "sent": [(b.id, _title(actor.authority, b.kind, b.occasion), _sent(b)) for b in sent],
        "drafts": [
            (
                _where(d.episode_id, d.kind, d.occasion),
                _title(actor.authority, d.kind, d.occasion),
                words.when(d.saved_at),
            )
            for d in drafts
        ],
        "may_write": [(_where(missing.id, o.kind.id, o.value), o.title) for o in occasions(actor.authority)]
        if missing
        else [],
        "disagreements": [
            (d.id, WAYS[d.way], words.when(d.raised_at), "Still to be settled" if d.open else "Settled") for d in had
        ],
    }
    return show(request, framed, "escalation/raised.html", **page)


def _sent(each: BriefingView) -> str:
    return f"Version {each.number}, {words.when(each.sent_at)}, to the {load_roles()[each.to_post].label}"


def _where(episode: UUID, kind: str, value: str) -> str:
    return f"{reverse('write-briefing', args=[episode, kind])}?value={value}"


def _title(authority: UUID, kind: str, value: str) -> str:
    about = occasion(authority, kind, value)
    return about.title if about else kind


def raise_it(request: HttpRequest, child: UUID) -> HttpResponseBase:
    """Ask what is to be raised, or raise it. `named` in the form is its id, so that sent twice is one."""
    framed, actor = frame(request, child, "raise a disagreement"), actor_of(request)
    form = RaiseForm(request.POST if request.method == "POST" else None, now=framed.now)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            made = operations.raise_it(
                actor=actor, child=child, way=given["way"], words=given["words"], wanted=given["wanted"], now=framed.now,
                named=UUID(request.POST.get("named", "")),
            )  # fmt: skip
            first = " and ".join(
                sorted(load_roles()[role].label for role in operations.looks_first(actor.authority, given["way"]))
            )
            messages.success(
                request, f"It is raised. {first} looks at it first, and is told." if first
                else "It is raised. The protocol in force names nobody to look at it first: speak to your manager.",
            )  # fmt: skip
            return redirect("disagreement", made)
        except (Refused, ValueError) as refusal:
            form.add_error(None, str(refusal) if isinstance(refusal, Refused) else "Open the form again.")
    named = request.POST.get("named") or str(uuid4())
    return show(request, framed, "escalation/raise.html", status=422 if form.is_bound else 200, form=form, named=named)


def disagreement(request: HttpRequest, disagreement: UUID) -> HttpResponseBase:
    """Show where a disagreement stands, and record its next step."""
    view = disagreements.disagreement(disagreement)
    if view is None:
        raise Http404("no such disagreement")
    framed = frame(request, view.child_id, "disagreement")
    did = request.POST.get("did", "") if request.method == "POST" else ""
    if did and did not in STEPS:
        raise Http404("no such step")
    late = bool(did) and did not in view.next_steps
    forms = {
        step: StepForm(request.POST if did == step else None, now=framed.now, prefix=step)
        for step in (*([did] if late else ()), *view.next_steps)
    }
    if "settled" in forms:
        del forms["settled"].fields["agreed"]
    if late:
        forms[did].add_error("words", MEANWHILE)
    elif did and forms[did].is_valid() and _stepped(request, view, did, forms[did], framed):
        messages.success(request, "It is recorded.")
        return redirect("disagreement", disagreement)
    page: dict[str, Any] = {
        "view": view, "way": WAYS[view.way], "forms": [(step, STEPS[step], form) for step, form in forms.items()],
        "form": forms.get(did), "events": _events(view),
        "deadlines": [cell(d, framed.now) for d in duties.of_child(view.child_id) if d.open and _is_ours(d)],
    }  # fmt: skip
    return show(request, framed, "escalation/disagreement.html", status=422 if did else 200, **page)


def _is_ours(duty: duties.Duty) -> bool:
    starts = getattr(duty.rule.starts, "trigger", None) if duty.rule else None
    return starts is not None and any(kind in CLOCKS for kind in starts.kinds)


def _stepped(request: HttpRequest, view: DisagreementView, did: str, form: TimedForm, framed: ChildFrame) -> bool:
    given = form.cleaned_data
    at = given["happened"].latest or framed.now
    try:
        operations.step(
            actor=actor_of(request), disagreement=view.id, did=did, agreed=given.get("agreed") == "yes",
            words=given["words"], happened_at=min(at, framed.now), now=framed.now,
        )  # fmt: skip
    except NotFound:
        raise Http404("no such disagreement") from None
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _events(view: DisagreementView) -> tuple[Event, ...]:
    users = {user for user in (view.by_user, *(step.by_user for step in view.steps)) if user}
    names = {user: one.name for user, one in posts.colleagues(users).items()}
    by_agency = agency_names([view.agency_id]).get(view.agency_id, "")
    wanted = f" What should happen: {view.wanted}" if view.wanted else ""
    first = Event(
        title=f"Raised: {WAYS[view.way].lower()}", when=words.when(view.raised_at), machine_time=view.raised_at.isoformat(),
        by=", ".join(x for x in (names.get(view.by_user, "") if view.by_user else "", by_agency) if x), text=view.words + wanted, links=(),
    )  # fmt: skip
    return (*(_event(step, names) for step in reversed(view.steps)), first)


def _event(step: StepView, names: dict[UUID, str]) -> Event:
    outcome = "" if step.step == "settled" else (" Agreed." if step.agreed else " Not agreed.")
    return Event(
        title=STEPS[step.step] + "." + outcome, when=words.when(step.happened_at), machine_time=step.happened_at.isoformat(),
        by=names.get(step.by_user, "A colleague") if step.by_user else "", text=step.words, links=(),
    )  # fmt: skip
