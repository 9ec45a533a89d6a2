"""Writing a plan: begun from the record or the last version, a page for each section, kept at every step."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from wayhome.engine.instruments import Section
from wayhome.plans.answers import asked, gaps, in_words
from wayhome.plans.operations import plans
from wayhome.plans.operations.errors import BadValue, MayNotBegin, NotFound, Stale
from wayhome.plans.queries import plans as queries
from wayhome.plans.queries.plans import DraftView
from wayhome.plans.web.composing import Found, composed, found
from wayhome.plans.web.opened import Opened, begun, opened
from wayhome.plans.web.part_form import FOR_CHILD, SAID, PartForm
from wayhome.plans.web.reading import LIVE, live
from wayhome.record.web.child_page import show
from wayhome.ui import words
from wayhome.ui.components import Colour, Tag, Task

USE = "use-"


@require_POST
def begin(request: HttpRequest, child: UUID, kind: str) -> HttpResponseBase:
    """Begin to write, or go on with one's own draft."""
    page = opened(request, child, kind, "begin plan")
    try:
        plan = plans.open_plan(actor=page.actor, child=child, kind=kind)
    except NotFound:
        raise Http404("no such child") from None
    except MayNotBegin as refusal:
        messages.error(request, str(refusal))
        return redirect("child-plans", child)
    plans.begin_draft(actor=page.actor, plan=plan, composed=composed(child, page.form.instrument))
    return redirect(page.href("write-plan"))


def write(request: HttpRequest, child: UUID, kind: str) -> HttpResponse:
    """Show the sections, how far each is, and what the protocol's form still asks for."""
    page = opened(request, child, kind, "write plan")
    draft = _draft(page)
    today = words.local(page.framed.now).date()
    lacking = gaps(page.form.instrument, live(child, draft.answers), today)
    tasks = tuple(
        Task(
            section.title,
            _progress(section, draft, bool(lacking.get(section.id))),
            page.href("write-part", section.id),
            "; ".join(lacking.get(section.id, ())[:2]) + (" …" if len(lacking.get(section.id, ())) > 2 else ""),
        )
        for section in page.form.instrument.sections
    )
    overtaken = page.newest is not None and page.newest.number != draft.base
    return show(
        request, page.framed, "plans/write.html", page=page, tasks=tasks, draft=draft, overtaken=overtaken,
        saved=words.when(draft.saved_at), lacking=sum(map(len, lacking.values())),
    )  # fmt: skip


def part(request: HttpRequest, child: UUID, kind: str, section: str) -> HttpResponseBase:
    """Show one section to write, or keep what was written."""
    page = opened(request, child, kind, "write plan")
    draft = _draft(page)
    here = next((each for each in page.form.instrument.sections if each.id == section), None)
    if here is None:
        raise Http404("no such section")
    known = {key: each for key, each in found(child, page.form.instrument).items() if here_has(here, key)}
    form = _form(page, here, draft, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        return _kept(request, page, here, draft, form, known)
    return _shown(request, page, here, draft, form, known)


@require_POST
def keep(request: HttpRequest, child: UUID, kind: str, section: str) -> HttpResponseBase:
    """Keep the answers that were touched since the last time, quietly, while somebody types; nothing else is changed."""
    page = opened(request, child, kind, "write plan")
    draft = _draft(page)
    here = next((each for each in page.form.instrument.sections if each.id == section), None)
    if here is None:
        raise Http404("no such section")
    touched = set(request.POST.getlist("items"))
    form = _form(page, here, draft, request.POST)
    form.is_valid()
    said = {key: value for key, value in form.answers().items() if key.partition(".")[0] in touched}
    told = {here.id: form.words()} if FOR_CHILD in touched and FOR_CHILD + SAID not in form.errors else {}
    try:
        revision = int(request.POST.get("edition", "0"))
        kept = plans.save_draft(actor=page.actor, plan=draft.plan_id, revision=revision, answers=said, for_child=told)
    except Stale:
        problem = "this plan is open in another page too. Press “Keep” to see both."
        return JsonResponse({"problem": problem}, status=409)
    except (BadValue, ValueError) as refused:
        return JsonResponse({"problem": str(refused)}, status=422)
    return JsonResponse({"edition": kept.revision, "saved": words.clock_time(kept.saved_at), "beside": []})


def here_has(section: Section, item: str) -> bool:
    """Whether an item stands in a section."""
    return any(each.id == item for each in section.items)


def _form(page: Opened, section: Section, draft: DraftView, data: Any) -> PartForm:
    items = asked(page.form.instrument, section, draft.answers, words.local(page.framed.now).date())
    return PartForm(
        data, now=page.framed.now, section=section, items=[item for item in items if item.id not in LIVE],
        kept=draft.answers, words=draft.for_child.get(section.id, ""),
    )  # fmt: skip


def _kept(
    request: HttpRequest, page: Opened, section: Section, draft: DraftView, form: PartForm, known: dict[str, Found]
) -> HttpResponseBase:
    valid = form.is_valid()
    said = form.answers()
    for item in known:
        if request.POST.get(USE + item):
            said[item] = known[item].value
    try:
        revision = int(request.POST.get("edition", "0"))
        kept = plans.save_draft(
            actor=page.actor, plan=draft.plan_id, revision=revision, answers=said,
            for_child={section.id: form.words()} if FOR_CHILD + SAID not in form.errors else {},
        )  # fmt: skip
    except Stale as stale:
        return _stale(request, page, section, stale.draft, form, known)
    except (BadValue, ValueError) as refused:
        form.add_error(
            None, str(refused) if isinstance(refused, BadValue) else "Open the section again and try once more."
        )
        return _shown(request, page, section, draft, form, known, 422)
    if not valid:
        return _shown(request, page, section, kept, form, known, 422)
    if "more" in request.POST:
        return redirect(f"{request.path}#more-{request.POST['more']}")
    if any(request.POST.get(USE + item) for item in known):
        messages.success(
            request, "What the record says now has been put in. Read it through and change what you need to."
        )
        return redirect(request.path)
    following = _following(page, section)
    return redirect(
        page.href("write-part", following) if following and "next" in request.POST else page.href("write-plan")
    )


def _stale(
    request: HttpRequest, page: Opened, section: Section, kept: DraftView, form: PartForm, known: dict[str, Found],
) -> HttpResponseBase:  # fmt: skip
    say = "You have saved this plan from another page since you opened this one. What you typed is below; what is kept is beside it."
    form.add_error(None, say)
    beside = {item.id: in_words(item, kept.answers.get(item.id)) for item in section.items}
    return _shown(request, page, section, kept, form, known, 409, beside)


def _shown(
    request: HttpRequest, page: Opened, section: Section, draft: DraftView, form: PartForm, known: dict[str, Found],
    status: int = 200, beside: dict[str, str] | None = None,
) -> HttpResponse:  # fmt: skip
    offered = {
        item.id: in_words(item, known[item.id].value)
        for item in section.items
        if item.id in known and known[item.id].value != draft.answers.get(item.id)
    }
    return show(
        request, page.framed, "plans/part.html", status=status, page=page, section=section, form=form, draft=draft,
        offered=offered, beside=beside or {}, live=[item for item in section.items if item.id in LIVE],
        following=_following(page, section), saved=words.when(draft.saved_at),
    )  # fmt: skip


def _following(page: Opened, section: Section) -> str:
    ids = [each.id for each in page.form.instrument.sections]
    at = ids.index(section.id) + 1
    return ids[at] if at < len(ids) else ""


def _draft(page: Opened) -> DraftView:
    kept = queries.draft(begun(page).id, page.actor.user)
    if kept is None:
        raise Http404("no draft of yours")
    return kept


def _progress(section: Section, draft: DraftView, lacking: bool) -> Tag:
    if not any(draft.answers.get(item.id) for item in section.items):
        return Tag("Not begun" if lacking else "Nothing asked for", Colour.GREY)
    return Tag("Begun", Colour.BLUE) if lacking else Tag("All there", Colour.GREEN)
