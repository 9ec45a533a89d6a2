"""Who may see one entry of the timeline, and keeping it for fewer people."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from wayhome.desk.web import chronology_page
from wayhome.disclosure.queries import disclosures, requests
from wayhome.disclosure.recipients import called
from wayhome.disclosure.web.shown import acknowledged
from wayhome.escalation.queries import briefings
from wayhome.escalation.web.briefing import title_of
from wayhome.plans.queries import plans
from wayhome.platform.queries import naming, posts
from wayhome.platform.web.requests import actor_of
from wayhome.record.operations import closer as operations
from wayhome.record.operations.errors import Refused
from wayhome.record.projector import SHOWN
from wayhome.record.queries import closer, ledger
from wayhome.record.queries.closer import Kept, Readers
from wayhome.record.queries.ledger import Entry
from wayhome.record.web.child_page import frame, show
from wayhome.ui import words
from wayhome.ui.components import Cell, Column, Empty, Row, SummaryRow, Table
from wayhome.ui.forms import Radios, Textarea, TimedForm

NAMED = "named"


class CloserForm(TimedForm):
    """For whom, and why."""

    reason = Textarea(label="Why?", max_length=2000, rows=3)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["readers"] = Radios(label="Who may still see it?", choices=choices)
        self.order_fields(["readers", "reason"])

    def audience(self) -> int | None:
        """Return the audience chosen; None for the people named."""
        chosen = self.cleaned_data["readers"]
        return None if chosen == NAMED else int(chosen)


def entry_access(request: HttpRequest, child: UUID, fact: UUID) -> HttpResponse:
    """Show who may see one entry, why, and keep it for fewer people where the reader may."""
    framed, actor = frame(request, child, "who may see an entry"), actor_of(request)
    entry, kept = ledger.fact(fact), closer.kept(fact)
    if entry is None or kept is None or ledger.child_of(fact) != child:
        raise Http404("no such entry")
    offered = _offered(child, entry, kept, entry.by_agency == actor.agency)
    form = CloserForm(request.POST if request.method == "POST" else None, now=framed.now, choices=offered)
    if form.is_bound and form.is_valid():
        try:
            operations.keep(actor=actor, fact=fact, audience=form.audience(), reason=form.cleaned_data["reason"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "It is kept for fewer people now. The data guardian has been told.")
            return redirect("child-timeline", child)
    people = posts.colleagues({d.by_user for d in kept.decided if d.by_user})
    return show(
        request,
        framed,
        "desk/entry-access.html",
        status=422 if form.is_bound else 200,
        event=chronology_page.one(child, entry),
        rows=[SummaryRow("Who may see it", _who(kept))],
        decided=[
            (words.when(d.at), people[d.by_user].name if d.by_user in people else "", d.reason) for d in kept.decided
        ],
        form=form if offered else None,
        for_all=entry.kind in operations.FOR_ALL,
        outside=_outside(child, entry),
        repeated=_repeated(actor.authority, child, fact),
    )


def _offered(child: UUID, entry: Entry, kept: Kept, own: bool) -> list[tuple[str, str]]:
    """Return what this reader may choose: readers who are fewer, and the people named."""
    may = naming.may(child)
    if entry.kind in operations.FOR_ALL:
        return []
    fewer = closer.choices(entry.id) if (may.keeps or own) and entry.kind not in SHOWN else ()
    made = [(str(each.audience), _only(each)) for each in fewer]
    if may.names and not kept.restricted:
        made.append((NAMED, "Only the people and teams named for this child, of those who see it now"))
    return made


def _outside(child: UUID, entry: Entry) -> Table | None:
    """Return to whom the entry was given, so that somebody can ring them; None where nobody got it."""
    found = disclosures.holding(child, closer.chain(entry.id))
    rows = tuple(
        Row(f"given-{each.id}", (
            Cell(called(each.to)), Cell(words.when(each.decided_at), reverse("sharing", args=[each.id])),
            Cell(each.how or "Not recorded"), Cell(acknowledged(each)),
        ))
        for each in found
    )  # fmt: skip
    rows += tuple(
        Row(f"copy-{each.id}", (
            Cell(f"{each.asked_by}, with the child’s own record"),
            Cell(words.when(each.released_at), reverse("own-record", args=[each.id])), Cell("Not recorded"), Cell("Not asked"),
        ))
        for each in requests.of_child(child)
        if each.released_at and each.released_at >= entry.recorded_at and entry.id not in requests.kept_back(each.id).facts
    )  # fmt: skip
    columns = tuple(map(Column, ("To whom", "When", "By what way", "Acknowledged")))
    return Table("To whom it was given", columns, rows, Empty("")) if rows else None


def _repeated(authority: UUID, child: UUID, fact: UUID) -> list[str]:
    """Return what in Wayhome repeats the entry's words: its copy goes with it."""
    chain = closer.chain(fact)
    ids = set(map(str, chain))
    kinds = {plan.id: plan.kind.title for plan in plans.of_child(child).values()}
    versions = [v for plan in kinds for v in plans.versions(plan)]
    rests = plans.rests_on({v.id for v in versions})
    made = [
        f"{kinds[v.plan_id]}, version {v.number}, agreed {words.moment(v.agreed)}"
        for v in versions
        if rests[v.id] & chain
    ]
    return made + [
        f"{title_of(authority, found)}, version {found.number}, sent {words.when(found.sent_at)}"
        for found in briefings.of_child(child)
        if any(ids & set(part.get("facts", {})) for part in found.sections)
    ]


def _only(each: Readers) -> str:
    return f"Only {_and(each.agencies)}"


def _who(kept: Kept) -> str:
    said = _and(kept.readers.agencies)
    return f"Of {said}, only people and teams named for this child" if kept.restricted else said


def _and(names: tuple[str, ...]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else "nobody"
