"""The same duty in each protocol, side by side: where the documents differ, both stay in sight."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from wayhome.engine.explain import citation_words
from wayhome.engine.language import Clock, Due, Repeats, Span, SpanByState, StartsOnCount
from wayhome.engine.plain_times import span_words
from wayhome.packs.documents import Place, read_document, root
from wayhome.packs.elements import element
from wayhome.packs.loading import load_protocol

_HEAD = """# The same duty, side by side

Written by `wayhome protocol coverage --write` from `side-by-side.yaml` and the packs. The documents do not agree with each
other. Nothing here is smoothed over: each value is that of its own document, and a partnership runs one of them.
"""


def side_by_side(path: Path) -> str:
    """Return the page, in Markdown. Raises PackFault when the table names a clock that is not there."""
    return "\n".join(_lines(root(read_document(path)))) + "\n"


def _lines(top: Place) -> Iterator[str]:
    top.only("duties")
    yield _HEAD
    for duty in top["duties"].each():
        duty.only("duty", "differs", "clocks")
        yield from (f"## {duty['duty'].text()}", "", duty["differs"].text(), "")
        yield from ("| protocol | duty | when it starts counting | due | again | from |", "|---|---|---|---|---|---|")
        for place in duty["clocks"].each():
            found = element(place)
            protocol = load_protocol(found.line)
            clock = next(each for each in protocol.clocks if each.id == found.id)
            cited = "; ".join(citation_words(each) for each in clock.cite)
            again = due_words(clock.repeats) if clock.repeats else ""
            yield f"| {protocol.title} | {clock.title} | {_starts(clock)} | {due_words(clock.due)} | {again} | {cited} |"
        yield ""


def _starts(clock: Clock) -> str:
    if isinstance(clock.starts, StartsOnCount):
        return f"the last of {clock.starts.count} within {span_words(clock.starts.span)}"
    kinds = getattr(getattr(clock.starts, "trigger", None), "kinds", ())
    said = " or ".join(f"`{kind}`" for kind in kinds) or "when its condition comes true"
    return f"{said}, once we are told" if clock.counts_from == "told" else said


def due_words(due: Due | Repeats) -> str:
    """Return a length in words: "72 hours", "at once", or each value of a state with its own."""
    length = due.after if isinstance(due, Due) else due.every
    if length is None:
        return "at once"
    if isinstance(length, SpanByState):
        return "; ".join(f"{value}: {span_words(span)}" for value, span in length.spans.items())
    assert isinstance(length, Span)
    moved = "; a day off moves it to the next working day" if due.roll else ""
    return span_words(length) + moved
