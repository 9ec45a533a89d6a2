"""`wayhome protocol effect`: which running duties of the live ledger a change would move, before anybody approves it."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import click

from wayhome.cli.product import ready
from wayhome.cli.protocol.asking import moment_named
from wayhome.cli.protocol.finding import law_named, named_faults, overlay_in


@click.command()
@click.argument("what", metavar="PROTOCOL|OVERLAY.yaml")
@click.option("--authority", help="Which partnership, by slug; may be left out where there is only one.")
@click.option("--from", "from_", metavar="TIME", help="From when it would be in force; now when left out.")
@click.option("--moves-running", is_flag=True, help="As for activate: running duties take the new values too.")
def effect(what: str, authority: str | None, from_: str | None, moves_running: bool) -> None:
    """List every duty that would stand otherwise: key, state and due time before and after, as CSV on standard output.

    Nothing is stored. Children are named by the number in the key only.
    """
    ready()
    from django.db import transaction

    from wayhome.clocks.queries.effect import moved
    from wayhome.engine.laws import Law
    from wayhome.platform.queries.directory import authority_named
    from wayhome.platform.roles import as_clock

    with named_faults(LookupError):
        protocol = law_named(what)
        moves = {clock.id for clock in protocol.clocks} if moves_running else _moves(what)
        moment = moment_named("--from", from_)
        with transaction.atomic(), as_clock():
            whose = authority_named(authority)
        writer, count = csv.writer(sys.stdout), 0
        writer.writerow(["key", "state", "due", "new_state", "new_due"])
        with click.progressbar(length=1, label="Reading children", file=sys.stderr) as bar:

            def each(done: int, all_: int) -> None:
                bar.length = all_
                bar.update(done - bar.pos)

            law = Law(protocol, moment, frozenset(moves))
            for one in moved(authority=whose, law=law, as_of=moment, each=each):
                times = (each and each.isoformat().replace("+00:00", "Z") for each in (one.due, one.new_due))
                due, new_due = times
                writer.writerow([one.key, one.state, due or "", one.new_state, new_due or ""])
                count += 1
    click.echo(f"{count} {'duty' if count == 1 else 'duties'} would stand otherwise.", err=True)


def _moves(what: str) -> set[str]:
    return set(overlay_in(Path(what)).moves) if Path(what).suffix in (".yaml", ".yml") else set()
