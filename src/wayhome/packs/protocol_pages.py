"""A protocol as a page for people: every duty and meeting in plain words, where it is written, and worked examples.

The same page is kept in docs/reference/protocols/ and shown inside the product. To write them again:
`wayhome protocol show --write`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from wayhome.engine.explain import moment_words
from wayhome.engine.language import Clock, Protocol
from wayhome.engine.readings import State
from wayhome.packs.england.pages import as_markdown as england_as_markdown
from wayhome.packs.england.reading import load_england
from wayhome.packs.examples import Check, every_check
from wayhome.packs.forum_words import forum_rows
from wayhome.packs.forums import load_forums
from wayhome.packs.indicator_examples import indicator_example_files, read_indicator_examples
from wayhome.packs.indicator_words import check_words, indicator_rows
from wayhome.packs.indicators import load_indicators
from wayhome.packs.loading import clock_files, england_calendar, load_names, load_protocol, protocol_ids
from wayhome.packs.names import Names
from wayhome.packs.places import protocols_home
from wayhome.packs.rule_words import Row, rule_rows

_SAID = {
    "none": "no such duty",
    State.NOT_STARTED: "coming",
    State.RUNNING: "running",
    State.DUE_SOON: "due soon",
    State.BREACHED: "overdue",
    State.MET: "done in time",
    State.MET_LATE: "done late",
    State.STOOD_DOWN: "no longer needed",
    State.CANNOT_TELL: "cannot be told, and somebody is asked",
}


@dataclass(frozen=True, slots=True)
class ExampleWords:
    """One worked example: what it is about, and what is said at each moment."""

    title: str
    moments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RulePage:
    """One duty: its words, and its examples."""

    id: str
    title: str
    why: str
    rows: tuple[Row, ...]
    examples: tuple[ExampleWords, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """The duties of one file, under a heading of the file's own name."""

    title: str
    rules: tuple[RulePage, ...]


@dataclass(frozen=True, slots=True)
class ProtocolPage:
    """A whole protocol: its duties, its meetings, `figures`: what it measures, `gaps`: gaps.md without its heading."""

    id: str
    line: str
    title: str
    sources: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    meetings: tuple[RulePage, ...]
    figures: tuple[RulePage, ...]
    gaps: str

    @property
    def rules(self) -> tuple[RulePage, ...]:
        """Every duty, in the order of the document."""
        return tuple(rule for chapter in self.chapters for rule in chapter.rules)

    def rule(self, rule_id: str) -> RulePage | None:
        """Return one duty, or None."""
        return next((rule for rule in self.rules if rule.id == rule_id), None)

    def meeting(self, forum_id: str) -> RulePage | None:
        """Return one meeting, or None."""
        return next((meeting for meeting in self.meetings if meeting.id == forum_id), None)

    def figure(self, indicator_id: str) -> RulePage | None:
        """Return one indicator, or None."""
        return next((figure for figure in self.figures if figure.id == indicator_id), None)


@cache
def protocol_page(line: str) -> ProtocolPage:
    """Return the page of a shipped protocol as it is here now. Raises PackFault."""
    protocol, names = load_protocol(line), load_names()
    folder = protocols_home() / protocol.line
    checks: dict[str, list[Check]] = {}
    for check in every_check(folder, protocol, names):
        checks.setdefault(check.clock, []).append(check)
    clocks = {clock.id: clock for clock in protocol.clocks}
    chapters = tuple(
        Chapter(_heading(name), tuple(_rule(clocks[each], checks.get(each, ()), names) for each in ids))
        for name, ids in clock_files(folder)
    )
    used = dict.fromkeys(cite.source for clock in protocol.clocks for cite in clock.cite)
    told = tuple(f"{short}: {names.sources[short].title}, {names.sources[short].dated}" for short in used)
    figures = _figures(protocol, folder, names)
    meetings = tuple(
        RulePage(each.id, each.title, each.purpose, forum_rows(each, names), ()) for each in load_forums(protocol.line)
    )
    return ProtocolPage(protocol.id, protocol.line, protocol.title, told, chapters, meetings, figures, _gaps(folder))


def _figures(protocol: Protocol, folder: Path, names: Names) -> tuple[RulePage, ...]:
    """What the protocol measures, each with its examples; one that waits for a register has none."""
    indicators = {each.id: each for each in load_indicators(protocol.line)}
    calendar = england_calendar()
    examples: dict[str, dict[str, list[str]]] = {}
    for path in indicator_example_files(folder):
        for check in read_indicator_examples(path, indicators, names.vocabulary):
            told = examples.setdefault(check.indicator.id, {})
            told.setdefault(check.title, []).append(check_words(check, protocol, calendar))
    return tuple(
        RulePage(
            each.id,
            each.title,
            "",
            indicator_rows(each, protocol, names),
            tuple(ExampleWords(title, tuple(said)) for title, said in examples.get(each.id, {}).items()),
        )
        for each in indicators.values()
    )


def _rule(clock: Clock, checks: Iterable[Check], names: Names) -> RulePage:
    examples: dict[str, list[str]] = {}
    for check in checks:
        examples.setdefault(check.title, []).append(_moment(check))
    told = tuple(ExampleWords(title, tuple(dict.fromkeys(moments))) for title, moments in examples.items())
    return RulePage(clock.id, clock.title, clock.why, rule_rows(clock, names), told)


def _moment(check: Check) -> str:
    due = f", due {moment_words(check.due)}" if check.due else ""
    return f"{moment_words(check.as_of)}: {_SAID[State(check.state) if check.state != 'none' else 'none']}{due}"


def _heading(name: str) -> str:
    words = name.replace("-", " ")
    return words[:1].upper() + words[1:]


def _gaps(folder: Path) -> str:
    path = folder / "gaps.md"
    if not path.is_file():
        return ""
    return path.read_text(encoding="utf-8").partition("\n")[2].strip()


def as_markdown(page: ProtocolPage) -> str:
    """Return the page in Markdown, the whole of docs/reference/protocols/<line>.md."""
    return "\n".join(_lines(page)).rstrip() + "\n"


def _lines(page: ProtocolPage) -> Iterator[str]:
    yield from (f"# {page.title}", "")
    yield f"Written by `wayhome protocol show --write` from the pack `{page.id}`. {len(page.rules)} duties."
    yield from ("", "Written from:", "", *(f"- {source}" for source in page.sources), "")
    for chapter in page.chapters:
        yield from (f"## {chapter.title}", "")
        for rule in chapter.rules:
            yield from _rule_lines(rule)
    if page.meetings:
        yield from ("## Meetings", "", _MEETINGS, "")
        for meeting in page.meetings:
            yield from _rule_lines(meeting)
    if page.figures:
        yield from ("## What is measured", "", _MEASURED, "")
        for figure in page.figures:
            yield from _rule_lines(figure)
    if page.gaps:
        yield from ("## What the documents leave open", "", page.gaps.replace("\n## ", "\n### "))


_MEETINGS = (
    "What puts somebody onto an agenda is asked of everybody's record each time it is made. Silence is never a no: of whom "
    "nobody can tell is listed too, with what to ask."
)
_MEASURED = (
    "A period runs from its first day up to the day after its last. What cannot be told, because nobody recorded when "
    "it happened or how it stood, is never in a figure: it stands beside it."
)


def _rule_lines(rule: RulePage) -> Iterator[str]:
    yield from (
        f"### {rule.title}",
        "",
        *((rule.why, "") if rule.why else ()),
        f"`{rule.id}`",
        "",
        "| | |",
        "|---|---|",
    )
    yield from (f"| {row.label} | {row.said.replace('|', '/')} |" for row in rule.rows)
    yield from ("", *_examples(rule))


def _examples(rule: RulePage) -> Iterator[str]:
    for example in rule.examples:
        yield f"- {example.title}"
        yield from (f"  - {moment}" for moment in example.moments)
    yield ""


def pages() -> dict[str, str]:
    """Return every protocol's page in Markdown, by the name of its file."""
    found = {f"{line}.md": as_markdown(protocol_page(line)) for line in protocol_ids()}
    return {**found, "england.md": england_as_markdown(load_england())}
