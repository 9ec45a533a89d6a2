"""The documents about a child: the list, sending one, and taking one out, each time asked and written down."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from wayhome.packs.vocabulary import load_vocabulary
from wayhome.platform import files
from wayhome.platform.queries import posts
from wayhome.platform.web.requests import actor_of, write_down
from wayhome.record.operations import documents as operations
from wayhome.record.operations.errors import Refused
from wayhome.record.queries import children
from wayhome.record.queries import documents as queries
from wayhome.record.queries.documents import DocumentView
from wayhome.record.web.child_page import frame, show
from wayhome.record.web.document_form import DocumentForm, FileForm, PhotographForm
from wayhome.record.web.topic_words import topic_words
from wayhome.ui import words
from wayhome.ui.components import Cell, Column, Empty, Link, Row, SummaryRow, Table

UNSAVED = 422
YEAR = timedelta(days=365)  # LEW E 14.3: a photograph no older than 12 months
# Even a file that is not what it was taken for does nothing: no script, no frame, no request, no guess at its type.
STRICT = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@require_GET
def listing(request: HttpRequest, child: UUID) -> HttpResponse:
    """Show every document the reader may see, and the photograph."""
    framed = frame(request, child, "documents")
    found = queries.of_child(child)
    people = posts.colleagues({d.by_user for d in found if d.by_user})
    named = {id_: colleague.name for id_, colleague in people.items()}
    photograph = next((d for d in found if d.photograph and not d.withdrawn), None)
    return show(
        request,
        framed,
        "record/documents.html",
        table=_table([d for d in found if not d.photograph], named),
        photograph=photograph,
        about=_about(photograph, framed.now) if photograph else (),
        older=[d for d in found if d.photograph and d is not photograph],
    )


def add(request: HttpRequest, child: UUID) -> HttpResponse:
    """Keep a document."""
    return _send(request, child, DocumentForm, "Add a document", "The document is kept.")


def photograph(request: HttpRequest, child: UUID) -> HttpResponse:
    """Keep a photograph of the child."""
    return _send(request, child, PhotographForm, "Add a photograph", "The photograph is kept.")


@require_GET
def download(request: HttpRequest, document: UUID) -> HttpResponse:
    """Hand a document over as a file, after the same check as any page; every time is written down."""
    found = _seen(request, document, "download document")
    return _answer(found, f'attachment; filename="{_name(found)}"')


@require_GET
def picture(request: HttpRequest, document: UUID) -> HttpResponse:
    """Show a photograph of the child on a page: only one that was drawn anew when it came."""
    found = _seen(request, document, "photograph")
    if not found.photograph:
        raise Http404("not a photograph")
    return _answer(found, "inline")


def _send(request: HttpRequest, child: UUID, asked: type[FileForm], title: str, said: str) -> HttpResponse:
    framed, actor = frame(request, child, title.lower()), actor_of(request)
    posted = request.method == "POST"
    form = asked(request.POST, request.FILES, now=framed.now) if posted else asked(now=framed.now)
    if form.is_bound and form.is_valid():
        assert isinstance(form, DocumentForm | PhotographForm)
        try:
            operations.add(
                actor=actor, child=child, draft=form.draft(framed.now), said=form.said(), taken=form.kept(),
                key=form.cleaned_data["key"],
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, said)
            return redirect("child-documents", child)
    return show(request, framed, "record/add-document.html", status=UNSAVED if posted else 200, form=form, title=title)


def _seen(request: HttpRequest, document: UUID, what: str) -> DocumentView:
    found = queries.document(document)
    if found is None or found.withdrawn:
        raise Http404("no such document")
    write_down(request, f"{what} {document}", [found.child])
    return found


def _answer(found: DocumentView, disposition: str) -> HttpResponse:
    answer = HttpResponse(files.get(found.id), content_type=found.media_type)
    answer["Content-Disposition"] = disposition
    for name, value in STRICT.items():
        answer[name] = value
    return answer


def _name(found: DocumentView) -> str:
    """Return the name a file leaves under: the record's reference and what it is; never the child's name or its own."""
    who = children.banner(found.child)
    return f"{who.reference if who else 'record'}-{found.type or 'photograph'}-{found.id.hex[:8]}.{found.extension}"


def _table(found: list[DocumentView], people: dict[UUID, str]) -> Table:
    columns = tuple(map(Column, ("Document", "What it is", "Date", "Seen by", "Added", "Mend")))
    empty = Empty("No document has been added that you may see.")
    return Table("Documents", columns, tuple(_row(d, people) for d in found), empty, caption_hidden=True)


def _row(found: DocumentView, people: dict[UUID, str]) -> Row:
    handling = load_vocabulary().kinds[found.kind].handling
    by = people.get(found.by_user, "") if found.by_user else ""
    mend = (
        Cell("Withdraw", reverse("withdraw-fact", args=[found.fact]))
        if not found.withdrawn
        else Cell(f"Withdrawn: {found.withdrawn}")
    )
    return Row(
        f"document-{found.id}",
        (
            Cell(found.title, "" if found.withdrawn else reverse("document", args=[found.id])),
            Cell(f"{topic_words(found.kind, found.type)}, {found.extension.upper()}, {size_words(found.size)}"),
            Cell(words.day(found.happened).partition(" ")[2] if found.happened else "Not known"),
            Cell(load_vocabulary().handling[handling].rpartition("Seen by ")[2].rstrip(".").capitalize()),
            Cell(f"{words.day(found.recorded_at).partition(' ')[2]}{f', {by}' if by else ''}"),
            mend,
        ),
    )


def size_words(size: int) -> str:
    """Say how large a file is: "310 KB"."""
    return f"{size / 1024 / 1024:.1f} MB" if size >= 1024 * 1024 else f"{max(1, size // 1024)} KB"


def _about(found: DocumentView, now: datetime) -> tuple[SummaryRow, ...]:
    taken = words.day(found.happened).partition(" ")[2] if found.happened else ""
    old = found.happened is not None and now - found.happened > YEAR
    return (
        SummaryRow("Taken", f"{taken}. Older than 12 months: ask for a new one" if old else taken),
        SummaryRow("May be used to find the child", found.said.get("permission", "")),
        SummaryRow("Permission given by", found.said.get("given-by", "")),
        SummaryRow("May be used for", found.said.get("uses", "")),
        SummaryRow(
            "Mend",
            "Was it of somebody else, or may it not be kept?",
            (Link("Withdraw", reverse("withdraw-fact", args=[found.fact]), "the photograph"),),
        ),
    )
