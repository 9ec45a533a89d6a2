"""`wayhome protocol backtest`: what would have been owed, and who would have had to do it, under another protocol."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

import click

from wayhome.cli.product import ready
from wayhome.engine.errors import EngineError
from wayhome.engine.language import Protocol
from wayhome.engine.moments import start_of_local_day
from wayhome.packs.errors import PackFault
from wayhome.packs.loading import england_calendar, load_names, load_protocol
from wayhome.packs.overlays import overlaid, read_overlay
from wayhome.population.what_if import Backtest, Tally

WRONG = 2
DAY = click.DateTime(["%Y-%m-%d"])
COLUMNS = ("arisen", "met", "late", "breached", "running", "stood_down", "cannot_tell")


@click.command()
@click.option("--protocol", "protocol_id", required=True, metavar="P", help="Such as lewisham-2017.")
@click.option(
    "--overlay", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A file of changed values."
)
@click.option("--from", "from_", required=True, type=DAY, metavar="DAY", help="The first day, such as 2026-01-01.")
@click.option("--to", required=True, type=DAY, metavar="DAY", help="The last day.")
@click.option("--authority", "slug", help="The partnership, where there are several here.")
@click.option("--json", "as_json", is_flag=True, help="For another program to read.")
def command(
    protocol_id: str, overlay: Path | None, from_: datetime, to: datetime, slug: str | None, as_json: bool
) -> None:
    """Read the ledger's past under another protocol, and compare it with the one in force.

    Duties are counted that arose on those days, as they stand at the end of the last. Exit code 2: something given
    cannot be read, and the message names it.
    """
    if to < from_:
        raise click.UsageError("--to is before --from.")
    try:
        protocol = _protocol(protocol_id, overlay)
        ready()
        found = _read(protocol, from_.date(), to.date(), slug)
    except (PackFault, EngineError, LookupError) as fault:
        click.echo(str(fault), err=True)
        sys.exit(WRONG)
    if as_json:
        click.echo(json.dumps(asdict(found), indent=2, default=str, ensure_ascii=False))
        return
    _show(found)


def _protocol(protocol_id: str, overlay: Path | None) -> Protocol:
    protocol = load_protocol(protocol_id)
    if overlay is None:
        return protocol
    return overlaid(protocol, read_overlay(overlay, protocol, load_names(), england_calendar()))


def _read(protocol: Protocol, first: date, last: date, slug: str | None) -> Backtest:
    from django.db import transaction

    from wayhome.clocks.queries import backtests
    from wayhome.platform import wall
    from wayhome.platform.queries.directory import authority_named
    from wayhome.platform.roles import as_clock

    with transaction.atomic(), as_clock():
        authority: UUID = authority_named(slug)
    with click.progressbar(length=backtests.STEPS, label="Reading the past", file=sys.stderr) as bar:
        return backtests.of(
            authority,
            protocol,
            start_of_local_day(first),
            backtests.end(last, wall.now()),
            each=lambda: bar.update(1),
        )


def _show(found: Backtest) -> None:
    click.echo(f"{found.children} children, {found.from_:%d %B %Y} to {found.to:%d %B %Y}.")
    click.echo(f"Now: {found.now}. Then: {found.then}. Each cell: now, then.\n")
    width = max((len(d.clock) for d in found.duties), default=4)
    click.echo(f"{'duty':{width}}  " + "  ".join(f"{c.replace('_', ' '):>13}" for c in COLUMNS))
    for duty in found.duties:
        if any(t is not None and t.arisen for t in (duty.now, duty.then)):
            cells = (f"{_cell(duty.now, c)}, {_cell(duty.then, c)}" for c in COLUMNS)
            click.echo(f"{duty.clock:{width}}  " + "  ".join(f"{c:>13}" for c in cells))
    for title, shares in (("By post", found.by_post), ("By agency", found.by_agency)):
        click.echo(f"\n{title}:")
        wide = max((len(s.whose) for s in shares), default=4)
        for share in shares:
            cells = (f"{_cell(share.now, c)}, {_cell(share.then, c)}" for c in COLUMNS)
            click.echo(f"  {share.whose:{wide}}  " + "  ".join(f"{c:>13}" for c in cells))
    click.echo("\nActs a week to be in time, on average and in the busiest week; now, then:")
    for pace in found.pace:
        average = f"{pace.now_a_week:.1f}, {pace.then_a_week:.1f}"
        click.echo(f"  {pace.owner:32}{average:>14}{f'{pace.now_busiest}, {pace.then_busiest}':>14}")
    engine = ", ".join(found.read_by_engine)
    click.echo(
        f"\nClocks that only the engine could read: {len(found.read_by_engine)}{f' ({engine})' if engine else ''}."
    )


def _cell(tally: Tally | None, column: str) -> str:
    return "-" if tally is None else str(getattr(tally, column))
