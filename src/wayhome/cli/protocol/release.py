"""`wayhome protocol release`: release a proposed pack: hash, approver, date."""

from __future__ import annotations

import click

from wayhome.cli.protocol.finding import named_faults, pack_named
from wayhome.packs import releasing
from wayhome.packs.releasing import UnableToMoveOn
from wayhome.platform import wall


@click.command()
@click.argument("protocol_id", metavar="PROTOCOL")
@click.option("--approved-by", required=True, help="Who approves it: a name and a post; not who read it.")
@click.option("--because", required=True, help="Why now, and what it changes.")
def release(protocol_id: str, approved_by: str, because: str) -> None:
    """Release the proposed version. From now on its files may not change without a new version."""
    with named_faults(UnableToMoveOn):
        pack = pack_named(protocol_id)
        made = releasing.release(pack, approved_by=approved_by, because=because, on=wall.now().date())
    click.echo(f"{pack.protocol.id} is released. sha256 {made.hash}")
