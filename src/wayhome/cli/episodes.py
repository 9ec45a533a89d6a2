"""`wayhome episodes CHILD`: a child's missing episodes, newest first."""

from __future__ import annotations

import json
import sys

import click

from wayhome.cli.product import ready


@click.command()
@click.argument("child")
@click.option("--authority", help="Whose record, by its slug; may be left out when there is only one.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def command(child: str, authority: str | None, as_json: bool) -> None:
    """List the episodes of CHILD, a record's reference, as the child's page does."""
    ready(as_owner=True)
    from wayhome.missing.queries.episodes import of_child
    from wayhome.missing.queries.lists import line
    from wayhome.platform.queries.directory import authority_named
    from wayhome.record.queries.children import id_by_reference

    try:
        found = id_by_reference(authority_named(authority), child)
    except LookupError as unknown:
        raise click.UsageError(str(unknown)) from unknown
    if found is None:
        click.echo(f"There is no child with the reference {child}.", err=True)
        sys.exit(2)
    lines = [line(e) for e in of_child(found)]
    for row in lines:
        click.echo(json.dumps(row) if as_json else f"{row['started']:<24} {row['ended']:<24} {row['status']}")
    if not as_json:
        click.echo(f"{len(lines)} episodes.")
