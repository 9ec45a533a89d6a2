"""One plan: its newest version or an earlier one, two of them side by side, and the child's own copy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from wayhome.engine.instruments import Instrument
from wayhome.packs.errors import PackFault
from wayhome.packs.instruments import load_instrument
from wayhome.plans.queries.plans import VersionView
from wayhome.plans.web.agreed import goals, to_take_on
from wayhome.plans.web.listing import age, state
from wayhome.plans.web.opened import Opened, opened
from wayhome.plans.web.reading import Part, parts
from wayhome.platform.queries import posts
from wayhome.record.web.child_page import show
from wayhome.ui import words
from wayhome.ui.components import Cell, Column, Empty, Row, Table


@dataclass(frozen=True, slots=True)
class Compared:
    """One answer in two versions; only what differs is listed."""

    section: str
    label: str
    before: str
    after: str


@require_GET
def plan(request: HttpRequest, child: UUID, kind: str, number: int | None = None) -> HttpResponse:
    """Show a version, the newest unless another is asked for."""
    page = opened(request, child, kind, "plan")
    version = chosen(page, number)
    names = _names(page.versions)
    return show(
        request,
        page.framed,
        "plans/plan.html",
        page=page,
        version=version,
        newest=version == page.newest,
        state=state(version, page.framed.now) if version == page.newest else None,
        agreed=words.moment(version.agreed),
        recorded=age(version, page.framed.now),
        by=names.get(version.by_user, "a colleague") if version.by_user else "a colleague",
        review=words.day(version.review_on) if version.review_on else "",
        parts=said(page, version),
        goals=goals(page, version, words.local(page.framed.now).date()),
        agreed_rows=to_take_on(page, version, form_written_to(page, version)) if version == page.newest else None,
        history=_history(page, names),
    )


@require_GET
def compare(request: HttpRequest, child: UUID, kind: str, before: int, after: int) -> HttpResponse:
    """Show what changed from one version to another."""
    page = opened(request, child, kind, "compare plan")
    first, second = chosen(page, before), chosen(page, after)
    changes = list(_changes(said(page, first), said(page, second)))
    return show(
        request, page.framed, "plans/compare.html", page=page, before=first, after=second, changes=changes,
    )  # fmt: skip


@require_GET
def for_the_child(request: HttpRequest, child: UUID, kind: str) -> HttpResponse:
    """Show the child's copy: plain words, large letters, nothing else."""
    page = opened(request, child, kind, "plan, the child's copy")
    version = chosen(page, None)
    return show(
        request,
        page.framed,
        "plans/for-the-child.html",
        page=page,
        version=version,
        agreed=words.moment(version.agreed),
        parts=[part for part in said(page, version) if part.for_child],
    )


def chosen(page: Opened, number: int | None) -> VersionView:
    """Return the version asked for. Raises Http404 when there is none."""
    for version in page.versions:
        if number is None or version.number == number:
            return version
    raise Http404("no such version")


def said(page: Opened, version: VersionView) -> tuple[Part, ...]:
    """Return a version's sections, under the form it was written to where that still stands."""
    instrument = form_written_to(page, version)
    return parts(instrument, page.child, version.answers, version.for_child, version.sources, page.framed.now)


def form_written_to(page: Opened, version: VersionView) -> Instrument:
    """Return the form a version was written to; the protocol's present one when that version of it is gone."""
    try:
        return load_instrument(version.line, version.form)
    except PackFault:
        return page.form.instrument


def _names(versions: Sequence[VersionView]) -> dict[UUID, str]:
    people = posts.colleagues({v.by_user for v in versions if v.by_user})
    return {user: colleague.name for user, colleague in people.items()}


def _history(page: Opened, names: dict[UUID, str]) -> Table:
    rows = []
    for version in page.versions:
        who = names.get(version.by_user, "A colleague") if version.by_user else "A colleague"
        before = version.number - 1
        differs = "What changed" if before else ""
        rows.append(
            Row(
                f"version-{version.number}",
                (
                    Cell(f"Version {version.number}{', ended' if version.ended else ''}", page.href("plan-version", version.number)),
                    Cell(words.moment(version.agreed)),
                    Cell(who),
                    Cell(version.note or "Nothing was said"),
                    Cell(differs, page.href("compare-plan", before, version.number) if before else ""),
                ),
            )
        )  # fmt: skip
    columns = (
        Column("Version"),
        Column("Agreed"),
        Column("By"),
        Column("What was said of it"),
        Column("Compare", hidden=True),
    )
    return Table("Every version", columns, tuple(rows), Empty("There is no version yet."))


def _changes(before: Sequence[Part], after: Sequence[Part]) -> list[Compared]:
    was, now = _flat(before), _flat(after)
    return [
        Compared(
            *now.get(key, was.get(key, ("", "", "")))[:2], was.get(key, ("", "", ""))[2], now.get(key, ("", "", ""))[2]
        )
        for key in dict.fromkeys((*now, *was))
        if was.get(key, ("", "", ""))[2] != now.get(key, ("", "", ""))[2]
    ]


def _flat(of: Sequence[Part]) -> dict[str, tuple[str, str, str]]:
    made = {}
    for part in of:
        for line in part.lines:
            rows = "\n".join(
                "; ".join(f"{c}: {v}" for c, v in zip(line.columns, row, strict=True) if v) for row in line.rows
            )
            made[line.id] = (part.title, line.label, rows or line.said)
        made[f"child:{part.id}"] = (part.title, "In words for the child", part.for_child)
    return made
