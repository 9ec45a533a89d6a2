"""`wayhome prove NAME`: one of the long proofs that live beside the tests, with its own server and database."""

from __future__ import annotations

import ast
import secrets
import sys
from importlib import import_module
from pathlib import Path
from time import monotonic

import click

CHECKOUT = Path(__file__).resolve().parents[3]
PROOFS = CHECKOUT / "tests" / "proofs"


@click.command()
@click.argument("name", required=False)
@click.option("--seed", type=int, help="The same seed kills and writes in the same order; a new one if left out.")
@click.option("--count", type=click.IntRange(min=1), help="How often; the proof's own full count if left out.")
@click.option("--list", "list_them", is_flag=True, help="Name each proof, its full count and what it shows.")
def command(name: str | None, seed: int | None, count: int | None, list_them: bool) -> None:
    """Run one long proof. Exit code 1: a promise was broken, and the lines above say which."""
    there = _proofs()
    if list_them:
        for each, (full, says) in there.items():
            click.echo(f"{each} {full} {says}")
        return
    if name not in there:
        raise click.UsageError(f"Name a proof: {', '.join(there) or 'there are none beside this copy of Wayhome'}.")
    seed = secrets.randbelow(2**31) if seed is None else seed
    count = count or there[name][0]
    click.echo(f"prove {name} --seed {seed} --count {count}")
    sys.path.insert(0, str(CHECKOUT))
    begun = monotonic()
    broken = import_module(f"tests.proofs.{name}").run(seed=seed, count=count)
    click.echo(f"{broken} broken promises in {monotonic() - begun:.0f} s (seed {seed}, count {count})")
    sys.exit(1 if broken else 0)


def _proofs() -> dict[str, tuple[int, str]]:
    """Return the proofs by name with their full count and first line, without running any of their code."""
    found = {}
    for path in sorted(PROOFS.glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in tree.body:
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "COUNT":
                found[path.stem] = (int(ast.literal_eval(node.value)), (ast.get_docstring(tree) or "").splitlines()[0])
    return found
