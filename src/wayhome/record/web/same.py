"""Two records that may be about one child: found, seen side by side, and judged. Joining them is nobody's single click."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from wayhome.platform.web.requests import actor_of, write_down
from wayhome.record.operations import same as operations
from wayhome.record.operations.errors import Refused
from wayhome.record.queries import children, ledger
from wayhome.record.queries.children import ChildBanner
from wayhome.record.web.banner import age_words
from wayhome.record.web.child_page import frame, show
from wayhome.record.web.new_child import likely_same
from wayhome.ui import words
from wayhome.ui.components import Cell, Column, Empty, Row, Table
from wayhome.ui.forms import Radios, Text, TimedForm

UNSAVED = 422


class SameForm(TimedForm):
    """Which other record, whether it may be the same child, and what shows it."""

    reference = Text(
        label="Reference of the other record", max_length=40, width=20, help_text="For example, C-AB12-CD34"
    )
    judgement = Radios(
        label="May both be about the same child?",
        choices=[
            ("possible", "Yes, they may be about the same child"),
            ("not-the-same", "No, they are two children, such as twins"),
        ],
    )
    why = Text(label="What shows it?", max_length=300)


def same(request: HttpRequest, child: UUID) -> HttpResponse:
    """Show what was judged and who looks alike; record a judgement on both records."""
    framed, actor = frame(request, child, "same child"), actor_of(request)
    form = SameForm(request.POST if request.method == "POST" else None, now=framed.now)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        other = children.id_by_reference(actor.authority, given["reference"].upper())
        if other is None:
            form.add_error(
                "reference", "Reference of the other record: there is none of this reference that you may see"
            )
        else:
            try:
                written = operations.judge(
                    actor=actor, one=child, other=other, judgement=given["judgement"], why=given["why"]
                )
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                alone = "Saved on the sealed record alone: another record does not name it."
                messages.success(request, "Saved on both records." if written == 2 else alone)
                return redirect("same-child", child)
    alike = [c for c in likely_same(actor.authority, framed.child.name, framed.child.born_on) if c.id != child]
    write_down(request, "likely the same child", [c.id for c in alike])
    return show(
        request,
        framed,
        "record/same.html",
        status=UNSAVED if form.is_bound else 200,
        form=form,
        judged=_judged(actor.authority, child),
        alike=_alike(alike, framed.now),
    )


def _judged(authority: UUID, child: UUID) -> Table:
    rows = []
    for entry in ledger.current_facts(child, [operations.KIND]):
        other = children.id_by_reference(authority, entry.text or "")
        href = reverse("child", args=[other]) if other else ""
        said = "May be the same child" if entry.code == "possible" else "Not the same child"
        rows.append(
            Row(f"judged-{entry.id}", (Cell(entry.text or "", href), Cell(said), Cell(words.day(entry.recorded_at))))
        )
    empty = Empty("Nobody has said that another record may be about this child.")
    return Table("What was judged", tuple(map(Column, ("Record", "Judged", "When"))), tuple(rows), empty)


def _alike(found: list[ChildBanner], now: datetime) -> Table:
    rows = tuple(
        Row(
            f"alike-{c.id}",
            (Cell(c.name or c.reference, reverse("child", args=[c.id])), Cell(c.reference), Cell(_born(c, now))),
        )
        for c in found
    )
    empty = Empty("No other record that you may see has this name, or this last name and date of birth.")
    return Table("Records that look alike", tuple(map(Column, ("Name", "Reference", "Born"))), rows, empty)


def _born(child: ChildBanner, now: datetime) -> str:
    said: Any = words.day(child.born_on).partition(" ")[2] if child.born_on else "Not recorded"
    return f"{said} (age {age_words(child, now)})" if child.born_on else said
