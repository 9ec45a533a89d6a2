"""Keeping and disposing: the worklist, the rules, and the panel on a child's page."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_GET
from markupsafe import Markup

from wayhome.packs.retention import RetentionRule, load_retention
from wayhome.platform.queries import posts
from wayhome.platform.queries.looking import may_audit
from wayhome.platform.web.requests import actor_of, write_down
from wayhome.record.queries import children
from wayhome.retention.periods import Applied, longest, years_of
from wayhome.retention.queries import counted, retention
from wayhome.ui import words
from wayhome.ui.components import Cell, Column, Empty, Row, Table

UNSEEN = "A record you may not see"


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Show what is proposed, what is held, the rules, and, to who audits, what is gone."""
    actor = actor_of(request)
    proposed, held = retention.open_proposals(actor.authority), retention.holds(actor.authority)
    seen = children.banners({p.child for p in proposed} | {h.child for h in held})
    write_down(request, "keeping and disposing", seen.keys())
    rules = load_retention()
    waiting = tuple(
        Row(f"proposal-{p.id}", (
            Cell(seen[p.child].reference, reverse("proposal", args=[p.id])) if p.child in seen else Cell(UNSEEN),
            Cell(rules[p.rule].title if p.rule in rules else p.rule), Cell(words.day(p.due_on)),
            Cell(f"{len(p.judgements)} of 2"),
        ))
        for p in proposed
    )  # fmt: skip
    on_hold = tuple(
        Row(f"hold-{h.id}", (
            Cell(seen[h.child].reference, reverse("keeping", args=[h.child])) if h.child in seen else Cell(UNSEEN),
            Cell(h.why), Cell(words.day(h.review_on)),
        ))
        for h in held
    )  # fmt: skip
    page = {
        "waiting": Table("Records that may go", tuple(map(Column, ("Record", "Rule", "Since", "Looked at by"))), waiting,
                         Empty("No record may go now.")),
        "held": Table("Held", tuple(map(Column, ("Record", "Why", "Looked at again"))), on_hold, Empty("Nothing is held.")),
        "rules": _rules(actor.authority),
        "gone": _gone(actor.authority) if may_audit() else None,
        "numbers": _numbers() if may_audit() else None,
    }  # fmt: skip
    return render(request, "retention/listing.html", page)


def _rules(authority: UUID) -> Table:
    here = retention.set_here(authority)
    may = may_audit()
    rows = tuple(
        Row(f"rule-{rule.id}", (
            Cell(rule.title), Cell(_years(rule, years_of(rule, here))), Cell(rule.cite),
            Cell("Set the years", reverse("set-years", args=[rule.id])) if may else Cell("The data guardian sets this"),
        ))
        for rule in load_retention().values()
    )  # fmt: skip
    return Table("How long records are kept", tuple(map(Column, ("Whose", "Kept for", "Where it comes from", "Change"))), rows,
                 Empty("There are no rules."))  # fmt: skip


def _years(rule: RetentionRule, years: int | None) -> str:
    if years is None:
        return "Not set: never proposed"
    since = "birth" if rule.counts_from == "birth" else "the newest entry"
    return f"{years} years from {since}"


def _gone(authority: UUID) -> Table:
    found = retention.tombstones(authority)
    people = posts.colleagues({user for _, _, _, *both in found for user in both})
    rules = load_retention()
    rows = tuple(
        Row(f"gone-{number}", (
            Cell(words.when(at)), Cell(rules[rule].title if rule in rules else rule), Cell(str(count)),
            Cell(" and ".join(people[u].name for u in (first, second) if u in people)),
        ))
        for number, (at, rule, count, first, second) in enumerate(found)
    )  # fmt: skip
    return Table("Records that are gone", tuple(map(Column, ("When", "Rule", "Rows", "Decided by"))), rows,
                 Empty("No record has been disposed of."))  # fmt: skip


def _numbers() -> Table:
    """Return what is kept of records that are gone, in numbers."""
    rows = tuple(
        Row(f"number-{at}", (Cell(str(each.year)), Cell(_measure(each.what)), Cell(f"about {each.about:,}")))
        for at, each in enumerate(counted.numbers())
    )
    columns = (Column("Year"), Column("What"), Column("How many", numeric=True))
    return Table("Kept for statistics of records that are gone", columns, rows,
                 Empty(f"Nothing yet that {counted.SMALLEST} or more records have in common."))  # fmt: skip


def _measure(what: str) -> str:
    kind, _, rest = what.partition("/")
    if kind != "duty":
        return {"records": "Records begun", "episodes": "Times a child was missing"}.get(kind, kind)
    clock, _, state = rest.rpartition("/")
    ended = {"kept": "done in time", "late": "done late", "breached": "not done in time"}
    return f"{clock.replace('-', ' ').capitalize()}: {ended.get(state, state)}"


def applied_words(applied: tuple[Applied, ...]) -> str:
    """Say until when a record is kept, and why."""
    last = longest(applied)
    if last is None or last.due_on is None:
        return "This record is kept: no rule in force says when it may go, or the date of birth is not known."
    return f"This record is kept until {words.day(last.due_on)} at least ({last.rule.title.lower()}; {last.rule.cite})."


def panel(request: HttpRequest, child: UUID, now: datetime) -> Markup | None:
    """Show on "Access and sharing" how long the record is kept, and whether a hold stands."""
    authority = actor_of(request).authority
    said = applied_words(retention.applied(authority, child))
    holds = [h for h in retention.holds(authority, child) if h.ended_at is None]
    page = {"said": said, "holds": holds, "child": child, "proposal": retention.of_child(child)}
    return Markup(render_to_string("retention/panel.html", page, request))
