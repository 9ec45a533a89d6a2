"""`wayhome protocol coverage`: every row of what the documents ask for, and what answers it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from wayhome.packs.coverage import counted, coverage_page, coverage_rows, reference_home
from wayhome.packs.errors import PackFault
from wayhome.packs.side_by_side import side_by_side
from wayhome.packs.walk import walk_page

WRONG = 2


@click.command()
@click.option(
    "--write", is_flag=True, help="Write the reference pages again; without it, say whether they are current."
)
def coverage(write: bool) -> None:
    """Say how many rows are answered; hold coverage.md and the pages read across the packs to the packs.

    Exit code 1: a page is out of date. Exit code 2: the table names what is not there, with file and line.
    """
    home = reference_home()
    try:
        rows = coverage_rows(home / "coverage.yaml")
        pages = {
            home / "coverage.md": coverage_page(rows),
            home / "protocols" / "side-by-side.md": side_by_side(home / "protocols" / "side-by-side.yaml"),
            home / "protocols" / "section-by-section.md": walk_page(),
        }
    except PackFault as fault:
        click.echo(str(fault), err=True)
        sys.exit(WRONG)
    packs, rooms, waiting = counted(rows)
    click.echo(f"{len(rows)} rows: {packs} answered by packs, {rooms} by a room, {waiting} not yet.")
    stale = [path for path, text in pages.items() if _now(path) != text]
    if write:
        for path in stale:
            path.write_text(pages[path], encoding="utf-8")
    elif stale:
        click.echo(f"Out of date: {', '.join(path.name for path in stale)}. Write again with --write.", err=True)
        sys.exit(1)


def _now(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""
