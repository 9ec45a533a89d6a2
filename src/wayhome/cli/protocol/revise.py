"""`wayhome protocol revise`: keep a released version for ever and begin the next."""

from __future__ import annotations

import click

from wayhome.cli.protocol.finding import named_faults, pack_named
from wayhome.packs import releasing
from wayhome.packs.errors import shown
from wayhome.packs.releasing import UnableToMoveOn


@click.command()
@click.argument("protocol_id", metavar="PROTOCOL")
@click.option("--to", "version", required=True, help="The next version, such as 1.1.0.")
@click.option("--because", required=True, help="Why the released version is no longer the newest.")
def revise(protocol_id: str, version: str, because: str) -> None:
    """Keep the released version whole under _retired/ and begin the next as a draft."""
    with named_faults(UnableToMoveOn):
        pack = pack_named(protocol_id)
        kept = releasing.revise(pack, version=version, because=because)
    click.echo(f"{pack.protocol.id} is kept in {shown(kept)}. Version {version} is a draft now.")
