"""The list of contexts, and the page of one: what it is, who works on it, who is linked to it, what is done and due."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from wayhome.assessment.queries import sheets
from wayhome.assessment.web.listing import versions_table
from wayhome.clocks.queries import duties
from wayhome.contexts.queries import contexts
from wayhome.contexts.queries.edge import at_the_edge
from wayhome.contexts.web.words import KIND, STAGE
from wayhome.desk.web import contexts_page
from wayhome.plans.queries import actions
from wayhome.plans.web.action_rows import action_table, named
from wayhome.platform import wall
from wayhome.platform.queries import posts
from wayhome.platform.web.requests import actor_of, write_down
from wayhome.record.names import folded
from wayhome.record.queries import ledger, links
from wayhome.record.subjects import Subject
from wayhome.record.web import link_words
from wayhome.record.web.network import add_links
from wayhome.ui import words
from wayhome.ui.forms import Checkboxes, Text, TimedForm

PLAN = "Plan: what is done, by whom and by when"


class Chosen(TimedForm):
    """Which contexts are to be listed; nothing chosen is all that are not closed."""

    sifts = True

    called = Text(label="Called", required=False, max_length=200)
    kind = Checkboxes(label="What kind", choices=list(KIND.items()), required=False)
    stage = Checkboxes(label="Where its work stands", choices=list(STAGE.items()), required=False)


@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """List the contexts the reader may see, filtered; without a filter, those that are not closed."""
    now, actor = wall.now(), actor_of(request)
    form = Chosen(request.GET or None, now=now)
    chosen: dict[str, Any] = form.cleaned_data if form.is_bound and form.is_valid() else {}
    key, kinds, stages = folded(chosen.get("called", "")), chosen.get("kind"), chosen.get("stage")
    every = contexts.contexts(actor.authority)
    shown = [
        view
        for view in every
        if (not key or key in folded(view.name) or view.reference == chosen["called"].strip().upper())
        and (not kinds or view.kind in kinds)
        and (view.stage in stages if stages else view.stage != "closed")
    ]
    found = links.links_of(actor.authority, [view.id for view in shown])
    people = posts.colleagues({v.lead.person for v in shown if v.lead and v.lead.person})
    waiting = duties.open_at_contexts([view.id for view in shown])
    write_down(request, "contexts", [view.id for view in shown])
    page = {
        "table": contexts_page.listed(shown, found, people, waiting, now),
        "filter": contexts_page.filter_box(request, form, chosen),
        "shown": words.counted(len(shown), "context"),
        "form": form,
    }
    return render(request, "desk/contexts.html", page, status=200 if not form.is_bound or form.is_valid() else 422)


@require_GET
def context(request: HttpRequest, context: UUID) -> HttpResponse:
    """Show one context. One the reader may not see is answered as one that does not exist."""
    view = contexts.context(context)
    if view is None:
        raise Http404("no such context")
    now, authority = wall.now(), actor_of(request).authority
    today = words.local(now).date()
    around = links.around(authority, "context", context, steps=1)
    found = around.links if around else ()
    edge = at_the_edge(context, found)
    entries = ledger.entries_about(Subject.context(context))
    seen = {m.person for m in view.team if m.person} | {e.by_user for e in entries if e.by_user}
    people = posts.colleagues({*seen, *(e.by for e in edge if e.by)})
    write_down(
        request, "context", [context, *(end.id for end in around.ends if end.kind == "child")] if around else [context]
    )
    page = contexts_page.page(view, found, edge, people, today)
    network = links.around(authority, "context", context)
    plan = actions.of_context(context)
    return render(
        request,
        "desk/context.html",
        {
            "page": page,
            "view": view,
            "due": contexts_page.due(duties.open_at_contexts([context]).get(context, ()), now),
            "network": link_words.network(network, today, "Links around this context") if network else None,
            "add": add_links("context", context),
            "edge_link": f"{add_links('context', context)[0].href}?how=edge<",
            "actions": action_table(PLAN, plan, named(plan), now),
            "sheets": versions_table(sheets.about(context), now),
            "assessments": reverse("context-assessments", args=[context]),
            "timeline": contexts_page.timeline(entries, people),
        },
    )
