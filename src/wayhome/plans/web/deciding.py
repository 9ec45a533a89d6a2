"""What makes a draft a plan, and a plan stop: accepting, choosing between two writers, throwing away, ending, reviewing."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from wayhome.plans.answers import gaps
from wayhome.plans.operations import plans, reviews
from wayhome.plans.operations.errors import Overtaken, Refused
from wayhome.plans.queries import plans as queries
from wayhome.plans.web.agreed import PROGRESS, goal_at
from wayhome.plans.web.opened import Opened, begun, opened
from wayhome.plans.web.reading import live
from wayhome.record.web.child_page import show
from wayhome.ui import words
from wayhome.ui.forms import DateField, Radios, Textarea, TimedForm, WhenField

SURE = ("exact", "about", "day")


class AcceptForm(TimedForm):
    """When the plan was agreed, with whom it will be looked at again, and what changed."""

    agreed = WhenField(sureness=SURE, label="When was it agreed?")
    review_on = DateField(may_be_future=True, required=False, label="Which day will it be reviewed?")
    note = Textarea(label="What changed, and who agreed it?", required=False, rows=3, max_length=5000)


class EndForm(TimedForm):
    """Why a plan is no longer in force, and since when."""

    ended = WhenField(sureness=SURE, label="When did it end?")
    reason = Textarea(label="Why does it end?", rows=3, max_length=5000)


class ReviewForm(TimedForm):
    """What the line manager found on looking at the plan."""

    looked = WhenField(sureness=SURE, label="When did you look at it?")
    outcome = Radios(
        label="Does the plan keep the child safe?",
        choices=[("works", "Yes, it stands as it is"), ("change", "It must change")],
    )
    words = Textarea(label="What did you see, and what did the child say?", rows=4, max_length=5000)


class ProgressForm(TimedForm):
    """How far a goal has come in the time to test it."""

    seen = WhenField(sureness=SURE, label="When was this seen?")
    progress = Radios(label="How far has it come?", choices=list(PROGRESS.items()))
    words = Textarea(label="What shows it?", rows=3, max_length=5000)


def accept(request: HttpRequest, child: UUID, kind: str) -> HttpResponseBase:
    """Show what is still open and ask for the day, or accept the draft as a version."""
    page = opened(request, child, kind, "accept plan")
    draft = queries.draft(begun(page).id, page.actor.user)
    if draft is None:
        if request.method == "POST" and page.newest:  # sent twice: the first has been accepted
            return redirect(page.href("plan"))
        raise Http404("no draft of yours")
    form = AcceptForm(request.POST if request.method == "POST" else None, now=page.framed.now)
    if request.method == "POST" and form.is_valid():
        try:
            number = plans.accept(
                actor=page.actor, plan=draft.plan_id, form=page.form, agreed=form.cleaned_data["agreed"],
                review_on=form.cleaned_data["review_on"], note=form.cleaned_data["note"],
            )  # fmt: skip
        except Overtaken:
            return redirect(page.href("settle-plan"))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, f"Version {number} stands. Everybody who works with the child and may read plans sees it now."
            )
            return redirect(page.href("plan"))
    lacking = gaps(page.form.instrument, live(child, draft.answers), words.local(page.framed.now).date())
    titles = {section.id: section.title for section in page.form.instrument.sections}
    return show(
        request, page.framed, "plans/accept.html", status=422 if form.is_bound else 200, page=page, form=form,
        lacking=[(titles.get(section, ""), says) for section, says in lacking.items()],
    )  # fmt: skip


@require_POST
def discard(request: HttpRequest, child: UUID, kind: str) -> HttpResponseBase:
    """Throw one's own draft away."""
    page = opened(request, child, kind, "discard plan draft")
    plans.discard_draft(actor=page.actor, plan=begun(page).id)
    messages.success(request, "Your draft is gone. Every accepted version is still there.")
    return redirect("child-plans", child)


def end(request: HttpRequest, child: UUID, kind: str) -> HttpResponseBase:
    """Ask why the plan ends, or record that it has."""
    page = opened(request, child, kind, "end plan")
    plan = begun(page)
    form = EndForm(request.POST if request.method == "POST" else None, now=page.framed.now)
    if request.method == "POST" and form.is_valid():
        try:
            given = form.cleaned_data
            plans.end(actor=page.actor, plan=plan.id, form=page.form, ended=given["ended"], reason=given["reason"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The plan is recorded as ended. Its versions stay.")
            return redirect("child-plans", child)
    return _decide(request, page, form, f"End the {page.kind.title}", "Record that it has ended")


def review(request: HttpRequest, child: UUID, kind: str) -> HttpResponseBase:
    """Ask what was seen on looking at the plan, or record the review."""
    page = opened(request, child, kind, "review plan")
    plan, version = begun(page), page.newest
    if version is None or version.ended:
        raise Http404("no plan in force")
    form = ReviewForm(request.POST if request.method == "POST" else None, now=page.framed.now)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            reviews.record_review(
                actor=page.actor, plan=plan.id, looked=given["looked"], stands=given["outcome"] == "works", words=given["words"],
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The review is recorded.")
            return redirect(page.href("plan"))
    return _decide(request, page, form, f"Review the {page.kind.title}", "Record the review")


def progress(request: HttpRequest, child: UUID, kind: str) -> HttpResponseBase:
    """Ask how far one goal has come, or record it."""
    page = opened(request, child, kind, "plan goal")
    plan, version = begun(page), page.newest
    goal = goal_at(version, request.GET.get("goal", "")) if version and not version.ended else ""
    if not goal:
        raise Http404("no such goal")
    form = ProgressForm(request.POST if request.method == "POST" else None, now=page.framed.now)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            reviews.record_progress(
                actor=page.actor, plan=plan.id, goal=goal, progress=given["progress"], words=given["words"], seen=given["seen"],
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "It is recorded beside the goal.")
            return redirect(page.href("plan"))
    return _decide(request, page, form, f"How far has it come? {goal}", "Record it")


def _decide(request: HttpRequest, page: Opened, form: TimedForm, title: str, button: str) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return show(
        request, page.framed, "plans/decide.html", status=status, page=page, form=form, title=title, button=button
    )
