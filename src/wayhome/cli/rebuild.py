"""`wayhome rebuild`: work every projection out again from the ledger; with --check, only say what differs."""

from __future__ import annotations

import sys

import click

from wayhome.cli.product import ready


@click.command()
@click.option("--check", is_flag=True, help="Change nothing; report any difference (exit 1).")
def command(check: bool) -> None:
    """Rebuild who each child is, each episode and each reading from the ledger."""
    ready()
    from django.db import transaction

    from wayhome.clocks.operations import sweep
    from wayhome.missing import projector as missing
    from wayhome.platform import wall
    from wayhome.platform.roles import as_clock
    from wayhome.record import projector as record

    children = sweep.all_children()
    if not check:
        with transaction.atomic():
            record.rebuild(children, lambda: None)
            missing.rebuild(children, lambda: None)
        with click.progressbar(length=len(sweep.all_subjects()), label="Reading duties", file=sys.stderr) as bar:
            sweep.recompute_all(now=wall.now(), each=lambda: bar.update(1))
        click.echo(f"{len(children)} children rebuilt.")
        return
    with transaction.atomic(), as_clock():
        wrong = record.differences(children) + missing.differences(children)
    wrong += [d.key for d in sweep.check(now=wall.now())]
    for each in wrong:
        click.echo(each)
    click.echo(f"{len(wrong)} differences.")
    sys.exit(1 if wrong else 0)
