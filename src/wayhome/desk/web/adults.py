"""The list of adults of concern, and the page of one: what is told, what is alleged, who is linked, what is done."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET
from markupsafe import Markup, escape

from wayhome.desk.web import contexts, contexts_page
from wayhome.intelligence.kinds import TOLD, Told
from wayhome.intelligence.operations.adults import STILL_A_CHILD
from wayhome.intelligence.queries import adults
from wayhome.intelligence.queries.adults import AdultView
from wayhome.plans.queries import actions
from wayhome.plans.web.action_rows import action_table, named
from wayhome.platform import wall
from wayhome.platform.queries import posts
from wayhome.platform.queries.posts import Colleague
from wayhome.platform.web.requests import actor_of, write_down
from wayhome.record.names import folded
from wayhome.record.queries import ledger, links
from wayhome.record.queries.ledger import Entry
from wayhome.record.queries.links import Around, End, LinkView
from wayhome.record.subjects import Subject
from wayhome.record.web import link_words
from wayhome.record.web.network import add_links
from wayhome.ui import words
from wayhome.ui.components import Cell, Column, Empty, Link, Row, SummaryCard, SummaryRow, Table
from wayhome.ui.forms import Text, TimedForm

# The weekly agenda's order: the nature of the risk, how it is managed with any orders, who leads; then who this is.
ORDER = (
    "allegation", "plan", "order", "lead-agency", "supervision", "name", "alias", "born", "description", "noticed", "closed",
)  # fmt: skip


class Called(TimedForm):
    """A name, another name, or a reference."""

    sifts = True

    called = Text(label="Name, other name or reference", required=False, max_length=200)


def listed(request: HttpRequest) -> HttpResponse:
    """List the adults of concern the reader may see. A name is looked for by POST, so that it is in no address."""
    now, actor = wall.now(), actor_of(request)
    form = Called(request.POST if request.method == "POST" else None, now=now)
    key = folded(form.cleaned_data["called"]) if form.is_bound and form.is_valid() else ""
    every = adults.adults(actor.authority, now=now)
    shown = [view for view in every if not key or _fits(view, key)]
    found = links.links_of(actor.authority, [view.id for view in shown])
    write_down(request, "adults of concern", [view.id for view in shown])
    return render(
        request,
        "desk/adults.html",
        {
            "form": form,
            "table": _table(shown, {view.id: sum(1 for f in found if view.id in (f.first.id, f.other.id)) for view in shown}),
            "shown": words.counted(len(shown), "adult"),
        },
        status=422 if form.is_bound and not form.is_valid() else 200,
    )  # fmt: skip


def _fits(view: AdultView, key: str) -> bool:
    return any(key in folded(text) for text in (view.name, *view.aliases, view.reference))


def _table(shown: list[AdultView], linked: dict[UUID, int]) -> Table:
    rows = tuple(
        Row(
            f"adult-{view.id}",
            (
                Cell(view.name or view.reference, reverse("adult", args=[view.id])),
                Cell(_known(view)),
                Cell(str(linked[view.id])),
                Cell("No longer a worry" if view.closed else "Open"),
            ),
        )
        for view in shown
    )
    headings = ("Adult", "What is told", "Links", "Where it stands")
    nothing = Empty("No adult of concern that you may see.", Link("Record an adult of concern", reverse("new-adult")))
    return Table("Adults of concern", tuple(map(Column, headings)), rows, nothing, caption_hidden=True)


def _known(view: AdultView) -> Markup | str:
    """Say what is told, a line each; what this reader sees nothing of is left out, and is not said to be nothing."""
    lines = (
        f"Also known as {', '.join(view.aliases)}" if view.aliases else "",
        f"{words.counted(view.allegations, 'allegation')}" if view.allegations else "",
        "An order or condition binds the adult" if view.bound else "",
        f"Led by {view.lead_agency}" if view.lead_agency else "",
    )
    told = [escape(line) for line in lines if line]
    return Markup("<br>").join(told) if told else "Nothing that you may see"


@require_GET
def adult(request: HttpRequest, adult: UUID) -> HttpResponse:
    """Show one adult of concern. One the reader may not see is answered as one that does not exist."""
    now, authority = wall.now(), actor_of(request).authority
    view = adults.adult(adult, now=now)
    if view is None:
        raise Http404("no such adult")
    today = words.local(now).date()
    around = links.around(authority, "adult", adult)
    entries = ledger.entries_about(Subject.adult(adult))
    people = posts.colleagues({e.by_user for e in entries if e.by_user})
    plan = actions.of_adult(adult)
    affected = _affected_by(around) if around else []
    children = [end.id for end in around.ends if end.kind == "child"] if around else []
    write_down(request, "adult of concern", [adult, *children])
    return render(
        request,
        "desk/adult.html",
        {
            "view": view,
            "cards": _cards(view, people, affected),
            "network": link_words.network(around, today, "Links around this adult") if around else None,
            "add": add_links("adult", adult),
            "actions": action_table(contexts.PLAN, plan, named(plan), now),
            "timeline": contexts_page.timeline(entries, people),
            "still_a_child": STILL_A_CHILD,
        },
    )


def _affected_by(around: Around) -> list[End]:
    """Return the children at the other end of a link to this adult, each once."""
    near = {end.id for link in around.links for end in (link.first, link.other) if _touches(link, around.centre)}
    return [end for end in around.ends if end.kind == "child" and end.id in near]


def _touches(link: LinkView, centre: End) -> bool:
    return centre.id in (link.first.id, link.other.id)


def _cards(view: AdultView, people: dict[UUID, Colleague], affected: list[End]) -> tuple[SummaryCard, ...]:
    """Show in one card what is told and who is affected; in another all of which the reader sees nothing."""
    known = [row for slug in ORDER for row in _rows(view, TOLD[slug], people)]
    empty = tuple(
        SummaryRow(told.heading, "Nothing that you may see", (_tell(view, told, "Add"),))
        for told in TOLD.values()
        if not view.of(told.kind)
    )
    told_of = SummaryCard("What is told", (_affected(view, affected), *known))
    return (told_of, SummaryCard("Not told yet", empty)) if empty else (told_of,)


def _affected(view: AdultView, affected: list[End]) -> SummaryRow:
    """Name the children this adult is linked to, as the weekly agenda asks (PATH App A, 3): those the reader may see."""
    names = Markup("<br>").join(
        Markup('<a class="govuk-link" href="{}">{}</a>').format(link_words.href(end), end.name or end.label)
        for end in affected
    )
    link = Link("Add", reverse("new-link", args=["adult", view.id, "child"]), "a child who is affected")
    return SummaryRow("Who is affected", names or "No child that you may see", (link,))


def _rows(view: AdultView, told: Told, people: dict[UUID, Colleague]) -> list[SummaryRow]:
    facts = view.of(told.kind)
    shown = facts if told.many else facts[:1]
    return [_row(view, told, fact, people, last=fact is shown[-1]) for fact in shown]


def _tell(view: AdultView, told: Told, verb: str) -> Link:
    return Link(verb, reverse("tell-adult", args=[view.id, told.slug]), f": {told.heading.lower()}")


def _row(view: AdultView, told: Told, fact: Entry, people: dict[UUID, Colleague], *, last: bool) -> SummaryRow:
    """Show one thing told: what, then since when and by whom; what can be done about it beside it."""
    by = people[fact.by_user].name if fact.by_user in people else "a colleague"
    since = words.moment(contexts_page.moment_of(fact)).partition(", time not known")[0]
    until = f" until {words.day(fact.holds_until)}" if fact.holds_until else ""
    said = fact.text or (words.day(fact.on_date).partition(" ")[2] if fact.on_date else "")
    note = f"Recorded by {by}" if since == "Nobody knows when" else f"{since}{until}, recorded by {by}"
    links_ = [_tell(view, told, "Add" if told.many else "Change")] if last else []
    if told.period and fact.holds_until is None:
        links_.append(Link("It is over", reverse("end-told", args=[view.id, fact.id]), told.heading.lower()))
    links_.append(Link("Withdraw", reverse("withdraw-told", args=[view.id, fact.id]), told.heading.lower()))
    shown = Markup('{}<br><span class="app-secondary">{}</span>').format(said, note)
    return SummaryRow(told.heading, shown, tuple(links_))
