"""A crowded house to try doors in: every table filled with rows drawn by chance, without a thought for sense.

Sense is not needed, for a policy looks only at who a row is about and whose it is. So checks, keys and triggers are
taken off this throwaway database first, and rows of any shape can stand in it.
"""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime, timedelta
from uuid import UUID

import psycopg

Root = psycopg.Connection[tuple[object, ...]]
_UNKNOWN = object()
SUBJECT_TABLES = ("record_child", "record_adult", "record_context")
PEOPLE = {"user_id", "holder", "author", "handed_by", "person", "recipient", "user", "acknowledged_by", "by_user",
          "to_user"}  # fmt: skip
KEPT = {
    "platform_user", "platform_authority", "platform_agency", "platform_team", "platform_post", "platform_holding",
    "platform_leave", "platform_audience", "platform_reader", "platform_stamp", "clocks_activation",
}  # fmt: skip
# What stays for all to read, or is proved by another proof.
EXCUSED = ("django_", "auth_", "account_", "mfa_", "socialaccount_", "platform_user_", "platform_audit")
_FILL = {
    "text": "x", "uuid": None, "boolean": False, "integer": 0, "smallint": 0, "bigint": 0, "jsonb": {}, "date": "2024-01-01",
    "timestamp with time zone": "2024-01-01T00:00:00+00:00", "bytea": "\\x00", "double precision": 0, "numeric": 0,
}  # fmt: skip


def tables_of(root: Root) -> list[str]:
    """Return every table that a policy must guard, each before those that point to it."""
    names = {
        str(n) for (n,) in root.execute(
            "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') "
            "and not relispartition"
        ) if not str(n).startswith(EXCUSED)
    }  # fmt: skip
    after: dict[str, set[str]] = {name: set() for name in names}
    for table, parent in root.execute(
        "select conrelid::regclass::text, confrelid::regclass::text from pg_constraint where contype = 'f' and conrelid <> confrelid"
    ):
        if table in names and parent in names:
            after[str(table)].add(str(parent))
    ordered: list[str] = []
    while after:
        ready = sorted(n for n, parents in after.items() if parents <= set(ordered)) or sorted(after)[:1]
        for name in ready:
            ordered.append(name)
            del after[name]
    return ordered


def keys_of(root: Root) -> dict[str, str]:
    """Return the primary key of each table."""
    rows = root.execute(
        "select i.indrelid::regclass::text, a.attname from pg_index i "
        "join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0] where i.indisprimary"
    )
    return {str(table): str(column) for table, column in rows}


def loosen(root: Root) -> None:
    """Take the checks, the keys but the primary ones, and the triggers off."""
    root.execute("set session_replication_role = replica")
    for kinds in ("'f', 'c'", "'u'"):
        for table, name in root.execute(
            f"select conrelid::regclass::text, conname from pg_constraint where contype in ({kinds}) "  # type: ignore[call-overload]
            "and connamespace = 'public'::regnamespace and conparentid = 0 and conrelid <> 0"
        ).fetchall():
            root.execute(f'alter table {table} drop constraint "{name}" cascade')  # type: ignore[call-overload]
    for (name,) in root.execute(
        "select i.indexrelid::regclass::text from pg_index i join pg_class c on c.oid = i.indrelid "
        "where i.indisunique and not i.indisprimary and c.relnamespace = 'public'::regnamespace and not c.relispartition"
    ).fetchall():
        root.execute(f"drop index {name}")  # type: ignore[call-overload]


class Crowd:
    """Fills tables with rows drawn by one chance."""

    def __init__(self, root: Root, chance: random.Random) -> None:
        self.root, self.chance = root, chance
        self.keys = keys_of(root)
        self.columns: dict[str, list[tuple[str, str, bool]]] = {}
        for table, column, kind, bare in root.execute(
            "select table_name, column_name, data_type, is_nullable = 'NO' from information_schema.columns "
            "where table_schema = 'public' and is_generated = 'NEVER'"
        ):
            self.columns.setdefault(str(table), []).append((str(column), str(kind), bool(bare)))
        self.points = {(str(t), str(c)): str(p) for t, c, p in root.execute(self._foreign())}
        self.ids: dict[str, dict[str, list[object]]] = {}
        self.audiences = self._by_authority("platform_audience", "id")
        self.people = self._by_authority("platform_user", "id")
        self.agencies = self._by_authority("platform_agency", "id")
        self.teams = self._by_authority("platform_team", "id")
        self.roles = [str(r) for (r,) in root.execute("select distinct role from platform_post")]
        self.authorities = sorted(self.agencies)

    def fill(self, tables: list[str], each: int) -> None:
        """Put about `each` rows into every table that holds records."""
        first = [*SUBJECT_TABLES, *(t for t in tables if t not in SUBJECT_TABLES)]
        for table in first:
            if table not in KEPT:
                number = max(each // 8, 12) if table in SUBJECT_TABLES else each
                rows = [self._row(table) for _ in range(number)]
                self._insert(table, list({str(r[self.keys[table]]): r for r in rows}.values()))
            if table not in KEPT or table == "platform_team":
                self.ids[table] = self._by_authority(table, self.keys[table])

    def _insert(self, table: str, rows: list[dict[str, object]]) -> None:
        self.root.execute(
            f"insert into {table} overriding system value "  # type: ignore[call-overload]
            f"select * from jsonb_populate_recordset(null::{table}, %s::jsonb) on conflict do nothing",
            [json.dumps(rows, default=str)],
        )

    def _row(self, table: str) -> dict[str, object]:
        chance, authority = self.chance, self.chance.choice(self.authorities)
        row: dict[str, object] = {}
        for column, kind, bare in self.columns[table]:
            row[column] = self._value(table, column, kind, bare, authority)
        if {"child_id", "adult_id", "context_id"} <= row.keys():
            chosen = chance.choice(["child_id", "child_id", "adult_id", "context_id", ""])
            row |= {c: None for c in ("child_id", "adult_id", "context_id") if c != chosen}
        for side in ("from", "to"):
            if f"{side}_thing_id" in row:
                chosen = chance.choice(["child", "child", "adult", "context", "thing"])
                row |= {f"{side}_{end}_id": None for end in ("child", "adult", "context", "thing") if end != chosen}
        row |= self._told(table, row, authority)
        if table == "platform_grant":
            row["team_id" if chance.random() < 0.8 else "user_id"] = None
        if table in ("platform_grant", "platform_sharing"):
            row["until_at"] = chance.choice([None, None, _in(-1), _in(100)])
        if table == "platform_opening":
            row["until_at"] = chance.choice([_in(-1), _in(100)])
        row |= self._state(table)
        if "ended_at" in row and table in (
            "platform_grant", "platform_exclusion", "platform_opening", "platform_signin", "platform_vetting",
            "retention_hold", "retention_proposal", "forums_feed",
        ):  # fmt: skip
            row["ended_at"] = chance.choice([None, None, None, _in(-2)])
        return row

    def _state(self, table: str) -> dict[str, object]:
        """Return from when until when a thing lasts, of what kind it is and how far it has come, where that decides."""
        chance = self.chance
        if table == "disclosure_disclosurestep":
            return {"kind": chance.choice(["acknowledged", "corrected"])}
        if table == "forums_meeting":
            return {"state": chance.choice(["planned", "signed"])}
        if table == "platform_vetting":
            return {"from_on": _in(chance.choice((-900, -9, 9)))[:10], "until_on": _in(chance.choice((-5, 300)))[:10]}
        if table == "platform_signin":
            return {"last_seen_at": _in(chance.choice((-300, -1, 0)))}
        return {}

    def _told(self, table: str, row: dict[str, object], authority: str) -> dict[str, object]:
        """Return where a fact's chain begins, and in which fact a link was learned."""
        if table == "record_fact":
            return {"root_id": row["id"]}
        if table == "record_link":
            return {"source_fact": self.chance.choice([None, *self.ids["record_fact"][authority][:3]])}
        return {}

    def _value(self, table: str, column: str, kind: str, bare: bool, authority: str) -> object:
        chosen = self._whose(column, authority)
        if chosen is not _UNKNOWN:
            return chosen
        if parent := self.points.get((table, column)):
            there = self.ids.get(parent, {}).get(authority)
            return self.chance.choice(there) if there else self._uuid(bare)
        if column == self.keys[table] and kind in ("bigint", "integer", "text"):
            return self.chance.getrandbits(40 if kind == "bigint" else 30)
        if kind == "ARRAY":
            return []
        return self._uuid(bare) if kind == "uuid" else _FILL[kind] if bare else None

    def _whose(self, column: str, authority: str) -> object:
        """Return whose a row is and who it is about, if that is what a column says."""
        chance = self.chance
        if column == "authority_id":
            return authority
        if column in ("restricted", "sealed", "shared"):
            return chance.random() < (0.15 if column == "restricted" else 0.5)
        if column in ("subject_id", "subject"):
            return chance.choice(self.ids[chance.choice(["record_child", "record_child", *SUBJECT_TABLES])][authority])
        if column == "child":
            return chance.choice(self.ids["record_child"][authority])
        if column == "recorded_at":
            return _in(-chance.random() * 1000)
        among: dict[str, list[object]] = {
            "audience_id": self.audiences[authority], "agency_id": self.agencies[authority],
            "by_agency_id": self.agencies[authority], "to_agency_id": [*self.agencies[authority], None],
            "team_id": [*self.teams.get(authority, []), None],
            "post": ["", *self.roles], **dict.fromkeys(PEOPLE, self.people[authority]),
        }  # fmt: skip
        return chance.choice(among[column]) if column in among else _UNKNOWN

    def _uuid(self, bare: bool) -> str | None:
        return str(UUID(int=self.chance.getrandbits(128), version=4)) if bare else None

    def _by_authority(self, table: str, column: str) -> dict[str, list[object]]:
        found: dict[str, list[object]] = {}
        names = {c for c, _, _ in self.columns[table]}
        if "authority_id" not in names:
            return found
        for key, authority in self.root.execute(
            f"select {column}, authority_id from {table} order by 1"  # type: ignore[call-overload]
        ):
            found.setdefault(str(authority), []).append(key if isinstance(key, int) else str(key))
        return found

    @staticmethod
    def _foreign() -> str:
        return (
            "select c.conrelid::regclass::text, a.attname, c.confrelid::regclass::text from pg_constraint c "
            "join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1] where c.contype = 'f'"
        )


def _in(days: float) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).isoformat()
