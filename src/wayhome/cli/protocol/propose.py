"""`wayhome protocol propose`: say that a second practitioner has read a pack beside its documents."""

from __future__ import annotations

import click

from wayhome.cli.protocol.finding import named_faults, pack_named
from wayhome.packs import releasing
from wayhome.packs.linting import lint
from wayhome.packs.releasing import UnableToMoveOn
from wayhome.platform import wall


@click.command()
@click.argument("protocol_id", metavar="PROTOCOL")
@click.option("--read-by", required=True, help="Who read it beside the documents: a name and a post.")
def propose(protocol_id: str, read_by: str) -> None:
    """Propose a draft: complete, nothing to mend, and read by a second practitioner beside the documents."""
    with named_faults(UnableToMoveOn):
        pack = pack_named(protocol_id)
        releasing.propose(pack, problems=lint(pack.folder), read_by=read_by, on=wall.now().date())
    click.echo(f"{pack.protocol.id} is proposed. Somebody else releases it: wayhome protocol release.")
