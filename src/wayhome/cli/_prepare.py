"""What the script runs before the product starts: migrate, gather static files, load the demonstration; in one process."""

from __future__ import annotations

import os
import sys

import click

from wayhome.cli.product import ready


@click.command(hidden=True)
@click.option("--demonstration", is_flag=True)
@click.option("--seed", type=int, default=1)
def command(demonstration: bool, seed: int) -> None:
    """Prepare the database and the static files; print what a person should know."""
    ready(as_owner=True)
    from django.core.management import call_command

    from wayhome.cli.migrate import migrate

    migrate()
    call_command("collectstatic", interactive=False, verbosity=0)
    if demonstration:
        if os.environ.get("WAYHOME_DEMONSTRATION") != "1":
            raise click.ClickException("Invented people go only into the demonstration's own database.")
        _furnish(seed)


def _furnish(seed: int) -> None:
    from wayhome.demonstration import furnishing
    from wayhome.platform import wall
    from wayhome.platform.queries.directory import is_empty

    if is_empty():
        with click.progressbar(length=1, label="Inventing Seaport", file=sys.stderr) as bar:

            def each(done: int, all_: int) -> None:
                bar.length = all_
                bar.update(done - bar.pos)

            furnishing.furnish(seed=seed, now=wall.now(), each=each)
    click.echo(furnishing.sign_ins())
