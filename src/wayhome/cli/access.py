"""`wayhome access show`: who may read, add, change and take away what, as declared; no database.

The page is made from the declarations themselves: the reading rules, the vocabulary and the policies beside the models.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from wayhome.cli.product import ready
from wayhome.packs.vocabulary import load_vocabulary
from wayhome.platform.reading_rules import READS, VETTED_FROM, VETTED_READS, reads

PRODUCT = Path(__file__).resolve().parents[1]
PAGE = PRODUCT.parents[1] / "docs" / "reference" / "access.md"
_CALL = re.compile(r"^call (wayhome_(?:protect|clear|make_append_only)\w*)\((.*?)\);$", re.M | re.S)
_POLICY = re.compile(r"^create policy \w+ on (\w+)(?: as \w+)?(?: for (\w+))? to (\w+)([^;]*);", re.M)
_GRANT = re.compile(r"^grant ([\w, ]+?)(?: \(([^)]*)\))? on (\w+) to ([\w, ]+);", re.M)
_SHAPES = {
    "wayhome_protect_subject": "by audience, of one child, adult or context",
    "wayhome_protect_about": "by audience, of a child, an adult, a context or the partnership",
}
_ROLES = {"wayhome_app": "person", "wayhome_clock": "clock"}
_INTRODUCTION = """# Who may see and do what

Made from the declarations by `wayhome access show --write`; a test fails when it is not current. Read it as you would
read code: what is not listed is refused. `./wayhome prove access` tries it a million times.

Six things bound every row about a child, an adult of concern or a context, whatever the tables below say:

- **Sealed.** A restricted row, and every row of a sealed record, is only for the people and teams named for it. Where nobody
  in post is named any more, it is handed on to the data guardian, or while nobody is that to the director, who is told.
- **Kept away.** Whoever is kept away from a record, such as a relation, reads none of it.
- **Let in.** An agency that was let into one child's record reads who the child is and that the child is missing.
- **Opened in an emergency.** For two hours, who holds a post that may reads who the child is, that the child is missing,
  care and health, also of a sealed record; not what is restricted, and never a record they are kept away from.
- **What follows.** A duty, its changes and its steps are for who reads the fact that began it; a figure on the board
  counts only what every agency working with the child may know.
- **Kept closer later.** A fact can be kept for those named, or for fewer agencies, after it was told. Its corrections, file,
  duties, notices, agenda lines and links go with it; so does the action, the briefing, the form or what was raised that it
  tells of, and its words where a plan, a briefing or a form repeats them (ADR 21). A sharing
  given to an agency, once the record is sealed, is for those of the agency who are named, and for the giver; a
  colleague it was given to by name keeps it.

The data guardian and the auditor read the whole audit trail, also of records they may not see, and answer for records opened in
an emergency and for looks that deserve a question. While nobody is the data guardian, or the guardian is away
and nobody covers, the director is; whoever covers for a guardian who is away watches too.

"Person" is somebody signed in, through any page, search, count or export. "Clock" counts time: it reads facts and
writes only what follows from them, and nobody signs in as it.
"""


@click.group()
def command() -> None:
    """Who may see and do what."""


@command.command()
@click.option("--write", is_flag=True, help="Hold docs/reference/access.md to the declarations.")
def show(write: bool) -> None:
    """Print the page of who may see and do what, or write it."""
    if write:
        PAGE.write_text(page(), encoding="utf-8")
        click.echo(f"{PAGE.name} is current")
    else:
        sys.stdout.write(page())


@command.command("whom-to-ask")
@click.argument("authority")
@click.argument("words")
def whom_to_ask(authority: str, words: str) -> None:
    """Say whom to ask about a child held by AUTHORITY (its short name), to who looks for that child; "" tells nobody."""
    ready(as_owner=True)
    from wayhome.platform.operations import partnership
    from wayhome.platform.queries.directory import authority_named

    try:
        found = authority_named(authority)
    except LookupError as unknown:
        raise click.ClickException(str(unknown)) from unknown
    partnership.say_whom_to_ask(authority=found, words=words)
    click.echo(f"{authority}: {words.strip() or 'nobody is told'}")


def page() -> str:
    """Return the page: agency by class, class by kind of fact, and table by verb and role."""
    return "\n".join([_INTRODUCTION, *_classes(), *_kinds(), *_tables()]) + "\n"


def _classes() -> Iterator[str]:
    handling = load_vocabulary().handling
    yield "## What each kind of agency reads of what others recorded\n"
    yield "Everybody reads what their own agency recorded.\n"
    yield f"| Agency | {' | '.join(handling)} |"
    yield f"|---|{'---|' * len(handling)}"
    for agency in READS:
        marks = ("reads" if reads(agency, own=False, handling=name) else "–" for name in handling)
        yield f"| {agency} | {' | '.join(marks)} |"
    yield ""
    for agency, names in VETTED_READS.items():
        yield (
            f"People of {agency} whom the police have vetted also read, while the days run, of what the {VETTED_FROM} "
            f"recorded: {', '.join(sorted(names))} (the Portsmouth pathway, 9.3).\n"
        )


def _kinds() -> Iterator[str]:
    known = load_vocabulary()
    yield "## Which kinds of fact each class holds\n"
    for name, says in known.handling.items():
        kinds = sorted(kind.id for kind in known.kinds.values() if kind.handling == name)
        yield f"### {name}\n\n{says}\n\n{', '.join(f'`{kind}`' for kind in kinds) or 'None.'}\n"


def _tables() -> Iterator[str]:
    found: dict[str, list[tuple[str, str, str]]] = {}
    for path in sorted(PRODUCT.glob("*/access/*.sql")):
        text = path.read_text(encoding="utf-8")
        for table in re.findall(r"^call wayhome_clear\('(\w+)'\);", text, re.M):
            found.setdefault(table, [])
        for table, role, verbs, rule in _declared(text):
            found.setdefault(table, []).append((role, verbs, rule))
    yield "## Every table, by role and verb\n"
    yield "| Table | Role | May | Which rows |"
    yield "|---|---|---|---|"
    for table in sorted(found):
        for role, verbs, rule in found[table] or [("everybody", "nothing", "by a function of the database only")]:
            yield f"| `{table}` | {role} | {verbs} | {rule} |"


def _declared(text: str) -> Iterator[tuple[str, str, str, str]]:
    """Return table, role, verbs and rule for each declaration of one file."""
    for procedure, words in _CALL.findall(text):
        given = re.findall(r"'((?:[^']|'')*)'", words)
        if procedure == "wayhome_make_append_only":
            yield given[0], "everybody", "no change, no deletion", "append-only, by trigger"
        elif procedure in ("wayhome_protect_subject", "wayhome_protect_about"):
            app, clock = given[-2:]
            yield given[0], "person", _verbs(f"select, {app}"), _SHAPES[procedure]
            yield given[0], "clock", _verbs(f"select, {clock}"), "every row"
        elif procedure in ("wayhome_protect_under", "wayhome_protect_shared"):
            rule = "every row" if given[1] == "true" else _code(given[1])
            yield given[0], "person", _verbs(f"select, {given[2]}"), rule
            yield given[0], "clock", _verbs(", ".join(["select", *given[3:]])), "every row"
    for table, verb, role, rule in _POLICY.findall(text):
        if role in _ROLES:
            yield table, _ROLES[role], _verbs(verb or "all"), _code(rule)
    for verbs, columns, table, roles in _GRANT.findall(text):
        for role in roles.split(", "):
            if columns and role in _ROLES:
                yield table, _ROLES[role], f"{_verbs(verbs)} of columns", f"only {columns}".replace("\n", " ")


def _verbs(words: str) -> str:
    names = {"select": "read", "insert": "add", "update": "change", "delete": "take away", "all": "as granted"}
    return ", ".join(names[word] for word in words.replace(",", " ").split())


def _code(rule: str) -> str:
    return "`" + re.sub(r"\s+", " ", rule).strip().replace("|", "\\|") + "`"
