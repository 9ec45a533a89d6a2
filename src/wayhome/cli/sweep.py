"""`wayhome sweep`: read everything whose time has come, once; with --check, prove that nothing was missed."""

from __future__ import annotations

import sys

import click

from wayhome.cli.product import ready


@click.command()
@click.option(
    "--check", is_flag=True, help="Change nothing; recompute every reading and report any difference (exit 1)."
)
def command(check: bool) -> None:
    """Read every duty that time has changed, however late."""
    ready()
    from wayhome.clocks.operations import sweep
    from wayhome.platform import wall
    from wayhome.worklists.operations import worker

    if not check:
        worker.step(now=wall.now())
        click.echo("Everything that was due has been read.")
        return
    now = wall.now()
    worker.step(now=now)
    differences = list(sweep.check(now=now))
    for d in differences:
        click.echo(f"{d.key}: stored {d.stored or 'nothing'}, recomputed {d.recomputed or 'nothing'}")
    click.echo(f"{len(differences)} differences.")
    sys.exit(1 if differences else 0)
