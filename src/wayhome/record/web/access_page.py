"""Who may see this child's record, and who looked at it: the page "Access and sharing"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from wayhome.packs.vocabulary import load_vocabulary
from wayhome.platform.actor import Actor
from wayhome.platform.queries import naming, posts
from wayhome.platform.queries.naming import Named
from wayhome.platform.web.requests import actor_of
from wayhome.record.operations import access as operations
from wayhome.record.operations.errors import Refused
from wayhome.record.web import access_forms, panels
from wayhome.record.web.child_page import frame, show
from wayhome.ui import words
from wayhome.ui.components import Cell, Column, Empty, Row, SummaryRow, Table

_PEOPLE = ("Who", "Since", "Until", "Why", "Decided by")


@require_GET
def access(request: HttpRequest, child: UUID) -> HttpResponse:
    """Show who may see the record, and what other rooms say of it, such as who looked."""
    framed = frame(request, child, "access and sharing")
    seal, may = naming.seal_of(child), naming.may(child)
    named, away = naming.named_for(child, framed.now), naming.kept_away(child)
    known = posts.colleagues(
        {n.by_user for n in (*named, *away) if n.by_user} | ({seal.by_user} if seal and seal.by_user else set())
    )
    by = {id_: c.name for id_, c in known.items()}
    return show(
        request,
        framed,
        "record/access.html",
        panels=panels.drawn("access", request, child, framed.now),
        seal=seal,
        sealed_by=by.get(seal.by_user, "") if seal and seal.by_user else "",
        may=may,
        named=_table("Named for what is sealed", "Nobody is named.", named, by),
        away=_table("Kept away", "Nobody is kept away.", away, by),
        ends=[(n, "end-naming") for n in named] if may.names else [],
        lapsed=naming.lapsed(child),
        backs=[(n, "let-back") for n in away] if may.keeps else [],
        classes=[SummaryRow(name.capitalize(), said) for name, said in load_vocabulary().handling.items()],
    )


@dataclass(frozen=True, slots=True)
class _Act:
    """One thing to decide: its heading, what it does in words, its form, who may, and how it is done."""

    title: str
    says: str
    button: str
    form: Callable[..., forms.Form]
    may: Callable[[naming.May], bool]
    do: Callable[[Actor, UUID, Any], None]
    done: str
    asks_who: bool = True


def _ids(given: list[str]) -> list[UUID]:
    return [UUID(id_) for id_ in given]


ACTS = {
    "seal": _Act(
        "Seal this record",
        "From now on only the people named see anything of this child: also all that was recorded before, in lists, "
        "searches, counts and documents. Whoever has been asked to do something still sees that they were asked.",
        "Seal the record",
        access_forms.Seal,
        lambda may: may.names and not may.again,
        lambda actor, child, form: operations.seal(
            actor=actor, child=child, users=_ids(form.cleaned_data["people"]),
            teams=_ids(form.cleaned_data["teams"]), reason=form.cleaned_data["reason"],
        ),
        "The record is sealed.",
    ),
    "open": _Act(
        "Open this record again",
        "Everybody whose work it is will see the record again. Single things that were sealed stay sealed.",
        "Open the record",
        access_forms.Why,
        lambda may: may.named,
        lambda actor, child, form: operations.open_again(
            actor=actor, child=child, reason=form.cleaned_data["reason"]
        ),
        "The record is open again.",
        asks_who=False,
    ),
    "name": _Act(
        "Name somebody for this record",
        "They will see what is sealed of this child, as far as their agency reads that kind of thing.",
        "Name them",
        access_forms.Name,
        lambda may: may.names,
        lambda actor, child, form: operations.name(
            actor=actor, child=child, users=form.users(), teams=form.team_ids(), until=form.until_at(),
            reason=form.cleaned_data["reason"],
        ),
        "They are named.",
    ),
    "keep-away": _Act(
        "Keep a colleague away",
        "A colleague who is related to the child, or has another conflict of interest, sees nothing of this record, "
        "and what is due about the child does not go to them.",
        "Keep them away",
        access_forms.KeepAway,
        lambda may: may.keeps,
        lambda actor, child, form: operations.keep_away(
            actor=actor, child=child, user=UUID(form.cleaned_data["colleague"]), reason=form.cleaned_data["reason"]
        ),
        "They see nothing of this record now.",
    ),
}  # fmt: skip


def decide(request: HttpRequest, child: UUID, act: str) -> HttpResponse:
    """Decide one thing about who sees the record. Not there for who may not decide it."""
    asked = ACTS.get(act)
    framed = frame(request, child, f"access: {act}")
    if asked is None or not asked.may(naming.may(child)):
        raise Http404("no such decision for this reader")
    actor = actor_of(request)
    more = {"authority": actor.authority} if asked.asks_who else {}
    form = asked.form(request.POST if request.method == "POST" else None, now=framed.now, **more)
    if form.is_bound and form.is_valid():
        try:
            asked.do(actor, child, form)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, asked.done)
            return redirect("child-access", child)
    status = 422 if form.is_bound else 200
    return show(request, framed, "record/access-form.html", status=status, form=form, asked=asked)


_ENDS: dict[str, tuple[str, Callable[[naming.May], bool], Callable[..., None]]] = {
    "end-naming": (
        "End it", lambda may: may.names,
        lambda actor, child, which, why: operations.end_naming(actor=actor, child=child, grant=which, reason=why),
    ),
    "let-back": (
        "Let them see it again", lambda may: may.keeps,
        lambda actor, child, which, why: operations.let_back(actor=actor, child=child, exclusion=which, reason=why),
    ),
}  # fmt: skip


def end(request: HttpRequest, child: UUID, act: str, which: UUID) -> HttpResponse:
    """End one naming, or one keeping away, with its reason."""
    framed = frame(request, child, f"access: {act}")
    rows = naming.named_for(child, framed.now) if act == "end-naming" else naming.kept_away(child)
    found = next((n for n in rows if n.id == which), None)
    if act not in _ENDS or found is None or not _ENDS[act][1](naming.may(child)):
        raise Http404("nothing to end for this reader")
    button, _, do = _ENDS[act]
    form = access_forms.Why(request.POST if request.method == "POST" else None, now=framed.now)
    if form.is_bound and form.is_valid():
        try:
            do(actor_of(request), child, which, form.cleaned_data["reason"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "It is ended.")
            return redirect("child-access", child)
    asked = {"title": f"{button}: {found.name}", "says": "", "button": button}
    status = 422 if form.is_bound else 200
    return show(request, framed, "record/access-form.html", status=status, form=form, asked=asked)


def _table(caption: str, nobody: str, rows: tuple[Named, ...], by: dict[UUID, str]) -> Table:
    made = tuple(
        Row(
            f"{caption.split()[0].lower()}-{number}",
            (
                Cell(n.name),
                Cell(words.when(n.since)),
                Cell(words.when(n.until) if n.until else "No end"),
                Cell(n.reason),
                Cell(by.get(n.by_user, "") if n.by_user else ""),
            ),
        )
        for number, n in enumerate(rows)
    )
    return Table(caption, tuple(map(Column, _PEOPLE)), made, Empty(nobody))
