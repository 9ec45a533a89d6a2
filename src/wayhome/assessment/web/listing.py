"""The lists: a child's assessments and forms with how the level went over time, an episode's forms, and one's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from wayhome.assessment.queries import drafts, sheets, signing
from wayhome.assessment.queries.drafts import DraftView
from wayhome.assessment.queries.sheets import SheetView
from wayhome.assessment.web import about as whom
from wayhome.assessment.web.offers import choices
from wayhome.engine.records import About
from wayhome.platform import wall
from wayhome.platform.actor import Actor
from wayhome.platform.queries import posts
from wayhome.platform.queries.posts import Colleague
from wayhome.platform.web.requests import actor_of, write_down
from wayhome.record.queries import children, contexts
from wayhome.ui import words
from wayhome.ui.components import Cell, Column, Empty, Row, Table
from wayhome.ui.components.charts import Lines

STATES = {"signed": "Signed", "returned": "Returned with comments", "waiting": "Waiting for a signature"}


@dataclass(frozen=True, slots=True)
class OverTime:
    """How one instrument's score went: the drawing where there are two points or more, and the table that equals it."""

    chart: Lines | None
    table: Table


@require_GET
def child_assessments(request: HttpRequest, child: UUID) -> HttpResponse:
    """Show every assessment and form of one child, what is being written, and what can be begun."""
    now = wall.now()
    subject = whom.of("child", child, now)
    write_down(request, "assessments", [child])
    had = sheets.about(child)
    page = {
        "banner": subject.banner,
        "subject": subject,
        "writing": _writing(drafts.about(child), actor_of(request), now),
        "versions": versions_table(had, now),
        "over_time": over_time(had),
        "choices": choices(actor_of(request).authority, (About.CHILD, About.EPISODE)),
        "absences": whom.absences(child),
    }
    return render(request, "assessment/child.html", page)


@require_GET
def episode_assessments(request: HttpRequest, episode: UUID) -> HttpResponse:
    """Show the forms of one missing episode, and what can be begun from it."""
    now = wall.now()
    subject = whom.of("child", whom.child_of_episode(episode), now)
    write_down(request, "forms of a missing episode", [subject.id])
    page = {
        "banner": subject.banner,
        "subject": subject,
        "episode": episode,
        "writing": _writing(drafts.about(subject.id, episode), actor_of(request), now),
        "versions": versions_table(sheets.about(subject.id, episode), now),
        "choices": choices(actor_of(request).authority, (About.EPISODE, About.CHILD)),
    }
    return render(request, "assessment/episode.html", page)


@require_GET
def context_assessments(request: HttpRequest, context: UUID) -> HttpResponse:
    """Show the assessments of one place, group, school or online space, and what can be begun."""
    now = wall.now()
    subject = whom.of("context", context, now)
    write_down(request, "assessments of a context", [context])
    page = {
        "banner": None,
        "subject": subject,
        "writing": _writing(drafts.about(context), actor_of(request), now),
        "versions": versions_table(sheets.about(context), now),
        "choices": choices(actor_of(request).authority, (About.CONTEXT,)),
    }
    return render(request, "assessment/context.html", page)


@require_GET
def my_assessments(request: HttpRequest) -> HttpResponse:
    """Show what one is writing, what was returned to one, and what waits for one's signature."""
    actor, now = actor_of(request), wall.now()
    writing, handed = drafts.mine(actor.user), drafts.handed_on(actor.user)
    returned = sheets.returned_to(actor.user)
    waiting = sheets.waiting(signing.signs_for(actor, at=now), actor.user)
    subjects = {each.subject_id for each in (*writing, *handed)} | {each.subject_id for each in (*returned, *waiting)}
    write_down(request, "own assessments", sorted(subjects))
    names = {id_: found.reference for id_, found in children.banners(subjects).items()}
    names |= {id_: found.reference for id_, found in contexts.rows(subjects).items()}
    people = posts.colleagues({each.by for each in (*returned, *waiting) if each.by} | {each.holder for each in handed})
    page = {
        "writing": _drafts_table("You are writing", writing, names, now),
        "returned": _returned_table(returned, names, now),
        "waiting": _waiting_table(waiting, names, people, now),
        "handed": _handed_table(handed, names, people, now),
    }
    return render(request, "assessment/mine.html", page)


def _writing(views: Sequence[DraftView], me: Actor, now: datetime) -> Table:
    """Return what is being written: a link for its holder, and that a colleague has it for who handed it over."""
    rows = tuple(
        Row(
            f"draft-{view.id}",
            (_held(view, me), Cell(words.short_when(view.saved_at, now))),
        )
        for view in views
    )
    return Table("Being written", (Column("Form"), Column("Last saved")), rows, Empty("You are writing nothing here."))


def _held(view: DraftView, me: Actor) -> Cell:
    if view.holder == me.user:
        return Cell(view.title, reverse("draft", args=[view.id]))
    return Cell(f"{view.title}: a colleague has it now")


def versions_table(had: Sequence[SheetView], now: datetime) -> Table:
    """Return every version, the newest first: what the instrument gave and, apart from it, what was judged."""
    people = posts.colleagues({each.by for each in had if each.by})
    rows = tuple(
        Row(
            f"version-{view.id}",
            (
                Cell(f"{view.title}, version {view.number}", reverse("sheet", args=[view.id])),
                Cell(words.short_when(view.sent_at, now)),
                Cell(name_of(people, view.by)),
                Cell(score_words(view)),
                Cell(judged_words(view)),
                Cell(STATES[view.state]),
            ),
        )
        for view in had
    )
    columns = ("Form", "Sent", "By", "Score", "Judgement", "Where it stands")
    empty = Empty("No assessment or form has been sent yet.")
    return Table("Sent so far", tuple(map(Column, columns)), rows, empty)


def score_words(view: SheetView) -> str:
    """Say what the instrument gave, or that it gave none."""
    if not view.result.get("scored"):
        return "No score: too little was known" if view.result.get("missing") else "Not scored"
    points = "" if view.points is None else f", {words.counted(view.points, 'point')}"
    return f"{view.label or 'No level'}{points}"


def judged_words(view: SheetView) -> str:
    """Say the level a person judged; where an instrument has no levels, that a judgement was given."""
    if not view.judged_reason:
        return "None asked for"
    labels = view.result.get("levels") or {}
    return str(labels.get(view.judged_level) or "Given in words")


def over_time(had: Sequence[SheetView]) -> tuple[OverTime, ...]:
    """Return, for each instrument with signed scores in points, how they went, the oldest first."""
    found: dict[tuple[str, str], list[SheetView]] = {}
    for view in reversed(had):
        if view.state == "signed" and view.points is not None:
            found.setdefault((view.line, view.instrument), []).append(view)
    return tuple(_over_time(f"over-time-{n}", views) for n, views in enumerate(found.values()))


def _over_time(id_: str, views: Sequence[SheetView]) -> OverTime:
    title = f"{views[-1].title}: points over time"
    said = "; ".join(f"{words.day(view.reference)}: {view.points}, {view.label}" for view in views)
    points = tuple(float(view.points or 0) for view in views)
    ends = (_short(views[0]), _short(views[-1]))
    rows = tuple(
        Row(
            f"{id_}-{view.id}",
            (
                Cell(words.day(view.reference), reverse("sheet", args=[view.id])),
                Cell(str(view.points)),
                Cell(view.label),
            ),
        )
        for view in views
    )
    columns = (Column("As of"), Column("Points", numeric=True), Column("Level"))
    chart = Lines(id_, title, said, "points, as of each version", points, ends) if len(views) > 1 else None
    return OverTime(chart, Table(title, columns, rows, Empty("Nothing was signed yet."), caption_hidden=bool(chart)))


def _short(view: SheetView) -> str:
    return f"{view.reference.day} {view.reference:%b %Y}"


def name_of(people: dict[UUID, Colleague], who: UUID | None) -> str:
    """Say who somebody is; a person the reader cannot look up is a colleague."""
    found = people.get(who) if who else None
    return found.name if found else "A colleague"


def _drafts_table(title: str, views: Sequence[DraftView], names: dict[UUID, str], now: datetime) -> Table:
    rows = tuple(
        Row(
            f"draft-{view.id}",
            (
                Cell(view.title, reverse("draft", args=[view.id])),
                Cell(names.get(view.subject_id, "")),
                Cell(words.short_when(view.saved_at, now)),
            ),
        )
        for view in views
    )
    columns = (Column("Form"), Column("About"), Column("Last saved"))
    return Table(title, columns, rows, Empty("You have no form begun. Begin one from a child's page."))


def _returned_table(views: Sequence[SheetView], names: dict[UUID, str], now: datetime) -> Table:
    rows = tuple(
        Row(
            f"returned-{view.id}",
            (
                Cell(view.title, reverse("sheet", args=[view.id])),
                Cell(names.get(view.subject_id, "")),
                Cell(view.decision.comments if view.decision else ""),
            ),
        )
        for view in views
    )
    columns = (Column("Form"), Column("About"), Column("What is to be mended"))
    return Table("Returned to you", columns, rows, Empty("Nothing was returned to you."))


def _waiting_table(
    views: Sequence[SheetView], names: dict[UUID, str], people: dict[UUID, Colleague], now: datetime
) -> Table:
    rows = tuple(
        Row(
            f"waiting-{view.id}",
            (
                Cell(view.title, reverse("sheet", args=[view.id])),
                Cell(names.get(view.subject_id, "")),
                Cell(name_of(people, view.by)),
                Cell(words.short_when(view.sent_at, now)),
            ),
        )
        for view in views
    )
    columns = (Column("Form"), Column("About"), Column("From"), Column("Sent"))
    return Table("Waiting for your signature", columns, rows, Empty("Nothing waits for your signature."))


def _handed_table(
    views: Sequence[DraftView], names: dict[UUID, str], people: dict[UUID, Colleague], now: datetime
) -> Table:
    rows = tuple(
        Row(
            f"handed-{view.id}",
            (Cell(view.title), Cell(names.get(view.subject_id, "")), Cell(name_of(people, view.holder))),
        )
        for view in views
    )
    columns = (Column("Form"), Column("About"), Column("Now with"))
    return Table("Handed to a colleague", columns, rows, Empty("You have handed nothing over."))
