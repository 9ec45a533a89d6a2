"""`wayhome protocol show`: a protocol as a page for people, and the reference pages kept current."""

from __future__ import annotations

import click

from wayhome.cli.protocol.finding import named_faults, pack_named
from wayhome.packs.coverage import reference_home
from wayhome.packs.loading import protocol_ids
from wayhome.packs.protocol_pages import as_markdown, pages, protocol_page


@click.command()
@click.argument("protocol_id", required=False, metavar="[PROTOCOL]")
@click.option("--write", is_flag=True, help="Write docs/reference/protocols/ again, one page a protocol.")
def show(protocol_id: str | None, write: bool) -> None:
    """Print a protocol in plain words; without one, list those that are here with where each stands in its life."""
    with named_faults():
        if write:
            _write()
        elif protocol_id:
            click.echo(as_markdown(protocol_page(protocol_id)), nl=False)
        else:
            for line in protocol_ids():
                pack = pack_named(line)
                click.echo(
                    f"{pack.protocol.id:<36} {pack.stage:<10} {len(pack.protocol.clocks):>3} duties  {pack.hash[:12]}"
                )


def _write() -> None:
    home = reference_home() / "protocols"
    for name, text in pages().items():
        if not (home / name).is_file() or (home / name).read_text(encoding="utf-8") != text:
            (home / name).write_text(text, encoding="utf-8")
            click.echo(f"Written: docs/reference/protocols/{name}", err=True)
