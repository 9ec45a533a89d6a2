"""A million tries at other people's records end as the rules say, by page and past every page: no leak, no refusal."""

from __future__ import annotations

import os
import random
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import psycopg
from psycopg import errors, sql

from tests.proofs import access_person, access_rules
from tests.proofs.access_rules import Rules
from tests.proofs.access_world import Crowd, Root, keys_of, loosen, tables_of
from tests.proofs.killable import Killable

COUNT = 1_000_000
BY_PAGE = 48  # of so many tries, one goes through a page: a few find nothing to ask for
WAYS = 2  # each person tries to read, to change and to delete each row; but not every table is filled
SAMPLED = 4  # rows of each table that each person tries to add beside those there
GUESSES = 6  # ids of nothing that each person asks for, a table


@dataclass
class Tally:
    """How often was tried, and what came out wrong."""

    tries: dict[str, int] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)

    def tried(self, verb: str, number: int = 1) -> None:
        """Count tries."""
        self.tries[verb] = self.tries.get(verb, 0) + number

    def add(self, other: Tally) -> None:
        """Count what another found too."""
        self.complaints += other.complaints
        for verb, number in other.tries.items():
            self.tried(verb, number)

    def compare(self, who: str, verb: str, table: str, got: set[str], right: set[str]) -> None:
        """Complain of each row too many and each too few."""
        self.complaints += [f"LEAK {who} {verb} {table} {key}" for key in sorted(got - right)[:5]]
        self.complaints += [f"REFUSED {who} {verb} {table} {key}" for key in sorted(right - got)[:5]]


def run(*, seed: int, count: int) -> int:
    """Try `count` times on a database of its own; return the leaks and wrongful refusals."""
    with tempfile.TemporaryDirectory(prefix="wayhome-proof-") as folder:
        house = Killable(Path(folder), throwaway=True)
        try:
            house.prepare()
            os.environ.update({**house.environment, "WAYHOME_POOL": "0", "WAYHOME_FILES": f"{folder}/files"})
            import django

            django.setup()
            with house.root() as root:
                tally = prove(root, house.cluster.url("wayhome_app", "wayhome_proof"), seed=seed, count=count)
        finally:
            house.stop()
    for complaint in tally.complaints[:40]:
        sys.stdout.write(f"{complaint}\n")
    sys.stdout.write(", ".join(f"{number:,} {verb}" for verb, number in tally.tries.items()) + "\n")
    return len(tally.complaints)


def prove(root: Root, app_url: str, *, seed: int, count: int) -> Tally:
    """Fill the database `root` is connected to, try everything, and return the tally. The database is spoilt after."""
    from tests.proofs import access_pages

    tally, chance = Tally(), random.Random(seed)
    root.autocommit = True
    access_pages.prove(root, tally, chance, tries=max(count // BY_PAGE, 1))
    tables, crowd = tables_of(root), Crowd(root, chance)  # looked at while the keys still say what points where
    loosen(root)
    people = root.execute("select count(*) + 1 from platform_user").fetchone()  # and nobody
    assert people is not None
    each = max(-(-count // (int(str(people[0])) * len(tables) * WAYS)), 4)
    crowd.fill(tables, each)
    past_every_page(root, app_url, tables, tally, chance)
    return tally


def read_all(root: Root, tables: list[str]) -> access_person.Tables:
    """Return every row of every table, by key, as JSON has it."""
    keys = keys_of(root)
    return {
        table: {str(row[keys[table]]): row for (row,) in root.execute(f"select to_jsonb(t) from {table} t")}  # type: ignore[call-overload, index]
        for table in tables
    }


def past_every_page(
    root: Root, app_url: str, tables: list[str], tally: Tally, chance: random.Random, only: str = ""
) -> None:
    """Let each person ask the database itself, as the role that serves; `only` one table, if it is named."""
    world, now, keys = read_all(root, tables), datetime.now(UTC), keys_of(root)
    for table in tables:
        if table not in access_rules.READ:
            tally.complaints.append(f"NO RULE for {table}: say in tests/proofs/access_rules.py who reads it")
    seed, everybody = chance.getrandbits(64), [*sorted(world["platform_user"]), ""]

    def half(people: list[str], asked: list[str]) -> Tally:
        own = Tally()
        with psycopg.connect(app_url) as app:
            for who in people:
                rules = Rules(world, access_person.person(world, who, now))
                rules.now = now
                app.execute("select set_config('wayhome.user', %s, true)", [who])
                for table in asked:
                    if table in access_rules.READ:
                        Tries(app, rules, table, keys[table], own, random.Random(f"{seed}/{who}/{table}")).all()
                app.rollback()
        return own

    asked = [only] if only else tables
    with ThreadPoolExecutor(2) as two:  # from both ends, so that neither waits for a row the other is trying
        for own in two.map(half, (everybody[::2], everybody[1::2]), (asked, asked[::-1])):
            tally.add(own)


class Tries:
    """One person at one table, in a transaction that is undone."""

    def __init__(
        self,
        app: Root,
        rules: Rules,
        table: str,
        key: str,
        tally: Tally,
        chance: random.Random,
    ) -> None:
        self.app, self.rules, self.table, self.key, self.tally, self.chance = app, rules, table, key, tally, chance
        self.rows = rules.tables[table]
        self.who = rules.who.id or "nobody"

    def all(self) -> None:
        """Read, count, guess, change, delete and add."""
        right = {key for key in self.rows if self.rules.reads(self.table, key)}
        self._read(right)
        self._guess()
        self._change()
        self._delete()
        self._add()

    def _read(self, right: set[str]) -> None:
        got = self._keys(sql.SQL("select {key} from {table}"))
        self.tally.compare(self.who, "read", self.table, got or set(), right)
        self.tally.tried("rows read", len(self.rows))
        counted = self._one(sql.SQL("select count(*) from {table}"))
        if counted is not None and counted != len(right):
            self.tally.complaints.append(f"COUNT {self.who} {self.table}: {counted}, not {len(right)}")
        self.tally.tried("counted")

    def _guess(self) -> None:
        """Ask by key for rows of others, and for rows that are not there."""
        sample = self.chance.sample(sorted(self.rows), min(GUESSES, len(self.rows)))
        for key in sample:
            got = self._keys(sql.SQL("select {key} from {table} where {key} = %s"), [key])
            right = {key} if self.rules.reads(self.table, key) else set()
            self.tally.compare(self.who, "guess", self.table, got or set(), right)
        self.tally.tried("guessed", len(sample))

    def _change(self) -> None:
        if self.table in access_rules.CHANGED_ELSEWHERE:
            return
        if self.table in access_rules.UPDATE:
            to, rule = access_rules.UPDATE[self.table]
            right = {key for key, row in self.rows.items() if rule(self.rules, row)}
        else:
            to, right = {self.key: f'"{self.key}"'}, set()
        if self.rules.who.id == "" and access_rules.ME in to.values():
            return
        values = ", ".join(f'"{c}" = {v.replace(access_rules.ME, f"{self.who!r}::uuid")}' for c, v in to.items())
        got = self._keys(sql.SQL("update {table} set " + values + " returning {key}"))
        self.tally.compare(self.who, "change", self.table, got or set(), right)
        self.tally.tried("changed", len(self.rows))

    def _delete(self) -> None:
        rule = access_rules.DELETE.get(self.table)
        right = {key for key, row in self.rows.items() if rule(self.rules, row)} if rule else set()
        got = self._keys(sql.SQL("delete from {table} returning {key}"))
        self.tally.compare(self.who, "delete", self.table, got or set(), right)
        self.tally.tried("deleted", len(self.rows))

    def _add(self) -> None:
        """Copy rows of others under a new key, in one's own partnership: where one would read it, or by a rule of its own."""
        if self.table in access_rules.INSERTED_ELSEWHERE:
            return
        for key in self.chance.sample(sorted(self.rows), min(SAMPLED, len(self.rows))):
            row = dict(self.rows[key])
            rule = access_rules.INSERT_BY.get(self.table)
            ruled = self.table in access_rules.INSERT or rule is not None
            may = ruled and row.get("authority_id") == self.rules.who.authority
            right = {key} if may and (rule(self.rules, row) if rule else self.rules.reads(self.table, key)) else set()
            if self.table not in ("record_child", "record_adult", "record_context") and self.key == "id":
                row["id"] = str(UUID(int=self.chance.getrandbits(128), version=4))
            statement = sql.SQL("insert into {table} select * from jsonb_populate_record(null::{table}, %s)")
            got = self._try(statement, [psycopg.types.json.Jsonb(row)])
            self.tally.compare(self.who, "add", self.table, {key} if got is not None else set(), right)
        self.tally.tried("added", min(SAMPLED, len(self.rows)))

    def _keys(self, statement: sql.SQL, values: list[object] | None = None) -> set[str] | None:
        found = self._try(statement, values)
        return None if found is None else {str(row[0]) for row in found}

    def _one(self, statement: sql.SQL) -> object | None:
        found = self._try(statement)
        return None if not found else found[0][0]

    def _try(self, statement: sql.SQL, values: list[object] | None = None) -> list[tuple[object, ...]] | None:
        """Return the rows; None when the database refuses. Whatever is done is undone at once.

        A new row that breaks a key came past the policy, which is asked first.
        """
        made = statement.format(table=sql.Identifier(self.table), key=sql.Identifier(self.key))
        self.app.execute("savepoint before_trying")
        try:
            cursor = self.app.execute(made, values)
            return cursor.fetchall() if cursor.description else []
        except errors.UniqueViolation:
            return []
        except (errors.InsufficientPrivilege, errors.RestrictViolation):
            return None
        finally:
            self.app.execute("rollback to savepoint before_trying")
