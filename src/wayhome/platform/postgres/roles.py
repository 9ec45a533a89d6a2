"""The roles of a cluster, and its databases.

`wayhome_root` makes and starts; only the launcher connects as it. `wayhome_owner` owns the databases and migrates.
`wayhome_app` serves pages and runs the worker; it owns nothing and no policy lets it past. `wayhome_clock` is stepped
into by `set local role` while readings are worked out. `wayhome_backup` reads everything and writes nothing.
"""

import psycopg
from psycopg import sql

ROOT = "wayhome_root"
OWNER = "wayhome_owner"
APP = "wayhome_app"
CLOCK = "wayhome_clock"
BACKUP = "wayhome_backup"

# `alter` runs every time, so that a role changed by hand is put right at the next start.
ATTRIBUTES = {
    OWNER: "login createdb nosuperuser nocreaterole nobypassrls inherit",
    APP: "login nocreatedb nosuperuser nocreaterole nobypassrls noinherit",
    CLOCK: "nologin nocreatedb nosuperuser nocreaterole nobypassrls noinherit",
    BACKUP: "login nocreatedb nosuperuser nocreaterole bypassrls inherit",
}
SET_OPTION_SINCE = 160000


def prepare_roles(root_url: str) -> None:
    """Create the four roles and their memberships, or put them right. Safe to run again at every start."""
    with psycopg.connect(root_url, autocommit=True) as connection:
        there = {row[0] for row in connection.execute("select rolname from pg_roles")}
        for role, attributes in ATTRIBUTES.items():
            verb = "alter" if role in there else "create"
            connection.execute(
                sql.SQL("{} role {} {}").format(sql.SQL(verb), sql.Identifier(role), sql.SQL(attributes))
            )
        connection.execute(sql.SQL("grant pg_read_all_data to {}").format(sql.Identifier(BACKUP)))
        connection.execute(
            sql.SQL("alter role {} set default_transaction_read_only = on").format(sql.Identifier(BACKUP))
        )
        # The server steps into the clock's role; the owner may step into either, to test what each can do.
        for member, role in ((APP, CLOCK), (OWNER, APP), (OWNER, CLOCK)):
            _may_step_into(connection, member, role)


def _may_step_into(connection: psycopg.Connection[tuple[object, ...]], member: str, role: str) -> None:
    modern = connection.info.server_version >= SET_OPTION_SINCE
    options = sql.SQL(" with inherit false, set true") if modern else sql.SQL("")
    connection.execute(sql.SQL("grant {} to {}").format(sql.Identifier(role), sql.Identifier(member)) + options)


def database_exists(root_url: str, name: str) -> bool:
    """Say whether the cluster has a database called `name`."""
    with psycopg.connect(root_url, autocommit=True) as connection:
        return connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone() is not None


def create_database(root_url: str, name: str, *, template: str | None = None) -> None:
    """Create the database `name` for the migrating role, empty or as a copy of `template` (which nobody may be using).

    Only the product's own roles may connect to it.
    """
    with psycopg.connect(root_url, autocommit=True) as connection:
        source = sql.Identifier(template or "template0")
        strategy = sql.SQL(" strategy file_copy") if template else sql.SQL("")
        connection.execute(
            sql.SQL("create database {} owner {} template {}").format(
                sql.Identifier(name), sql.Identifier(OWNER), source
            )
            + strategy
        )
        connection.execute(sql.SQL("revoke all on database {} from public").format(sql.Identifier(name)))
        connection.execute(
            sql.SQL("grant connect on database {} to {}").format(
                sql.Identifier(name), sql.SQL(", ").join(sql.Identifier(role) for role in (APP, CLOCK, BACKUP))
            )
        )


def drop_database(root_url: str, name: str) -> None:
    """Drop the database `name` and end whatever is connected to it; nothing happens when it is not there."""
    with psycopg.connect(root_url, autocommit=True) as connection:
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
