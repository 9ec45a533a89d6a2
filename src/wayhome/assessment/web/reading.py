"""A version that was sent: read, signed or returned, printed, and put beside another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET
from markupsafe import Markup

from wayhome.assessment.operations import drafts as draft_operations
from wayhome.assessment.operations import sheets as operations
from wayhome.assessment.queries import sheets, signing
from wayhome.assessment.queries.sheets import SheetView
from wayhome.assessment.voice import ASKED
from wayhome.assessment.web import about as whom
from wayhome.assessment.web.about import About
from wayhome.assessment.web.checking import Part, lines
from wayhome.assessment.web.listing import STATES, judged_words, name_of, score_words
from wayhome.assessment.web.score import score_page
from wayhome.packs.errors import PackFault
from wayhome.packs.instruments import load_instrument
from wayhome.packs.loading import load_protocol
from wayhome.platform import wall
from wayhome.platform.queries import posts
from wayhome.platform.web.requests import actor_of, write_down
from wayhome.record.operations.errors import Refused
from wayhome.ui import words
from wayhome.ui.components import Cell, Column, Empty, Row, SummaryRow, Table
from wayhome.ui.forms import Radios, Textarea, TimedForm

UNSAVED = 422
MARKING = "OFFICIAL-SENSITIVE"
LONGEST = 4000


class DecideForm(TimedForm):
    """What a manager says of a version."""

    outcome = Radios(
        label="What do you decide?",
        choices=[("signed", "Sign it"), ("returned", "Return it with comments")],
        hints={
            "signed": "What it says becomes part of the record",
            "returned": "The writer mends it and sends it again",
        },
    )
    comments = Textarea(
        label="Comments for the writer",
        help_text="Must be given when it is returned: say what to mend",
        required=False,
        rows=4,
        max_length=LONGEST,
    )


def sheet(request: HttpRequest, sheet: UUID) -> HttpResponse:
    """Show one version; its writer's manager signs or returns it here."""
    view, about = _seen(sheet)
    actor, now = actor_of(request), wall.now()
    may = view.state == "waiting" and signing.may_sign(actor, view.by, at=now)
    form = DecideForm(request.POST if request.method == "POST" else None, now=now) if may else None
    if request.method == "POST" and form is None:
        messages.info(request, "This version is decided already, or is not yours to decide.")
        return redirect("sheet", sheet)
    if form is not None and form.is_bound and form.is_valid():
        try:
            return _decide(request, view, form.cleaned_data)
        except Refused as refusal:
            form.add_error("comments", str(refusal))
    write_down(request, f"version of {view.instrument}", [about.id])
    page = {
        **_page(view, about),
        "form": form,
        "versions": [each for each in sheets.line_of_versions(view) if each.id != view.id],
        "mends": view.state == "returned" and view.by == actor.user,
        "no_form": form is None,
    }
    return render(request, "assessment/sheet.html", page, status=UNSAVED if form is not None and form.is_bound else 200)


def _seen(sheet: UUID) -> tuple[SheetView, About]:
    view = sheets.sheet(sheet)
    if view is None:
        raise Http404("no such form")
    return view, whom.of(view.subject_kind, view.subject_id, wall.now())


def _decide(request: HttpRequest, view: SheetView, data: Mapping[str, Any]) -> HttpResponse:
    actor = actor_of(request)
    if data["outcome"] == "signed":
        operations.sign(actor=actor, sheet=view.id, comments=data["comments"])
        messages.success(request, "Signed. What the form says is part of the record now.")
    else:
        operations.give_back(actor=actor, sheet=view.id, comments=data["comments"])
        messages.success(request, "Returned. Its writer sees your comments.")
    return redirect("sheet", view.id)


def _page(view: SheetView, about: About) -> dict[str, Any]:
    people = posts.colleagues({each for each in (view.by, view.decision.by if view.decision else None) if each})
    return {
        "banner": about.banner,
        "subject": about,
        "view": view,
        "state": STATES[view.state],
        "facts": _facts(view, name_of(people, view.by), name_of(people, view.decision.by) if view.decision else ""),
        "parts": _parts(view),
        "score": score_page(view.result),
        "judged": _judged(view),
        "voice": _voice(view),
        "licence": licence_of(view),
    }


def licence_of(view: SheetView) -> str:
    """Return whose form this is, from the version itself."""
    return str(view.result.get("licence") or "")


def source_of(view: SheetView) -> str:
    """Return where the form is written, as its protocol says now; "" where it is no longer there."""
    try:
        return load_instrument(view.line, view.instrument).source
    except PackFault:
        return ""


def _named(line: str) -> str:
    """Return what a protocol is called; its id where it is no longer there."""
    try:
        return load_protocol(line).title
    except PackFault:
        return line


def _law(law: str) -> str:
    line, _, version = law.partition("@")
    return f"{_named(line)}, version {version}" if version else law


def _facts(view: SheetView, by: str, decided_by: str) -> tuple[SummaryRow, ...]:
    rows = [
        SummaryRow("Version", str(view.number)),
        SummaryRow("Written by", by),
        SummaryRow("Sent", words.when(view.sent_at)),
        SummaryRow("Reckoned from", words.day(view.reference)),
        SummaryRow("Form", f"Version {view.version}, of {_named(view.line)}"),
        SummaryRow("Protocol in force", _law(view.law)),
        SummaryRow("Written in", source_of(view)),
    ]
    if view.decision:
        rows.append(SummaryRow(STATES[view.state], f"{words.when(view.decision.at)}, by {decided_by}"))
        if view.decision.comments:
            rows.append(SummaryRow("Comments", lines(view.decision.comments)))
    return tuple(rows)


def _parts(view: SheetView) -> tuple[Part, ...]:
    return tuple(
        Part(str(section["title"]), tuple(SummaryRow(each["label"], _said(each)) for each in section["items"]))
        for section in view.shown
        if section["items"]
    )


def _said(each: Mapping[str, str]) -> Markup:
    said = lines(each["answer"])
    if each["reason"]:
        said += Markup('<br><span class="app-secondary">Because: {}</span>').format(lines(each["reason"]))
    return said or Markup('<span class="app-secondary">Not answered</span>')


def _judged(view: SheetView) -> tuple[SummaryRow, ...]:
    if not view.judged_reason:
        return ()
    return SummaryRow("Level judged", judged_words(view)), SummaryRow("Because", lines(view.judged_reason))


def _voice(view: SheetView) -> tuple[SummaryRow, ...]:
    told = view.voice
    if not told.given:
        return ()
    return (
        SummaryRow("Was the child asked?", ASKED.get(told.asked, "")),
        SummaryRow("Asked by", told.by) if told.asked != "no" else SummaryRow("Who says so", told.by),
        SummaryRow("What the child says and wants" if told.asked == "yes" else "Why not", lines(told.words)),
    )


def mend(request: HttpRequest, sheet: UUID) -> HttpResponse:
    """Take a returned version up again as a draft with its answers."""
    view, _ = _seen(sheet)
    if request.method != "POST":
        return redirect("sheet", view.id)
    try:
        return redirect("draft", draft_operations.mend(actor=actor_of(request), sheet=view.id))
    except Refused as refusal:
        messages.info(request, str(refusal))
        return redirect("sheet", view.id)


@require_GET
def print_sheet(request: HttpRequest, sheet: UUID) -> HttpResponse:
    """Show a version as paper."""
    view, about = _seen(sheet)
    write_down(request, f"printed version of {view.instrument}", [about.id])
    page = {**_page(view, about), "marking": MARKING, "printed_by": actor_of(request).name, "printed_at": wall.now()}
    return render(request, "assessment/print.html", page)


@dataclass(frozen=True, slots=True)
class Difference:
    """One question in two versions. `changed` is said in words, never by colour alone."""

    label: str
    first: Markup
    second: Markup
    changed: str


@require_GET
def compare(request: HttpRequest, sheet: UUID, other: UUID) -> HttpResponse:
    """Put two versions of one form side by side; the earlier always stands first."""
    (one, about), (two, _) = _seen(sheet), _seen(other)
    if (one.subject_id, one.line, one.instrument) != (two.subject_id, two.line, two.instrument):
        raise Http404("not two versions of one form")
    first, second = sorted((one, two), key=lambda view: (view.sent_at, view.number))
    write_down(request, f"two versions of {first.instrument}", [about.id])
    found = differences(first, second)
    only = request.GET.get("only") == "changed"
    page = {
        "banner": about.banner,
        "subject": about,
        "first": first,
        "second": second,
        "table": _table([each for each in found if each.changed or not only], first, second),
        "changed": sum(bool(each.changed) for each in found),
        "all": len(found),
        "only": only,
        "licence": licence_of(second),
        "here": reverse("compare-sheets", args=[first.id, second.id]),
    }
    return render(request, "assessment/compare.html", page)


def differences(first: SheetView, second: SheetView) -> list[Difference]:
    """Return every question of either version, in the order of the later one, and what became of its answer."""
    was, now = _by_item(first), _by_item(second)
    made = [
        _difference("Score", Markup("{}").format(score_words(first)), Markup("{}").format(score_words(second))),
        _difference("Judgement", _judgement_words(first), _judgement_words(second)),
        _difference("What the child says and wants", lines(first.voice.words), lines(second.voice.words)),
    ]
    for key in [*now, *(key for key in was if key not in now)]:
        label = (now.get(key) or was[key])["label"]
        made.append(
            _difference(label, *(_said(side[key]) if key in side else Markup("Not asked") for side in (was, now)))
        )
    return made


def _by_item(view: SheetView) -> dict[str, Mapping[str, str]]:
    return {each["id"]: each for section in view.shown for each in section["items"]}


def _judgement_words(view: SheetView) -> Markup:
    said = Markup("{}").format(judged_words(view))
    return said + Markup("<br>Because: {}").format(lines(view.judged_reason)) if view.judged_reason else said


def _difference(label: str, first: Markup, second: Markup) -> Difference:
    return Difference(label, first, second, "" if first == second else "Changed")


def _table(found: list[Difference], first: SheetView, second: SheetView) -> Table:
    columns = (
        Column("Question"),
        Column(f"Version {first.number}, {words.day(first.sent_at)}"),
        Column(f"Version {second.number}, {words.day(second.sent_at)}"),
        Column("Changed?"),
    )
    rows = tuple(
        Row(
            f"difference-{number}",
            (Cell(each.label), Cell(each.first), Cell(each.second), Cell(each.changed or "The same")),
            urgent=bool(each.changed),
        )
        for number, each in enumerate(found)
    )
    return Table("The two versions", columns, rows, Empty("Nothing changed."), caption_hidden=True)
