"""Two authorities and one child: who is responsible, whose part is what, and which of them reads this record."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from wayhome.platform.queries import posts, sharing
from wayhome.platform.queries.audiences import reads_every
from wayhome.platform.web.requests import actor_of
from wayhome.record.operations import sharing as operations
from wayhome.record.operations.errors import Refused
from wayhome.record.queries import ledger
from wayhome.record.web.child_page import frame, show
from wayhome.record.web.words import code_words
from wayhome.ui import words
from wayhome.ui.components import Cell, Column, Empty, Row, SummaryRow, Table
from wayhome.ui.forms import DateField, Select, Textarea, TimedForm

UNSAVED = 422
# Whose part is what, by where the child lives.
PARTS = {
    "placed-in": (
        "Another authority placed this child here. That authority holds the return home conversation, and its social "
        "worker stays the child’s. We look for the child, see that the child is safe and well, ask them to listen to "
        "the child, and send them what we learn."
    ),
    "placed-out": (
        "We placed this child in another authority’s area. The return home conversation is ours to offer and to hold. "
        "Police there look for the child; the authority there is told, and has up-to-date information."
    ),
    "here": "The child lives here, and this authority is responsible. Everything that is due is ours.",
    "": (
        "Nobody has said how the child came to live here. Until somebody does, everything that is due is ours, for a "
        "child passing through too: the child is listened to here, and the authority at home is told."
    ),
}
_WORD = {"child.placement": "Where the child lives", "child.responsible-authority": "Authority responsible for the child",
         "child.host-authority": "Authority where the child lives"}  # fmt: skip


class LetIn(TimedForm):
    """Which agency, until when, and why."""

    until = DateField(
        label="Until the end of which day?", required=False, may_be_future=True, help_text="Leave empty for no end"
    )
    reason = Textarea(label="Why do they need it?", max_length=2000, rows=3)

    def __init__(self, *args: Any, authority: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(str(id_), name) for id_, name in sharing.to_let_in(authority)]
        self.fields["agency"] = Select(
            label="Which agency should read this record?", choices=[("", "Choose an agency"), *known]
        )
        self.order_fields(["agency", "until", "reason"])

    def until_at(self) -> datetime | None:
        """Return the end of the day chosen, in Europe/London; None for no end."""
        day = self.cleaned_data["until"]
        return datetime.combine(day + timedelta(days=1), time(0), words.LONDON) if day else None


class EndIt(TimedForm):
    """Why an agency reads the record no longer."""

    end = forms.UUIDField(widget=forms.HiddenInput)
    why = Textarea(label="Why does it end?", max_length=2000, rows=2)


def authorities(request: HttpRequest, child: UUID) -> HttpResponse:
    """Show whose part is what and which agency was let in; let another one in, or end it."""
    framed = frame(request, child, "authorities")
    actor = actor_of(request)
    may = reads_every("identity") and reads_every("missing")
    if not may and request.method == "POST":
        raise Http404("nobody lets themselves in")
    sent = request.POST if request.method == "POST" else None
    ended = EndIt(sent, now=framed.now, auto_id="end-%s") if sent is not None and "end" in sent else None
    form = LetIn(None if ended else sent, now=framed.now, authority=actor.authority)
    try:
        if ended is not None and ended.is_valid():
            d = ended.cleaned_data
            operations.end(actor=actor, child=child, agency=d["end"], reason=d["why"])
            messages.success(request, "They read this record no longer.")
            return redirect("child-authorities", child)
        if form.is_bound and form.is_valid():
            d = form.cleaned_data
            operations.let_in(
                actor=actor, child=child, agency=UUID(d["agency"]), until=form.until_at(), reason=d["reason"]
            )
            messages.success(request, "They read this record now: the same one, not a copy.")
            return redirect("child-authorities", child)
    except Refused as refusal:
        messages.error(request, str(refusal))
    shares = sharing.of_subject(child, framed.now)
    stated = {e.kind: e for e in reversed(ledger.current_facts(child, list(_WORD)))}
    placement = stated.get("child.placement")
    return show(
        request,
        framed,
        "record/authorities.html",
        status=UNSAVED if request.method == "POST" else 200,
        part=PARTS.get((placement.code or "") if placement else "", PARTS[""]),
        rows=[SummaryRow(label, _said(stated.get(kind))) for kind, label in _WORD.items()],
        table=_table(shares),
        ends=[(share.name, _ending(share, ended, framed.now)) for share in shares],
        form=form,
        ended=ended,
        may=may,
    )


def _ending(share: sharing.Share, sent: EndIt | None, now: datetime) -> EndIt:
    """Return the form that ends one share: as it was sent, if it was for this one."""
    if sent is not None and sent.data.get("end") == str(share.agency):
        return sent
    return EndIt(initial={"end": share.agency}, now=now, auto_id=f"end-{share.agency.hex}-%s")


def _said(entry: ledger.Entry | None) -> str:
    return (code_words(entry.code) if entry.code else entry.text or "") if entry else ""


def _table(shares: tuple[sharing.Share, ...]) -> Table:
    people = posts.colleagues({s.by_user for s in shares if s.by_user})
    rows = tuple(
        Row(
            f"agency-{number}",
            (
                Cell(share.name),
                Cell(words.when(share.since)),
                Cell(words.when(share.until) if share.until else "No end"),
                Cell(share.reason),
                Cell(people[share.by_user].name if share.by_user in people else ""),
            ),
        )
        for number, share in enumerate(shares)
    )
    columns = tuple(map(Column, ("Agency", "Since", "Until", "Why", "Let in by")))
    return Table(
        "Other authorities that read this record", columns, rows, Empty("No other authority reads this record.")
    )
