"""`wayhome score INSTRUMENT`: what an instrument says of one filled-in form, without a database."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from wayhome.engine.errors import EngineError
from wayhome.engine.instruments import Instrument
from wayhome.engine.scoring import score as score_form
from wayhome.packs.answers import filing
from wayhome.packs.documents import Document, Place, decoded, parse_document, root
from wayhome.packs.errors import PackFault, Problem
from wayhome.packs.instruments import instrument_lines, instruments_of, load_instrument, read_instrument
from wayhome.packs.result_words import as_lines, as_plain

WRONG = 2


@click.command()
@click.argument("instrument_id", metavar="INSTRUMENT")
@click.option("--answers", "source", required=True, metavar="FILE", help="The filled-in form; - reads it from a pipe.")
@click.option("--protocol", "protocol_id", metavar="P", help="Whose instrument; may be left out where only one has it.")
@click.option("--json", "as_json", is_flag=True, help="For another program to read.")
def score(instrument_id: str, source: str, protocol_id: str | None, as_json: bool) -> None:
    """Score a filled-in INSTRUMENT: score, level, how much is known, every rule that had its say, what follows.

    INSTRUMENT is an id such as seraf, or a file that 'wayhome instrument import' wrote. Exit code 2: something
    given cannot be read, and the message names the file and line.
    """
    try:
        top = root(parse_document(*_given(source)))
        instrument = _instrument(instrument_id, protocol_id, top)
        filed = filing(top, instrument)
        result = score_form(instrument, filed.answers, filed.judgement)
    except (PackFault, EngineError) as fault:
        click.echo(str(fault), err=True)
        sys.exit(WRONG)
    if as_json:
        click.echo(json.dumps(as_plain(instrument, result, filed.judgement), indent=2, ensure_ascii=False))
        return
    for line in as_lines(instrument, result, filed.judgement):
        click.echo(line)


def _given(source: str) -> tuple[str, str]:
    if source == "-":
        return decoded(sys.stdin.buffer.read(), "(standard input)"), "(standard input)"
    path = Path(source)
    if not path.is_file():
        raise click.UsageError(f"There is no file '{source}'. Write one as docs/reference/answers.md shows.")
    return decoded(path.read_bytes(), source), source


def _instrument(instrument_id: str, protocol_id: str | None, top: Place) -> Instrument:
    path = Path(instrument_id)
    if path.suffix == ".yaml" and path.is_file():
        return read_instrument(path)
    if protocol_id is None and "protocol" in top:
        protocol_id = top["protocol"].text()
    return load_instrument(protocol_id or _only_protocol(instrument_id, top.document), instrument_id)


def _only_protocol(instrument_id: str, document: Document) -> str:
    wanted = instrument_id.partition("@")[0]
    have = [
        line for line in instrument_lines() if any(e.id == wanted and e.protocol == line for e in instruments_of(line))
    ]
    if len(have) > 1:
        mend = f"Add --protocol with one of {', '.join(have)}."
        raise PackFault(Problem(document.file, 1, f"More than one protocol has '{wanted}'.", mend))
    return have[0] if have else instrument_lines()[0]
