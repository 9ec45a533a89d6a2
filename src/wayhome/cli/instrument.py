"""`wayhome instrument`: list and show instruments and forms; load a partnership's own items into a frame."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from wayhome.engine.errors import EngineError
from wayhome.engine.instruments import Instrument, Item
from wayhome.packs.errors import PackFault
from wayhome.packs.instrument_import import load_items
from wayhome.packs.instruments import instrument_lines, instruments_of, load_instrument
from wayhome.packs.result_words import cited

WRONG = 2


@click.group()
def command() -> None:
    """Instruments and forms: list them, read one, load a partnership's own items."""


@command.command(name="list")
@click.option("--protocol", "protocol_id", metavar="P", help="Only this protocol's, and what is national.")
def list_(protocol_id: str | None) -> None:
    """List every instrument and form."""
    lines = (protocol_id,) if protocol_id else instrument_lines()
    for line in lines:
        for each in instruments_of(line):
            if protocol_id or each.protocol == line:
                click.echo(f"{each.protocol:<26} {each.id:<32} {each.title}")


@command.command()
@click.argument("instrument_id", metavar="INSTRUMENT")
@click.option("--protocol", "protocol_id", required=True, metavar="P", help="Whose instrument.")
def show(instrument_id: str, protocol_id: str) -> None:
    """Show what INSTRUMENT asks, what counts, its levels and what follows."""
    try:
        for line in _shown(load_instrument(protocol_id, instrument_id)):
            click.echo(line)
    except (PackFault, EngineError) as fault:
        click.echo(str(fault), err=True)
        sys.exit(WRONG)


@command.command(name="import")
@click.argument("items", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="ITEMS.CSV")
@click.option("--protocol", "protocol_id", required=True, metavar="P", help="The protocol that has the frame.")
@click.option("--instrument", "frame_id", default="ceraf", show_default=True, help="The frame to fill in.")
@click.option(
    "--levels",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Where each level ends: id, from, to.",
)
@click.option("--version", required=True, help="A name for this set of items, such as 2026.1.")
@click.option("--owner", required=True, help="Whose items they are, and by whose leave you use them.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="The folder to write to.")
def import_(
    items: Path, protocol_id: str, frame_id: str, levels: Path | None, version: str, owner: str, out: Path
) -> None:
    """Load a partnership's own ITEMS.CSV into a frame, checked and versioned.

    Without --levels the level stays a professional's judgement: no cut-off is made up. Exit code 2: something cannot
    be used, and the message names the file and line.
    """
    try:
        done = load_items(protocol_id, frame_id, items, levels=levels, version=version, owner=owner, out=out)
    except (PackFault, EngineError) as fault:
        click.echo(str(fault), err=True)
        sys.exit(WRONG)
    count = sum(1 for _ in done.instrument.items())
    click.echo(
        f"{'Already there' if done.already else 'Written'}: {done.path} ({done.instrument.name}, {count} items)."
    )
    click.echo(f"Score a form with: wayhome score {done.path} --answers FILE")


def _shown(instrument: Instrument) -> Iterator[str]:
    yield f"{instrument.title} ({instrument.name})"
    yield f"Source: {instrument.source} ({cited(instrument.cite)})"
    yield f"Licence: {instrument.licence}"
    if instrument.frame:
        yield "A frame: its items are loaded with wayhome instrument import."
    for window in instrument.windows:
        yield f"Window {window.id}: {window.label}, counted from {instrument.reference}"
    for section in instrument.sections:
        yield from ("", section.title, *(f"  {_item(item)}" for item in section.items))
    if instrument.levels:
        yield from ("", "Levels:")
        for level in instrument.levels:
            points = (
                ""
                if level.least is None
                else f" {level.least} to {level.most if level.most is not None else instrument.most} points."
            )
            yield f"  {level.label}:{points} {level.meaning}".rstrip()
    for head, rules in (
        ("Added:", instrument.additions),
        ("Never lower:", instrument.floors),
        ("Found:", instrument.findings),
    ):
        if rules:
            yield from ("", head, *(f"  {rule.label} ({cited(rule.cite)})" for rule in rules))
    if instrument.actions:
        yield from ("", "What follows:")
        yield from (
            f"  {'/'.join(a.levels) or 'always'}, {a.weight}: {a.text} ({cited(a.cite)})" for a in instrument.actions
        )


def _item(item: Item) -> str:
    points = ", ".join(f"{key} {number}" for key, number in item.points.items())
    chosen = "; ".join(f"{option.id}: {option.label}" for option in item.options)
    more = [item.kind.value, *([f"points: {points}"] if points else []), *([chosen] if chosen else [])]
    return f"{item.id}: {item.label} [{', '.join([*more, *(['required'] if item.required else [])])}]"
