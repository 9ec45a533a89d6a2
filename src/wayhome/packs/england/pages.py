"""The national pack as a page for people: what is confirmed, and beside it, marked, what is not."""

from __future__ import annotations

from collections.abc import Iterator

from wayhome.engine.explain import citation_words
from wayhome.engine.plain_times import day_words
from wayhome.packs.england.entries import Catalogue, Dates, Entry, Statement
from wayhome.packs.england.reading import England

LABELS = {
    "who": "Who", "test": "Test", "time": "Time", "took": "How long it took", "means": "What it means",
    "applicant": "Who asks or decides", "also": "Also", "court": "Court", "effect": "What it does",
    "duration": "How long it lasts", "avoid": "Avoid", "say": "Say", "why": "Why",
}  # fmt: skip
NOT_CONFIRMED = "Not confirmed"


def statement_words(statement: Statement) -> str:
    """Say one statement, with its dates, and with its doubt where it could not be confirmed."""
    said = " / ".join(statement.texts)
    dates = dates_words(statement.dates)
    doubt = f" [{NOT_CONFIRMED}, so off: {statement.doubt}]" if statement.doubt else ""
    return f"{said}{f' ({dates})' if dates else ''}{doubt}"


def dates_words(dates: Dates) -> str:
    """Say when something holds: "" where nothing limits it."""
    if dates.awaiting:
        return f"not in force. {dates.awaiting}"
    said = [f"from {day_words(dates.from_)}"] if dates.from_ else []
    said += [f"until {day_words(dates.until)}"] if dates.until else []
    said += [f"days not confirmed: {dates.doubt}"] if dates.doubt else []
    return ", ".join(said)


def entry_rows(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield an entry's lines: label and words, then when it is in force and where it is written."""
    for name, versions in entry.statements.items():
        for version in versions:
            yield LABELS[name], statement_words(version)
    if dates := dates_words(entry.dates):
        yield "In force", dates[:1].upper() + dates[1:]
    yield "Written in", "; ".join(citation_words(each) for each in entry.cite)


def as_markdown(england: England) -> str:
    """Return the page in Markdown, the whole of docs/reference/protocols/england.md."""
    return "\n".join(_lines(england)).rstrip() + "\n"


def _lines(england: England) -> Iterator[str]:
    yield from (f"# {england.title}", "")
    yield f"Written by `wayhome protocol show --write` from the pack `england@{england.version}`."
    yield f'What is marked "{NOT_CONFIRMED.lower()}" could not be read in the document it rests on. It is off: no other page shows it.'
    for catalogue in england.catalogues.values():
        yield from _catalogue(catalogue)


def _catalogue(catalogue: Catalogue) -> Iterator[str]:
    yield from ("", f"## {catalogue.title}")
    for entry in catalogue.entries:
        code = f" (`{entry.code}`)" if entry.code else ""
        yield from ("", f"### {entry.title}{code}", "", "| | |", "|---|---|")
        yield from (f"| {label} | {said.replace('|', '/')} |" for label, said in entry_rows(entry))
