"""The four tables of a package: their columns, as Table Schema and as what each column means."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from wayhome.intake.package.kinds import event_kinds, kinds, status_kinds

LONGEST = 20_000  # characters in one cell; longer is a document, not a note


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `form`: text, date, time (the five ways of times.py), moment-or-day (told, recorded), or code."""

    name: str
    meaning: str
    form: str = "text"
    required: bool = False
    values: tuple[str, ...] = ()

    def field(self) -> dict[str, Any]:
        """Describe the column as a Table Schema field."""
        constraints: dict[str, Any] = {"required": True} if self.required else {}
        if self.values:
            constraints["enum"] = list(self.values)
        elif self.form != "date":
            constraints["maxLength"] = LONGEST
        kind = "date" if self.form == "date" else "string"
        body = {"name": self.name, "type": kind, "description": self.meaning}
        return {**body, "constraints": constraints} if constraints else body


@dataclass(frozen=True, slots=True)
class Table:
    """One file of the package. `key`: the column that names a row and may not repeat."""

    name: str
    columns: tuple[Column, ...]
    key: str = ""
    needed: bool = False

    @property
    def file(self) -> str:
        """Return the file's name."""
        return f"{self.name}.csv"

    def column(self, name: str) -> Column:
        """Return the column of that name; KeyError when there is none."""
        return {c.name: c for c in self.columns}[name]

    def schema(self, names: tuple[str, ...] | None = None) -> dict[str, Any]:
        """Describe the table as a Table Schema, for these columns in this order (all of them by default)."""
        columns = self.columns if names is None else tuple(self.column(n) for n in names)
        key = {"primaryKey": [self.key]} if self.key else {}
        return {"fields": [c.field() for c in columns], "missingValues": [""], **key}


_TELLING = (
    Column("agency", "Who told us; blank: the agency named in datapackage.json."),
    Column("told", "When we were told; blank: as soon as it happened.", "moment-or-day"),
    Column("recorded", "When it was written down there; blank: when the package is loaded.", "moment-or-day"),
    Column("source", "The form, screen or message it comes from."),
)


@cache
def tables() -> tuple[Table, ...]:
    """Return the four tables, in the order they are read."""
    return (_children(), _statuses(), _episodes(), _events())


def _children() -> Table:
    columns = (
        Column("reference", "The child's number in the system this comes from.", required=True),
        Column("name", "The child's name.", required=True),
        Column("known_as", "What the child likes to be called."),
        Column("born", "Date of birth.", "date"),
        Column("gender", "Gender, as recorded.", "code", values=kinds()["child.gender"].values),
        Column("ethnicity", "Ethnicity, in the words of the census list."),
        Column("address", "Where the child lives."),
        Column("authority", "The authority responsible for the child's care."),
        Column("known_from", "When the authority first knew of the child.", "time"),
    )
    return Table("children", columns, key="reference", needed=True)


def _statuses() -> Table:
    columns = (
        Column("child", "The child's reference.", required=True),
        Column("status", "What held.", "code", required=True, values=tuple(status_kinds())),
        Column("value", "Its value, as the vocabulary lists them.", required=True),
        Column("from", "When it began to hold.", "time", required=True),
        Column("until", "When it no longer held; blank: it still does.", "moment-or-day"),
        *_TELLING,
    )
    return Table("statuses", columns)


def _episodes() -> Table:
    columns = (
        Column("reference", "The episode's number in the system this comes from.", required=True),
        Column("child", "The child's reference.", required=True),
        Column("category", "How it was first recorded.", "code", True, kinds()["missing.began"].values),
        Column("began", "The time missing since.", "time", required=True),
        Column("missing_from", "Where from.", "code", values=kinds()["missing.from"].values),
        Column("last_seen", "Where and with whom the child was last seen."),
        Column("description", "What the child looks like and was wearing."),
        Column("circumstances", "What happened, and what is feared."),
        Column("instructions", "What to do when the child is found, and whom to call."),
        Column("located", "When the child was found.", "time"),
        Column("located_where", "Where the child was found."),
        Column("returned", "When the child came home or to a place of safety.", "time"),
        Column("returned_where", "Where the child came back to."),
        Column("closed", "When the episode was closed.", "time"),
        Column("learned", "What was learned."),
        *_TELLING,
    )
    return Table("episodes", columns, key="reference")


def _events() -> Table:
    columns = (
        Column("reference", "The row's number in the system this comes from, if it has one."),
        Column("child", "The child's reference.", required=True),
        Column("episode", "The episode's reference.", required=True),
        Column("kind", "What happened: a kind of fact.", "code", required=True, values=tuple(event_kinds())),
        Column("at", "When it happened.", "time", required=True),
        Column("value", "The value, where the kind has one."),
        Column("text", "What was said, in the words used."),
        Column("by", "The role of whoever did it, such as allocated-worker."),
        *_TELLING,
    )
    return Table("events", columns)
