"""A sharing in words, for every page that tells of one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from wayhome.disclosure import further
from wayhome.disclosure.queries.disclosures import DisclosureView, ItemView
from wayhome.disclosure.recipients import called
from wayhome.missing.web.timeline import kind_title
from wayhome.packs.sharing import Choice, load_sharing
from wayhome.plans.queries import plans
from wayhome.platform.queries import posts
from wayhome.record.queries import documents, standing
from wayhome.ui import words
from wayhome.ui.components import Cell, Column, Empty, Row, SummaryRow, Table

UNSEEN = "Something you may not see: ask whoever shared it"
COLUMNS = ("When", "With whom", "What became of it", "Why", "Acknowledged", "Corrections to send")


@dataclass(frozen=True, slots=True)
class ItemShown:
    """One thing that was shared in words; `correction` says what became of it, "" while it stands."""

    id: UUID
    title: str
    correction: str


def table(caption: str, found: Iterable[DisclosureView], empty: str) -> Table:
    """Return sharings as a table."""
    rows = tuple(
        Row(
            f"sharing-{each.id}",
            (
                Cell(words.when(each.decided_at), f"/sharings/{each.id}"),
                Cell(called(each.to)),
                Cell("Shared" if each.shared else "Not shared"),
                Cell(each.purpose),
                Cell(acknowledged(each)),
                Cell(str(len(each.to_correct)) if each.to_correct else "None"),
            ),
            urgent=bool(each.to_correct),
        )
        for each in found
    )
    return Table(caption, tuple(map(Column, COLUMNS)), rows, Empty(empty))


def acknowledged(each: DisclosureView) -> str:
    """Say whether and when it was acknowledged."""
    if not each.shared:
        return "Nothing to acknowledge"
    step = each.acknowledged
    return f"{words.when(step.at)}: {step.how}" if step else "Not yet"


def summary(each: DisclosureView) -> list[SummaryRow]:
    """Return everything that was said of a sharing, for whoever may see it."""
    terms = load_sharing()
    who = posts.colleagues({u for u in (each.decided_by, each.by_user) if u})
    name = {id_: f"{c.name}, {c.agency}" for id_, c in who.items()}
    rows = [
        ("With whom", called(each.to)),
        ("Decision", "It was shared" if each.shared else "It was not shared"),
        ("Asked for" if not each.shared else "Said beside it", each.asked_for),
        ("Why", each.purpose),
        ("Lawful basis", "; ".join(f"{terms.bases[b].title} ({terms.bases[b].cite})" for b in each.bases if b in terms.bases)),
        ("What the child said", _title(terms.positions.get(each.child_position))),
        ("What the parents or carers said", _title(terms.positions.get(each.parent_position))),
        ("Why it went on without agreement", each.without_why),
        ("Passing it on", ". ".join(w for w in (_title(terms.onward.get(each.onward)), each.onward_words) if w)),
        ("How it was given", each.how),
        ("Decided by", f"{name.get(each.decided_by, 'A colleague')}, {words.when(each.decided_at)}"),
        ("Recorded by", f"{name.get(each.by_user, 'A colleague') if each.by_user else 'A colleague'}, {words.when(each.recorded_at)}"),
    ]  # fmt: skip
    return [SummaryRow(key, said) for key, said in rows if said]


def _title(choice: Choice | None) -> str:
    return choice.title if choice else ""


def items(each: DisclosureView) -> list[ItemShown]:
    """Return what was shared, each as the reader may see it."""
    facts = {e.id: e for e in standing.entries_of(each.child, [i.fact for i in each.items if i.fact])}
    files = {d.id: d for d in documents.of_child(each.child)}
    mine = plans.of_child(each.child)
    versions = {v.id: (p.kind.title, v.number) for p in mine.values() for v in plans.versions(p.id)}
    others = dict(further.offered(each.child)) if any(item.other for item in each.items) else {}
    made = []
    for item in each.items:
        title = UNSEEN
        if item.fact in facts:
            entry = facts[item.fact]
            title = f"{kind_title(entry.kind)}, {words.when(entry.happened_from or entry.told_at)}"
        elif item.document in files:
            title = f"File: {files[item.document].title}"
        elif item.version in versions:
            title = f"{versions[item.version][0]}, version {versions[item.version][1]}"
        elif item.other in others:
            title = others[item.other]
        made.append(ItemShown(item.id, title, _correction(item)))
    return made


def _correction(item: ItemView) -> str:
    if item.since is None:
        return ""
    what = "Corrected" if item.since.now else "Withdrawn"
    return f"{what} {words.when(item.since.at)}, because: {item.since.reason}"
