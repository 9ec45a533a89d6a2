"""What the partnership itself owes, and what is owed about one context: each duty, why, and the form that meets it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from wayhome.clocks import protocols as laws
from wayhome.clocks.queries import duties
from wayhome.clocks.web.acts import may_record
from wayhome.desk.web.duty_cards import DutyCard, Forms, Seen, cards
from wayhome.desk.web.holders import owners
from wayhome.missing.web.timeline import event, named_in
from wayhome.packs.vocabulary import load_vocabulary
from wayhome.platform import wall
from wayhome.platform.queries import posts
from wayhome.platform.web.requests import actor_of, write_down
from wayhome.record.queries import ledger
from wayhome.record.queries.named import named
from wayhome.record.queries.situations import situation_about
from wayhome.record.subjects import Subject
from wayhome.ui.components import Event, Link

BEGAN = "partnership.began"
# What the contexts room asks with a form of its own.
OWN_FORMS = {
    "context.discussed": "decide-context",
    "context.team-named": "context-team",
    "context.reviewed": "review-context",
    "context.closed": "close-context",
}
SETTLED_SHOWN = 20  # a duty that comes back each week is settled fifty times a year


@dataclass(frozen=True, slots=True)
class DutiesPage:
    """The page: duties that wait, the last that are settled, what was recorded, and what else can be recorded."""

    waiting: tuple[DutyCard, ...]
    settled: tuple[DutyCard, ...]
    settled_in_all: int
    log: tuple[Event, ...]
    others: tuple[Link, ...]
    begin: Link | None = None


@require_GET
def partnership_duties(request: HttpRequest) -> HttpResponse:
    """Show what the partnership owes as a whole: its reports, its profile, its reviews."""
    actor, now = actor_of(request), wall.now()
    subject = Subject.partnership(actor.authority)
    write_down(request, "the partnership's duties", [subject.id])
    page = _page(subject, actor.authority, "partnership-act", (), now, may=may_record(actor))
    protocol = laws.active(actor.authority)
    return render(
        request, "desk/partnership_duties.html", {"page": page, "protocol": protocol, "may": may_record(actor)}
    )


@require_GET
def context_duties(request: HttpRequest, context: UUID) -> HttpResponse:
    """Show what is owed about one place, group, school or online space. One that may not be seen is not there."""
    actor, now = actor_of(request), wall.now()
    subject = Subject.context(context)
    whom = named([subject]).get(subject)
    if whom is None:
        raise Http404("no such context")
    write_down(request, "a context's duties", [context])
    page = replace(_page(subject, actor.authority, "context-act", (context,), now, may=True), log=(), others=())
    return render(request, "desk/context_duties.html", {"page": page, "whom": whom})


def _page(
    subject: Subject, authority: UUID, form: str, of: tuple[UUID, ...], now: datetime, *, may: bool
) -> DutiesPage:
    standing = duties.of_subject(subject)
    # Information that came in about nobody yet is kept as the partnership's too: it has pages of its own.
    entries = [e for e in ledger.entries_about(subject) if e.kind.startswith(f"{subject.kind}.")]
    seen = Seen(
        facts=situation_about(subject).facts,
        entries=entries,
        turns=duties.turns_of(subject),
        owners=owners(None, authority, {d.owner for d in standing}, now),
        now=now,
    )
    forms = _forms(form, of) if may else Forms(lambda *_: None, lambda *_: None)
    waiting = [d for d in standing if d.open]
    settled = sorted((d for d in standing if not d.open), key=lambda d: (d.met_at or d.read_at, d.key), reverse=True)
    people = posts.colleagues(named_in(entries))
    begun = any(e.kind == BEGAN and e.current for e in entries)
    return DutiesPage(
        waiting=cards(waiting, seen, forms),
        settled=cards(settled[:SETTLED_SHOWN], seen, forms),
        settled_in_all=len(settled),
        log=tuple(event(e, people, may_mend=may) for e in entries),
        others=_others(subject, form, of) if may else (),
        begin=_act(form, of, BEGAN) if may and subject.kind == "partnership" and not begun else None,
    )


def _forms(form: str, of: tuple[UUID, ...]) -> Forms:
    return Forms(
        lambda duty, kind, values: _act(form, of, kind, values, duty.title),
        lambda duty, kind: _act(form, of, kind, (), duty.title),
    )


def _others(subject: Subject, form: str, of: tuple[UUID, ...]) -> tuple[Link, ...]:
    """Return every other thing that can be recorded here, as the vocabulary has it."""
    kinds = [k for k in load_vocabulary().kinds.values() if k.id.startswith(f"{subject.kind}.")]
    return tuple(link for kind in kinds if (link := _act(form, of, kind.id)))


def _act(form: str, of: tuple[UUID, ...], kind: str, values: tuple[str, ...] = (), about: str = "") -> Link | None:
    known = load_vocabulary().kinds.get(kind)
    if known is None:
        return None
    if kind in OWN_FORMS:
        return Link(known.done or known.meaning.rstrip("."), reverse(OWN_FORMS[kind], args=of), f"for: {about}")
    query = f"?{urlencode([('value', v) for v in values])}" if values else ""
    said = known.done or known.meaning.rstrip(".")
    return Link(said, reverse(form, args=[*of, kind]) + query, about=f"for: {about}" if about else "")
