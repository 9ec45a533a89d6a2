"""`wayhome protocol diff A B`: how two protocols, two versions, or a protocol and an overlay differ, duty by duty."""

from __future__ import annotations

from collections.abc import Iterator

import click

from wayhome.cli.protocol.finding import law_named, named_faults
from wayhome.engine.language import Clock, Protocol
from wayhome.engine.strictness import looser
from wayhome.packs.loading import england_calendar, load_names
from wayhome.packs.overlays import looser_words
from wayhome.packs.rule_words import rule_rows


@click.command()
@click.argument("a")
@click.argument("b")
def diff(a: str, b: str) -> None:
    """Say how B differs from A. Each is an id, an id with a version, or an overlay file.

    Where both have a duty, its changed lines are shown, and whether it asks more or less, judged by the times it gives.
    """
    with named_faults():
        first, second = law_named(a), law_named(b)
        lines = list(differences(first, second))
    click.echo(f"{first.id}\n{second.id}\n")
    for line in lines or ["No duty differs."]:
        click.echo(line)


def differences(first: Protocol, second: Protocol) -> Iterator[str]:
    """Yield the lines that say how the second differs from the first."""
    was, now = ({clock.id: clock for clock in each.clocks} for each in (first, second))
    for clock_id in [*was, *(each for each in now if each not in was)]:
        if clock_id not in now:
            yield f"- {clock_id}: {was[clock_id].title}"
        elif clock_id not in was:
            yield f"+ {clock_id}: {now[clock_id].title}"
        elif was[clock_id] != now[clock_id]:
            yield from _changed(was[clock_id], now[clock_id])


def _changed(before: Clock, after: Clock) -> Iterator[str]:
    names, calendar = load_names(), england_calendar()
    yield f"~ {after.id}: {after.title}"
    old = {row.label: row.said for row in rule_rows(before, names)}
    new = {row.label: row.said for row in rule_rows(after, names)}
    for label in [*old, *(each for each in new if each not in old)]:
        if old.get(label) != new.get(label):
            yield f"    {label}: {old.get(label, 'nothing')} -> {new.get(label, 'nothing')}"
    less, more = looser(before, after, calendar), looser(after, before, calendar)
    for each in less:
        yield f"    asks less: {looser_words(each)}"
    if more and not less:
        yield "    asks more, and nowhere less"
