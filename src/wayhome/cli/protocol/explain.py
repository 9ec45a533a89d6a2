"""`wayhome protocol explain`: one duty or indicator in plain words, with its citation and its examples."""

from __future__ import annotations

import sys

import click

from wayhome.cli.protocol.finding import WRONG, named_faults
from wayhome.packs.loading import protocol_ids
from wayhome.packs.protocol_pages import RulePage, protocol_page


@click.command()
@click.argument("rule")
@click.option("--protocol", "protocol_id", metavar="P", help="Whose rule; every protocol that has it when left out.")
def explain(rule: str, protocol_id: str | None) -> None:
    """Explain RULE, a duty or an indicator: conversation-offered, or portsmouth-pathway/conversation-offered."""
    line, _, own = rule.rpartition("/")
    with named_faults():
        lines = [each for each in (line or protocol_id,) if each] or protocol_ids()
        pages = [protocol_page(each) for each in lines]
    found = [(page, each) for page in pages for each in (page.rule(own), page.figure(own))]
    if not any(each for _, each in found):
        near = ", ".join(r.id for page in pages for r in (*page.rules, *page.figures) if own.split("-")[0] in r.id)
        click.echo(f"There is no rule '{own}' in {', '.join(lines)}.{f' Like it: {near}.' if near else ''}", err=True)
        sys.exit(WRONG)
    for page, each in found:
        if each is not None:
            _told(page.id, each)


def _told(protocol: str, rule: RulePage) -> None:
    click.echo(f"{rule.title}\n{rule.id}, in {protocol}\n")
    if rule.why:
        click.echo(f"{rule.why}\n")
    for row in rule.rows:
        click.echo(f"{row.label:<24} {row.said}")
    for example in rule.examples:
        click.echo(f"\nExample: {example.title}")
        for moment in example.moments:
            click.echo(f"  {moment}")
    click.echo("")
