"""`wayhome load FOLDER`: a data package of CSV into the ledger, all or nothing."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from wayhome.cli.product import ready


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--authority", help="Whose ledger, by its slug; may be left out when there is only one.")
def command(folder: Path, authority: str | None) -> None:
    """Load a data package (docs/reference/data-package.md). Every row is checked before any is written."""
    ready(as_owner=True)
    from wayhome.intake.operations.load import load
    from wayhome.intake.package import PackageRefused, read_package
    from wayhome.platform import wall
    from wayhome.platform.queries.directory import authority_named

    try:
        package = read_package(folder, now=wall.now())
        with click.progressbar(length=1, label="Reading duties", file=sys.stderr) as bar:

            def each(done: int, all_: int) -> None:
                bar.length = all_
                bar.update(done - bar.pos)

            done = load(package, authority=authority_named(authority), now=wall.now(), each=each)
    except PackageRefused as refused:
        click.echo(str(refused), err=True)
        sys.exit(2)
    except LookupError as unknown:
        raise click.UsageError(str(unknown)) from unknown
    for remark in done.remarks:
        click.echo(remark)
    click.echo(f"{done.children} children and {done.facts} facts added; {done.there_already} facts were there already.")
