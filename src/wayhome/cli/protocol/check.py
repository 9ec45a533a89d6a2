"""`wayhome protocol check`: everything that is wrong with packs and overlays, with file, line and how to mend it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from wayhome.cli.protocol.finding import WRONG, overlay_in
from wayhome.packs.errors import PackFault, Problem
from wayhome.packs.linting import lint
from wayhome.packs.loading import protocol_ids
from wayhome.packs.places import protocols_home


@click.command()
@click.argument("what", nargs=-1, metavar="[PROTOCOL | FOLDER | OVERLAY.yaml]...")
def check(what: tuple[str, ...]) -> None:
    """Check protocols by id, folders, or overlay files; all that are here when none is named.

    Each line says the file, the line, what is wrong and how to mend it. Exit code 2: something is wrong.
    """
    problems = [problem for each in what or (str(protocols_home()),) for problem in _problems(each)]
    for problem in problems:
        click.echo(str(problem), err=True)
    if problems:
        click.echo(f"{len(problems)} to mend.", err=True)
        sys.exit(WRONG)
    click.echo("Nothing to mend.")


def _problems(word: str) -> list[Problem]:
    path = Path(word)
    if path.suffix in (".yaml", ".yml"):
        try:
            overlay_in(path)
        except PackFault as fault:
            return list(fault.problems)
        return []
    if word in protocol_ids():
        path = protocols_home() / word
    if not path.is_dir():
        mend = f"Name a folder, an overlay file, or one of: {', '.join(protocol_ids())}."
        return [Problem(word, 1, "There is no such protocol, folder or file.", mend)]
    return lint(path)
