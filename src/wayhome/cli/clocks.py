"""`wayhome clocks`: what is due for one child under one protocol, from a file of facts. No database."""

from __future__ import annotations

import json
import re
import sys
from datetime import datetime
from pathlib import Path

import click

from wayhome.engine.clocks import read
from wayhome.engine.errors import EngineError
from wayhome.packs.documents import Document, Place, decoded
from wayhome.packs.errors import PackFault, Problem
from wayhome.packs.loading import england_calendar, load_protocol, pack_hash
from wayhome.packs.moments import instant
from wayhome.packs.reading_words import Told, as_lines, as_plain
from wayhome.packs.situations import parse_situation
from wayhome.packs.vocabulary import load_vocabulary

WRONG = 2  # what was given cannot be read: the message names the file and the line


@click.command()
@click.option("--protocol", "protocol_id", required=True, metavar="P", help="Such as portsmouth-pathway.")
@click.option(
    "--situation", "source", required=True, metavar="FILE", help="Facts with times; - reads them from a pipe."
)
@click.option(
    "--as-of", "as_of", required=True, metavar="TIME", help="The moment to read at, such as 2026-03-06T22:00Z."
)
@click.option("--known-at", "known_at", metavar="TIME", help="Only what was recorded by then; everything if left out.")
@click.option("--json", "as_json", is_flag=True, help="For another program to read.")
def clocks(protocol_id: str, source: str, as_of: str, known_at: str | None, as_json: bool) -> None:
    """Show every duty for one child: id, state, due, owner, citation, why.

    Reads under the protocol named, whatever its dates in force. A time without an offset is British
    wall time. Exit code 2: something given cannot be read, and the message names the file and line.
    """
    try:
        protocol = load_protocol(protocol_id)
        situation = parse_situation(*_given(source), load_vocabulary())
        moment = _moment("--as-of", as_of)
        known = None if known_at is None else _moment("--known-at", known_at)
        readings = read(protocol, situation, england_calendar(), moment, known, dates_in_force=False)
    except (PackFault, EngineError) as fault:
        click.echo(str(fault), err=True)
        sys.exit(WRONG)
    told = Told(protocol, situation, moment, known, readings)
    if as_json:
        click.echo(json.dumps(as_plain(told, pack_hash(protocol_id)), indent=2, ensure_ascii=False))
        return
    for line in as_lines(told):
        click.echo(line)


def _given(source: str) -> tuple[str, str]:
    if source == "-":
        return decoded(sys.stdin.buffer.read(), "(standard input)"), "(standard input)"
    path = Path(source)
    if not path.is_file():
        raise click.UsageError(f"There is no file '{source}'. Write one as docs/reference/situation.md shows.")
    return decoded(path.read_bytes(), source), source


def _moment(option: str, word: str) -> datetime:
    if re.fullmatch(r"\d{4}-\d\d-\d\d", word):
        raise PackFault(Problem(option, 1, f"'{word}' is a whole day.", f"Add the time of day: {word} 12:00."))
    return instant(Place(Document(option), (), word))
