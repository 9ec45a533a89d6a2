"""Looks that deserve a question, and what came of asking: for the data guardian and the auditor."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from wayhome.packs.odd_looks import load_odd_looks
from wayhome.platform import wall
from wayhome.platform.queries import looking
from wayhome.platform.queries.looking import Asked, Looked
from wayhome.platform.web.requests import actor_of, write_down
from wayhome.record.operations import odd_looks as operations
from wayhome.record.queries import odd_looks
from wayhome.record.queries.odd_looks import OddView
from wayhome.record.web.emergency import page_of
from wayhome.record.web.shown import Shown
from wayhome.ui import words
from wayhome.ui.components import Cell, Column, Empty, Row, SummaryRow, Table
from wayhome.ui.forms import Radios, Textarea, TimedForm

MOST = 200
OUTCOMES = {
    odd_looks.ASKED: "Asked, and the answer is still to come",
    odd_looks.EXPLAINED: "Explained: there was a good reason",
    odd_looks.REFERRED: "Referred: somebody else takes it further",
}


class Answered(TimedForm):
    """What came of asking."""

    outcome = Radios(label="What came of it?", choices=list(OUTCOMES.items()))
    words = Textarea(
        label="What was said, and by whom?", max_length=2000, rows=3,
        help_text="Whom you asked, what they said, and to whom it goes from here. Others who watch over the records read this",
    )  # fmt: skip


@require_GET
def listing(request: HttpRequest) -> HttpResponseBase:
    """Show what waits for a question, what was answered, and the rules. To who does not watch there is no such page."""
    _watching()
    found = odd_looks.of_partnership(actor_of(request).authority, most=MOST)
    write_down(request, "looks that deserve a question", {each.subject for each in found if each.subject})
    shown = _of(found)
    waiting = [each for each in found if each.waits]
    rules = load_odd_looks()
    page = {
        "waiting": _table(
            f"{words.counted(len(waiting), 'look')} to ask about", waiting, shown, "Nothing to ask about."
        ),
        "done": _table("Answered already", [e for e in found if not e.waits], shown, "Nothing has been answered yet."),
        "rules": [SummaryRow(rule.title, rule.means) for rule in rules.rules.values()],
        "quiet": rules.quiet_for,
    }
    return render(request, "record/odd-looks.html", page)


def one(request: HttpRequest, odd_look: UUID) -> HttpResponseBase:
    """Show one look with what was read that day, or write down what came of asking."""
    _watching()
    found, now, actor = odd_looks.one(odd_look), wall.now(), actor_of(request)
    own = found is not None and found.user == actor.user
    if found is None or (request.method == "POST" and own):
        raise Http404("no such look")
    form = Answered(request.POST if request.method == "POST" else None, now=now)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        operations.answer(actor=actor, odd=found, outcome=given["outcome"], words=given["words"].strip())
        messages.success(request, "What came of it is kept.")
        return redirect("odd-looks")
    until = found.last_at + timedelta(microseconds=1)
    read = looking.search(Asked(found.subject, found.user, None, found.first_at, until), most=MOST)
    about = {entry.subjects[0] for entry in read if len(entry.subjects) == 1}
    about |= {found.subject} if found.subject else set()
    write_down(request, "one look that deserves a question", about)
    shown = _of([found], about)
    page = {
        "title": _title(found),
        "rows": _rows(found, shown),
        "answers": [(OUTCOMES[a.outcome], words.when(a.at), shown.who(a.by_user), a.words) for a in found.answers],
        "table": _trail(read, shown),
        "href": page_of(found.subject) if found.subject else None,
        "form": None if own else form,
    }
    return render(request, "record/odd-look.html", page, status=422 if form.is_bound else 200)


def _watching() -> None:
    if not looking.may_audit():
        raise Http404("no such page")


def _of(found: Iterable[OddView], besides: Iterable[UUID] = ()) -> Shown:
    rows = list(found)
    people = {each.user for each in rows} | {a.by_user for each in rows for a in each.answers if a.by_user}
    return Shown.of({*besides, *(e.subject for e in rows if e.subject)}, people, {e.agency for e in rows if e.agency})


def _trail(read: Sequence[Looked], shown: Shown) -> Table:
    rows = tuple(
        Row(f"entry-{each.id}", tuple(map(Cell, (words.when(each.at), _about(each, shown), each.verb, each.what))))
        for each in read
    )
    columns = tuple(map(Column, ("When", "Whose record", "Did", "What")))
    return Table("What they read and wrote in that time", columns, rows, Empty("Nothing."))


def _about(each: Looked, shown: Shown) -> str:
    if len(each.subjects) == 1:
        return shown.whom(each.subjects[0])
    return words.counted(len(each.subjects), "record") if each.subjects else ""


def _title(each: OddView) -> str:
    rule = load_odd_looks().rules.get(each.rule)
    return rule.title if rule else "A rule that is no longer kept"


def _whose(each: OddView, shown: Shown) -> str:
    return shown.whom(each.subject) if each.subject else words.counted(each.times, "record")


def _table(caption: str, rows: list[OddView], shown: Shown, nothing: str) -> Table:
    made = tuple(
        Row(
            f"odd-{each.id}",
            (
                Cell(words.when(each.last_at), reverse("odd-look", args=[each.id])),
                Cell(shown.who(each.user)),
                Cell(_whose(each, shown)),
                Cell(_title(each)),
                Cell(OUTCOMES[each.answers[-1].outcome] if each.answers else "Nobody has asked yet"),
            ),
        )
        for each in rows
    )
    columns = ("When", "Who", "Whose record", "Why it is here", "How it stands")
    return Table(caption, tuple(map(Column, columns)), made, Empty(nothing))


def _rows(each: OddView, shown: Shown) -> tuple[SummaryRow, ...]:
    rule, who = load_odd_looks().rules.get(each.rule), shown.people.get(each.user)
    counts = words.counted(each.times, "time") if each.subject else words.counted(each.times, "record")
    return (
        SummaryRow("Who", ", ".join(filter(None, (shown.who(each.user), who.job_title if who else "")))),
        SummaryRow("For", shown.agencies.get(each.agency, "") if each.agency else ""),
        SummaryRow("Whose record", _whose(each, shown)),
        SummaryRow("When", f"{_span(each.first_at, each.last_at)}, {counts}"),
        SummaryRow("The rule", rule.means if rule else ""),
    )


def _span(first: datetime, last: datetime) -> str:
    return words.when(first) if words.when(first) == words.when(last) else f"{words.when(first)} to {words.when(last)}"
