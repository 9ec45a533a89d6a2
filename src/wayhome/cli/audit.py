"""`wayhome audit`: seal the audit trail, give its heads out, check it, prove one entry, and list odd looks."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wayhome.cli.product import ready

if TYPE_CHECKING:
    from wayhome.platform.heads import Head
    from wayhome.platform.queries.trail import Finding

HELD = click.option(
    "--roots", "held", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE",
    help="Heads that a second agency kept, one JSON line each.",
)  # fmt: skip


@click.group()
def command() -> None:
    """Seal the audit trail, give its heads out, check it, prove one entry, and list odd looks."""


@command.command()
def seal() -> None:
    """Seal now what can no longer change. The worker does so by itself, each minute or thousand entries."""
    ready()
    from datetime import timedelta

    from wayhome.platform import wall
    from wayhome.platform.operations import sealing

    click.echo(f"{sealing.seal(now=wall.now(), every=timedelta(0))} entries sealed.")


@command.command()
@click.option("--since", type=click.IntRange(min=0), default=0, help="Only heads over more entries than this.")
@click.option(
    "--append", "target", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help="Add those that FILE does not hold yet to its end, instead of printing them.",
)  # fmt: skip
def roots(since: int, target: Path | None) -> None:
    """Print the signed head of each seal, one JSON line each, for a second agency to keep."""
    ready(as_owner=True)
    from wayhome.platform.queries import trail

    if target is not None and target.exists():
        since = max([since, *(head.size for head in _heads(target))])
    lines = [each.head.line() for each in trail.seals() if each.head.size > since]
    if target is None:
        click.echo("\n".join(lines), nl=bool(lines))
        return
    with target.open("a", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines)
    click.echo(f"{len(lines)} heads added to {target}.")


@command.command()
@HELD
def verify(held: Path | None) -> None:
    """Compare every sealed entry with its seal, and the seals with heads kept elsewhere. Exit code 1: something differs."""
    ready(as_owner=True)
    from wayhome.platform.queries import trail

    heads = _heads(held) if held else []
    total = next((size for (size,) in trail.ask("select coalesce(max(size), 0) from platform_auditseal", [])), 0)
    with click.progressbar(length=total, label="Checking entries", file=sys.stderr) as bar:
        found = trail.verify(heads, each=bar.update)
    for finding in found.findings:
        click.echo(_told(finding))
    click.echo(f"{found.size} sealed entries under {found.seals} seals; root {found.root.hex()}.")
    if held:
        click.echo(f"{found.held} heads held elsewhere were compared.")
    else:
        click.echo("No heads were given: whoever can rewrite the database can rewrite its seals. Ask who holds them.")
    tail = f", the oldest of {found.unsealed_since:%d %B %Y %H:%M} UTC" if found.unsealed_since else ""
    click.echo(f"{found.unsealed} entries are not sealed yet{tail}: nothing is said about those.")
    if found.disposed:
        click.echo(
            f"{found.disposed} entries lost what they said with a record that was disposed of; their seals stand."
        )
    click.echo(f"{len(found.findings)} findings.")
    sys.exit(1 if found.findings else 0)


@command.command()
@click.argument("entry", type=int)
@HELD
def prove(entry: int, held: Path | None) -> None:
    """Print the proof that ENTRY is in the trail, as JSON. Exit code 1: no seal covers it, or the proof does not hold."""
    ready(as_owner=True)
    from wayhome.platform.queries import trail

    proof = trail.prove(entry)
    if proof is None:
        raise click.ClickException(f"Entry {entry} is under no seal: it is not there, not sealed yet, or was altered.")
    said = {
        "entry": proof.entry, "at": proof.at.isoformat(), "index": proof.index, "leaf": proof.leaf.hex(),
        "path": [step.hex() for step in proof.path], "head": json.loads(proof.head.line()),
    }  # fmt: skip
    click.echo(json.dumps(said, indent=2))
    known = {head.size: head.root for head in _heads(held)} if held else {}
    if not proof.holds() or known.get(proof.head.size, proof.head.root) != proof.head.root:
        raise click.ClickException("The proof does not lead to the root that was given out.")
    if held and proof.head.size not in known:
        raise click.ClickException(f"{held} holds no head over {proof.head.size} entries yet: fetch the newest first.")


@command.command()
@click.option("--all", "every", is_flag=True, help="Also those that were answered.")
def odd(every: bool) -> None:
    """Print the looks that deserve a question, one a line, without the child's name or number."""
    ready(as_owner=True)
    from wayhome.platform.queries import trail

    rows = trail.ask(
        "select o.day, o.rule, u.email, o.times, coalesce(a.outcome, '') from record_oddlook o "
        "join platform_user u on u.id = o.user_id left join lateral (select outcome from record_oddlookanswer a "
        "where a.odd_id = o.id order by a.recorded_at desc, a.id desc limit 1) a on true order by o.last_at, o.id", [],
    )  # fmt: skip
    waiting = [row for row in rows if row[4] in ("", "asked")]
    for day, rule, email, times, outcome in rows if every else waiting:
        click.echo(f"{day}  {rule:<16}  {email}  {times}  {outcome or 'nobody has asked yet'}")
    click.echo(f"{len(rows)} looks, {len(waiting)} of them to ask about. Their page says whose record each was.")


def _heads(path: Path) -> list[Head]:
    from wayhome.platform import heads

    try:
        return heads.read(path.read_text(encoding="utf-8").splitlines())
    except heads.BadHead as fault:
        raise click.ClickException(f"{path}, {fault}") from fault


def _told(finding: Finding) -> str:
    where = f"leaf {finding.first}" if finding.first == finding.last else f"leaves {finding.first} to {finding.last}"
    when = f", {finding.at:%Y-%m-%d %H:%M:%S} UTC" if finding.at else ""
    return f"{where}{when}: {finding.says}"
