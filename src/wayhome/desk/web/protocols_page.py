"""The pages of the arrangements as values for their templates. No child is on any of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from wayhome.clocks.queries.activations import ActivationView
from wayhome.engine.explain import citation_words, moment_words
from wayhome.engine.instruments import Instrument, Item
from wayhome.engine.language import Protocol
from wayhome.packs.england.entries import Catalogue, Entry
from wayhome.packs.england.pages import LABELS, dates_words
from wayhome.packs.england.reading import England
from wayhome.packs.gaps import Part, parts
from wayhome.packs.instruments import Listed
from wayhome.packs.loading import load_names, load_protocol, protocol_ids
from wayhome.packs.protocol_pages import Chapter, ExampleWords, ProtocolPage, RulePage
from wayhome.packs.rule_words import Row as RuleRow
from wayhome.packs.rule_words import rule_rows
from wayhome.ui.components import Cell, Column, Empty, Link, Row, SummaryRow, Table


@dataclass(frozen=True, slots=True)
class Browser:
    """Every protocol, and the changes of law of this partnership."""

    in_force: str
    protocols: Table
    changes: Table
    national: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """One part of what the documents leave open; `table` None where it has none."""

    title: str
    paragraphs: tuple[str, ...]
    points: tuple[str, ...]
    table: Table | None


@dataclass(frozen=True, slots=True)
class Contents:
    """One protocol: a table of its duties for each chapter, what it measures, and what its documents leave open."""

    title: str
    id: str
    sources: tuple[str, ...]
    chapters: tuple[Table, ...]
    meetings: Table
    instruments: tuple[Link, ...]
    measured: Table
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class RuleView:
    """One duty: its words and examples. `law` names a law of the partnership that has values of its own."""

    title: str
    why: str
    id: str
    law: str
    own_values: bool
    protocol: Link
    rows: tuple[SummaryRow, ...]
    examples: tuple[ExampleWords, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """An instrument as it is filled in: a table a section, then its levels and what follows."""

    title: str
    source: str
    licence: str
    protocol: Link
    sections: tuple[Table, ...]
    levels: tuple[SummaryRow, ...]
    actions: tuple[SummaryRow, ...]
    frame: bool


@dataclass(frozen=True, slots=True)
class NationalEntry:
    """One entry as it holds today: its lines, and whether anything about it is not confirmed."""

    id: str
    title: str
    rows: tuple[SummaryRow, ...]
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class National:
    """One catalogue of the national pack."""

    title: str
    entries: tuple[NationalEntry, ...]
    unconfirmed: bool
    other: Link


def browser(active: Protocol, changes: Sequence[ActivationView], england: England) -> Browser:
    """Return the list of protocols, the one in force first said."""
    rows = []
    for line in protocol_ids():
        here = load_protocol(line)
        mine = "Yes" if here.line == active.line else "No"
        cells = (
            Cell(here.title, reverse("protocol", args=[line])),
            Cell(here.id.partition("@")[2]),
            Cell(str(len(here.clocks))),
            Cell(mine),
        )
        rows.append(Row(f"protocol-{line}", cells))
    columns = (Column("Protocol"), Column("Version"), Column("Duties", numeric=True), Column("Yours"))
    changed = tuple(
        Row(f"change-{each.id}", (Cell(moment_words(each.from_at)), Cell(each.law), Cell(each.by), Cell(each.because)))
        for each in reversed(changes)
    )
    return Browser(
        in_force=f"{active.title}, version {active.id.partition('@')[2]}",
        protocols=Table("Protocols", columns, tuple(rows), Empty("No protocol is here."), caption_hidden=True),
        changes=Table(
            "What has been put in force",
            tuple(map(Column, ("From", "Protocol", "By", "Because"))),
            changed,
            Empty("Nothing has been changed since this partnership began."),
        ),
        national=tuple(Link(each.title, reverse("national", args=[key])) for key, each in england.catalogues.items()),
    )


def contents(page: ProtocolPage, instruments: Sequence[Listed]) -> Contents:
    """Return a protocol's page: each duty with when it is due and whose it is."""
    return Contents(
        title=page.title,
        id=page.id,
        sources=page.sources,
        chapters=tuple(_chapter(page.line, chapter) for chapter in page.chapters),
        meetings=_meetings(page),
        instruments=tuple(Link(each.title, reverse("instrument", args=[page.line, each.id])) for each in instruments),
        measured=_measured(page),
        gaps=tuple(_gap(each) for each in parts(page.gaps)),
    )


def _meetings(page: ProtocolPage) -> Table:
    rows = tuple(
        Row(
            f"meeting-{each.id}",
            (Cell(each.title, reverse("protocol-meeting", args=[page.line, each.id])), Cell(said["Meets"]), Cell(said["About"])),
        )
        for each in page.meetings
        for said in ({row.label: row.said for row in each.rows},)
    )  # fmt: skip
    columns = (Column("Meeting"), Column("Meets"), Column("About"))
    return Table("Meetings", columns, rows, Empty("This protocol names no meeting."))


def _measured(page: ProtocolPage) -> Table:
    rows = []
    for figure in page.figures:
        said = {row.label: row.said for row in figure.rows}
        href = reverse("indicator", args=[page.line, figure.id])
        rows.append(
            Row(f"figure-{figure.id}", (Cell(figure.title, href), Cell(said["Counted"]), Cell(said["Reported"])))
        )
    columns = (Column("Figure"), Column("Counted"), Column("Reported"))
    return Table("What is measured", columns, tuple(rows), Empty("This protocol measures nothing."))


def _gap(part: Part) -> Gap:
    """A part of gaps.md; its table stands under the part's heading."""
    rows = (Row(f"gap-{number}", tuple(map(Cell, row))) for number, row in enumerate(part.rows))
    columns = tuple(Column(each[:1].upper() + each[1:]) for each in part.headings)
    table = Table(part.title, columns, tuple(rows), Empty("Nothing."), caption_hidden=True) if part.rows else None
    return Gap(part.title, part.paragraphs, part.points, table)


def plain(page: ProtocolPage, found: RulePage) -> RuleView:
    """Return one indicator, or one meeting: its words and examples."""
    return RuleView(
        title=found.title,
        why=found.why,
        id=found.id,
        law=page.id,
        own_values=False,
        protocol=Link(page.title, reverse("protocol", args=[page.line])),
        rows=tuple(SummaryRow(row.label, row.said) for row in found.rows),
        examples=tuple(ExampleWords(e.title[:1].upper() + e.title[1:], e.moments) for e in found.examples),
    )


def _chapter(line: str, chapter: Chapter) -> Table:
    rows = []
    for rule in chapter.rules:
        said = {row.label: row.said for row in rule.rows}
        href = reverse("rule", args=[line, rule.id])
        rows.append(Row(f"rule-{rule.id}", (Cell(rule.title, href), Cell(said["Due"]), Cell(said["Whose"]))))
    columns = (Column("Duty"), Column("Due"), Column("Whose"))
    return Table(chapter.title, columns, tuple(rows), Empty("This chapter has no duty."))


def rule(page: ProtocolPage, found: RulePage | None, clock_id: str, law: Protocol | None) -> RuleView | None:
    """Return one duty as the protocol has it, or as one of the partnership's laws has it; None when neither does."""
    own = next((clock for clock in law.clocks if clock.id == clock_id), None) if law else None
    rows: tuple[RuleRow, ...] = rule_rows(own, load_names()) if own else found.rows if found else ()
    if not rows:
        return None
    return RuleView(
        title=own.title if own else found.title if found else clock_id,
        why=own.why if own else found.why if found else "",
        id=clock_id,
        law=law.id if own and law else page.id,
        own_values=bool(own and (found is None or rows != found.rows)),
        protocol=Link(page.title, reverse("protocol", args=[page.line])),
        rows=tuple(SummaryRow(row.label, row.said) for row in rows),
        examples=tuple(ExampleWords(e.title[:1].upper() + e.title[1:], e.moments) for e in found.examples)
        if found
        else (),
    )


def preview(page: ProtocolPage, instrument: Instrument) -> Preview:
    """Return an instrument as a reader may look it over."""
    labels = {level.id: level.label for level in instrument.levels}
    return Preview(
        title=f"{instrument.title}, version {instrument.version}",
        source=instrument.source,
        licence=instrument.licence,
        protocol=Link(page.title, reverse("protocol", args=[page.line])),
        sections=tuple(
            Table(
                each.title,
                (Column("Item"), Column("How it is answered")),
                tuple(Row(f"item-{item.id}", (Cell(item.label), Cell(_answered(item)))) for item in each.items),
                Empty("A partnership loads its own items here."),
            )
            for each in instrument.sections
        ),
        levels=tuple(
            SummaryRow(each.label, _points(each.least, each.most, each.meaning)) for each in instrument.levels
        ),
        actions=tuple(
            SummaryRow(
                ", ".join(labels[each] for each in action.levels) or "When it applies",
                f"{action.text} ({'; '.join(map(citation_words, action.cite))})",
            )
            for action in instrument.actions
        ),
        frame=instrument.frame,
    )


def _answered(item: Item) -> str:
    options = " / ".join(option.label for option in item.options)
    reason = ", with the reason" if item.reason else ""
    return f"{options or _KINDS.get(item.kind.value, item.kind.value)}{reason}"


_KINDS = {"tick": "Ticked or not", "text": "In words", "date": "A day", "number": "A number", "table": "Line by line"}


def _points(least: int | None, most: int | None, meaning: str) -> str:
    if least is None and most is None:
        return meaning or "By its own rule"
    score = f"{least} or more" if most is None else f"{least or 0} to {most}"
    return f"{score}. {meaning}" if meaning else score


def catalogue(found: Catalogue, today: date, *, unconfirmed: bool) -> National:
    """Return a catalogue as it holds today: what is confirmed, and only if asked for, what is not."""
    here = reverse("national", args=[found.id])
    other = (
        Link("Show only what is confirmed", here)
        if unconfirmed
        else Link("Show also what is not confirmed", f"{here}?unconfirmed=1")
    )
    return National(found.title, tuple(_entry(each, today, unconfirmed) for each in found.entries), unconfirmed, other)


def _entry(entry: Entry, today: date, unconfirmed: bool) -> NationalEntry:
    rows, doubts = [], []
    for name in entry.statements:
        said = entry.said(name, today, unconfirmed=unconfirmed)
        rows.append(SummaryRow(LABELS[name], " / ".join(said.texts) if said else "Not confirmed. Ask legal services."))
        if said and said.doubt:
            doubts.append(f"{LABELS[name]}: {said.doubt}")
    held = {True: "Yes", False: "No", None: "Cannot be told"}[entry.in_force(today, unconfirmed=unconfirmed)]
    dates = dates_words(entry.dates)
    rows.append(SummaryRow("In force today", f"{held}, {dates}" if dates else held))
    rows.append(SummaryRow("Written in", "; ".join(map(citation_words, entry.cite))))
    title = f"{entry.title} ({entry.code})" if entry.code else entry.title
    return NationalEntry(entry.id, title, tuple(rows), tuple(doubts))
