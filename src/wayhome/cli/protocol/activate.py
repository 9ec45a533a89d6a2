"""`wayhome protocol activate`: put a release in force for a partnership, from a moment."""

from __future__ import annotations

import click

from wayhome.cli.product import ready
from wayhome.cli.protocol.asking import moment_named
from wayhome.cli.protocol.finding import named_faults


@click.command()
@click.argument("protocol_id", metavar="PROTOCOL")
@click.option("--overlay", default="", help="The partnership's own values, by id, from the pack's overlays/.")
@click.option("--authority", help="Which partnership, by slug; may be left out where there is only one.")
@click.option("--from", "from_", metavar="TIME", help="From when; now when left out. British wall time unless it says.")
@click.option("--by", required=True, help="Who activates it: a name and a post.")
@click.option("--because", required=True, help="Why.")
@click.option("--moves-running", is_flag=True, help="Running duties of the protocol take the new values too.")
def activate(
    protocol_id: str, overlay: str, authority: str | None, from_: str | None, by: str, because: str, moves_running: bool
) -> None:
    """Put a release in force. Look first at what it does to running duties: wayhome protocol effect.

    Runs as the owner. The next sweep from that moment on reads every child again.
    """
    ready(as_owner=True)
    from django.db import transaction

    from wayhome.clocks.operations import activating
    from wayhome.engine.plain_times import moment_words
    from wayhome.platform.queries.directory import authority_named

    with named_faults(activating.UnableToActivate, LookupError):
        moment = moment_named("--from", from_)
        with transaction.atomic():
            activating.activate(
                authority=authority_named(authority),
                protocol=protocol_id,
                overlay=overlay,
                from_at=moment,
                by=by,
                because=because,
                moves_all=moves_running,
            )
    click.echo(f"In force from {moment_words(moment)}.")
