"""A plan on paper: the whole of it for professionals, and the child's own copy in large letters."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from wayhome.plans.queries.plans import VersionView
from wayhome.plans.web.opened import Opened, opened
from wayhome.plans.web.plan_page import chosen, said
from wayhome.plans.web.reading import Part
from wayhome.platform.queries.partnerships import partnership
from wayhome.ui import words
from wayhome.ui.documents import Block, Callout, Document, Grid, Heading, Pairs, Words, download, pdf

MARKING = "OFFICIAL-SENSITIVE"


@require_GET
def plan_pdf(request: HttpRequest, child: UUID, kind: str, number: int) -> HttpResponse:
    """Give one version as PDF, with what this reader may see and nothing else."""
    page = opened(request, child, kind, "plan as PDF")
    version = chosen(page, number)
    head: list[Block] = [Words(_standing(page, version), strong=version != page.newest or version.ended)]
    return _given(page, version, [*head, *_blocks(said(page, version))], f"{page.kind.id}-v{version.number}")


@require_GET
def for_the_child_pdf(request: HttpRequest, child: UUID, kind: str) -> HttpResponse:
    """Give the child's copy of the newest version as PDF: their words, large, and no marking."""
    page = opened(request, child, kind, "plan as PDF, the child's copy")
    version = chosen(page, None)
    blocks: list[Block] = []
    for part in said(page, version):
        if part.for_child:
            blocks += [Heading(part.title), Words(part.for_child)]
    if not blocks:
        blocks = [Words("Nobody has written this plan in words for you yet. Ask the person who gave you this.")]
    made = pdf(Document("My plan", "My plan", tuple(blocks), foot=f"Agreed {words.moment(version.agreed)}", large=True))
    return download(made, f"my-plan-{page.framed.child.reference}")


def _given(page: Opened, version: VersionView, blocks: list[Block], name: str) -> HttpResponse:
    known = partnership(page.actor.authority)
    made = Document(
        title=page.kind.title,
        name=f"{page.kind.title}: {page.framed.banner.preferred_name}, {page.framed.child.reference}",
        blocks=tuple(blocks),
        partnership=known.name + (" (every person here is invented)" if known.demonstration else ""),
        marking=MARKING,
        foot=f"Printed by {page.actor.name}, {words.when(page.framed.now)}",
    )
    return download(pdf(made), f"{name}-{page.framed.child.reference}")


def _standing(page: Opened, version: VersionView) -> str:
    when = (
        f"Version {version.number}, agreed {words.moment(version.agreed)}, recorded {words.when(version.recorded_at)}."
    )
    if version.ended:
        return f"{when} This plan is no longer in force. {version.note}"
    if version != page.newest:
        return f"{when} This is not the newest version."
    return f"{when} Next review: {words.day(version.review_on)}." if version.review_on else when


def _blocks(parts: tuple[Part, ...]) -> Iterator[Block]:
    for part in parts:
        yield Heading(part.title)
        if part.missing:
            yield Callout("Not said yet", part.missing)
        if not part.missing and not any(line.said or line.rows for line in part.lines):
            yield Words("Nothing has been said here.")
        rows = tuple((line.label, line.said) for line in part.lines if line.said)
        if rows:
            yield Pairs(rows)
        for line in part.lines:
            if line.rows:
                yield Grid(
                    line.label, line.columns, tuple(tuple(c or "Not recorded" for c in row) for row in line.rows)
                )
        for line in part.lines:
            if line.from_record:
                yield Words(f"{line.label}: {line.from_record}", quiet=True)
