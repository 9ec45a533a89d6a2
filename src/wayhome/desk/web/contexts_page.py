"""What the list of contexts and the page of one show, worked out from what the rooms returned."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from markupsafe import Markup

from wayhome.clocks.queries.duties import Duty
from wayhome.clocks.web.deadlines import cell
from wayhome.contexts.queries.contexts import ContextView, Member, moment_of
from wayhome.contexts.queries.edge import AtTheEdge
from wayhome.contexts.web.words import CONSIDERED, DECISION, HOW, KIND, NO_LABEL, STAGE
from wayhome.desk.web.drawing import components
from wayhome.engine.facts import Moment
from wayhome.missing.web.timeline import kind_title
from wayhome.platform.queries.posts import Colleague
from wayhome.record.link_kinds import EDGE
from wayhome.record.queries.ledger import Entry
from wayhome.record.queries.links import LinkView
from wayhome.record.web import link_words
from wayhome.ui import words
from wayhome.ui.components import Cell, Column, Empty, Event, Filter, Link, Row, SummaryRow, Table, Tag
from wayhome.ui.forms import TimedForm

People = Mapping[UUID, Colleague]
PEOPLE = ("child", "adult")


@dataclass(frozen=True, slots=True)
class ContextPage:
    """One context as its page shows it."""

    stage: Tag
    no_label: str
    about: tuple[SummaryRow, ...]
    life: tuple[SummaryRow, ...]
    team: Table
    children: Table
    adults: Table
    others: Table
    edge: Table
    unconsidered: int
    buttons: tuple[Link, ...]


def page(
    view: ContextView, links: Sequence[LinkView], edge: Sequence[AtTheEdge], people: People, today: date
) -> ContextPage:
    """Return the page of one context; `links` are those at the context itself."""
    by_kind: dict[str, list[LinkView]] = {"child": [], "adult": [], "": []}
    for link in links:
        end = link.beside(view.id)
        if link.kind != EDGE:
            by_kind[end.kind if end.kind in PEOPLE else ""].append(link)
    return ContextPage(
        stage=Tag(STAGE[view.stage]),
        no_label=NO_LABEL,
        about=_about(view),
        life=_life(view, people),
        team=_team(view, people),
        children=link_words.table(
            view.id, by_kind["child"], "Children linked to it", Empty("No child you may see is linked to it.")
        ),
        adults=link_words.table(
            view.id, by_kind["adult"], "Adults linked to it", Empty("No adult you may see is linked to it.")
        ),
        others=link_words.table(
            view.id, by_kind[""], "Other contexts, and things", Empty("Nothing else is linked to it yet.")
        ),
        edge=_edge(view, edge, people),
        unconsidered=sum(1 for each in edge if not each.decision),
        buttons=_buttons(view),
    )


def _about(view: ContextView) -> tuple[SummaryRow, ...]:
    change = (Link("Change", reverse("describe-context", args=[view.id]), "the description of the context"),)
    return (
        SummaryRow("Kind", KIND.get(view.kind, "")),
        SummaryRow("What belongs to it", view.definition, change),
        SummaryRow("Harm seen there", view.harm),
        SummaryRow("How it came to notice", _said(HOW.get(view.identified, ""), view.identified_at)),
    )


def _life(view: ContextView, people: People) -> tuple[SummaryRow, ...]:
    lead = _name(view.lead, people) if view.lead else ""
    return (
        SummaryRow("Decided", _said(DECISION.get(view.decision, ""), view.decided_at)),
        SummaryRow("Who leads", lead),
        SummaryRow(
            "Weighting", view.weighting, (Link("Weigh it", reverse("weigh-context", args=[view.id]), "beside others"),)
        ),
        SummaryRow("Assessed", _day(view.assessed_at) if view.assessed_at else ""),
        SummaryRow("Last reviewed", _said(view.review, view.reviewed_at)),
        SummaryRow("Closed", _said(view.closing, view.closed_at) if view.closed_at else "No"),
    )


def _buttons(view: ContextView) -> tuple[Link, ...]:
    if view.closed_at:
        return ()
    names = [("Record what was decided", "decide-context"), ("Name the lead and the team", "context-team")]
    if view.decision:
        names.append(("Record a review", "review-context"))
    names.append(("Close the context", "close-context"))
    return tuple(Link(text, reverse(name, args=[view.id])) for text, name in names)


def _team(view: ContextView, people: People) -> Table:
    def row(member: Member) -> Row:
        off = reverse("leave-team", args=[view.id, member.fact])
        standing = member.until is None and not view.closed_at
        link = components().link(Link("Take off the team", off, f": {_name(member, people)}")) if standing else ""
        until = words.day(member.until) if member.until else "Still"
        return Row(
            f"member-{member.fact}",
            (Cell(_name(member, people)), Cell("Lead" if member.lead else "Team"), Cell(_day(member.since)), Cell(until), Cell(link)),
        )  # fmt: skip

    ordered = sorted(view.team, key=lambda m: (m.until is not None, not m.lead))
    columns = (Column("Who"), Column("Part"), Column("Since"), Column("Until"), Column("Change", hidden=True))
    nobody = Empty("Nobody is named yet.", Link("Name the lead and the team", reverse("context-team", args=[view.id])))
    return Table("Lead and satellite team", columns, tuple(map(row, ordered)), nobody)


def _edge(view: ContextView, edge: Sequence[AtTheEdge], people: People) -> Table:
    def row(each: AtTheEdge) -> Row:
        if each.decision:
            by = _by(people, each.by) or "a colleague"
            said = f"{CONSIDERED.get(each.decision, each.decision)}. {each.why}"
            who = f"{by}, {_day(each.at)}" if each.at else by
        else:
            said, who = Markup("<strong>Not yet considered</strong>"), "Nobody yet"
        href = reverse("consider-child", args=[view.id, each.child.id])
        verb = "Consider again" if each.decision else "Consider"
        link = components().link(Link(verb, href, f"what {each.child.label} needs"))
        return Row(
            f"edge-{each.child.id}",
            (Cell(each.child.label, link_words.href(each.child)), Cell(said), Cell(who), Cell(link)),
            urgent=not each.decision,
        )

    columns = (Column("Child"), Column("What was decided"), Column("By whom, and when"), Column("Act", hidden=True))
    return Table("Children at its edge", columns, tuple(map(row, edge)), Empty("No child you may see is at its edge."))


def due(waiting: Sequence[Duty], now: datetime) -> Table:
    """Return what is due about one context, the most urgent first."""
    rows = tuple(
        Row(f"due-{number}", (Cell(components().deadline(cell(duty, now))),)) for number, duty in enumerate(waiting)
    )
    return Table("What is due", (Column("What is due", hidden=True),), rows, Empty("Nothing is due."))


def _standing(view: ContextView, people: People) -> str:
    """Say the kind, the work, who leads and the last review one under the other: eight columns fit on no screen."""
    kind, stage = KIND.get(view.kind, "Kind not recorded"), STAGE[view.stage]
    leads = f"Led by {_name(view.lead, people)}" if view.lead else "Nobody leads yet"
    seen = f"Reviewed {_day(view.reviewed_at)}" if view.reviewed_at else "Not reviewed yet"
    return Markup("<br>").join((kind, stage, leads, seen))


def listed(
    shown: Sequence[ContextView],
    links: Sequence[LinkView],
    people: People,
    waiting: Mapping[UUID, Sequence[Duty]],
    now: datetime,
) -> Table:
    """Return the contexts as a list: what is due next, and how many children and adults the reader may see at each."""
    today = words.local(now).date()
    linked: dict[UUID, dict[str, set[UUID]]] = {view.id: {"child": set(), "adult": set()} for view in shown}
    for link in links:
        for here, there in ((link.first, link.other), (link.other, link.first)):
            if here.id in linked and there.kind in PEOPLE and not link.over(today):
                linked[here.id][there.kind].add(there.id)
    rows = tuple(
        Row(
            f"context-{view.id}",
            (
                Cell(view.name or view.reference, reverse("context", args=[view.id])),
                Cell(_standing(view, people)),
                Cell(str(len(linked[view.id]["child"]))),
                Cell(str(len(linked[view.id]["adult"]))),
                Cell(components().deadline(cell(waiting[view.id][0], now)) if view.id in waiting else "Nothing is due"),
            ),
            urgent=any(duty.state_at(now) == "breached" for duty in waiting.get(view.id, ())),
        )
        for view in shown
    )
    columns = (
        Column("Context"), Column("Where its work stands"), Column("Children", numeric=True),
        Column("Adults", numeric=True), Column("Due next"),
    )  # fmt: skip
    nothing = Empty("No context you may see fits.", Link("Name a context", reverse("new-context")))
    return Table("Contexts", columns, rows, nothing, caption_hidden=True)


def filter_box(request: HttpRequest, form: TimedForm, chosen: Mapping[str, Any]) -> Filter:
    """Return the filter beside the list, with a link that takes each choice away."""
    from django.template import engines

    fields = engines["jinja2"].env.globals["form_fields"](form, size="s")  # type: ignore[attr-defined]
    taken: list[Link] = []
    for name, labels in (("kind", KIND), ("stage", STAGE)):
        for value in chosen.get(name) or ():
            rest = request.GET.copy()
            rest.setlist(name, [other for other in rest.getlist(name) if other != value])
            taken.append(Link(labels[value], f"?{rest.urlencode()}"))
    return Filter(fields, tuple(taken), clear=reverse("contexts"), action=reverse("contexts"))


def timeline(entries: Collection[Entry], people: People) -> tuple[Event, ...]:
    """Return what was told, newest happening first; corrections shown as corrections."""
    return tuple(
        Event(
            title=kind_title(e.kind),
            when=words.moment(moment_of(e)),
            by=_by(people, e.by_user),
            text=e.text or _code(e),
            withdrawn=e.correction_reason if e.corrected_at else "",
            id=f"entry-{e.id}",
        )
        for e in entries
    )


def _code(entry: Entry) -> str:
    said = {**KIND, **HOW, **DECISION}
    return said.get(entry.code or "", "")


def _name(member: Member, people: People) -> str:
    if member.person is None:
        return member.words
    known = people.get(member.person)
    return f"{known.name}, {known.agency}" if known else "A colleague"


def _by(people: People, who: UUID | None) -> str:
    known = people.get(who) if who else None
    return known.name if known else ""


def _day(moment: Moment) -> str:
    return words.moment(moment).partition(", time not known")[0]


def _said(text: str, at: Moment | None) -> str:
    if not text:
        return ""
    return f"{text} ({_day(at)})" if at else text
