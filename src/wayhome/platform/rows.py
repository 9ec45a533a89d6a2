"""Row-level security as declared beside the models: applied after every migration, and checked."""

from __future__ import annotations

from pathlib import Path

from django.apps import apps
from django.db import connections, transaction

# Tables of libraries, without personal data of children or a way to it; each says why it needs no policy.
EXCUSED = {
    "django_migrations": "names of migrations",
    "django_content_type": "names of models",
    "django_session": "opaque session keys and the id of who is signed in; read before anybody is known",
    "auth_permission": "names of permissions, unused",
    "auth_group": "unused",
    "auth_group_permissions": "unused",
    "platform_user_groups": "unused",
    "platform_user_user_permissions": "unused",
    "account_emailaddress": "sign-in addresses of staff; read before anybody is known",
    "account_emailconfirmation": "one-time keys for staff addresses",
    "mfa_authenticator": "second factors of staff; read at sign-in",
}
WRITTEN_BY_LIBRARIES = tuple(t for t in EXCUSED if t.startswith(("django_session", "account_", "mfa_")))
ROOMS = ("platform", "record", "missing", "clocks", "worklists")


def sql_files() -> list[Path]:
    """Return every declared policy file, in the order of the rooms; the functions first."""
    found: list[Path] = []
    for room in ROOMS:
        folder = Path(apps.get_app_config(room).path) / "access"
        found += sorted(folder.glob("*.sql"), key=lambda p: (p.name != "functions.sql", p.name))
    return found


def apply(alias: str) -> None:
    """Declare every function, policy, grant and trigger again, in one transaction, as the owner."""
    with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        cursor.execute("grant usage on schema public to wayhome_app, wayhome_clock, wayhome_backup")
        for path in sql_files():
            cursor.execute(path.read_text())
        for table in EXCUSED:
            cursor.execute("select to_regclass(%s) is not null", [table])
            if cursor.fetchone()[0]:
                cursor.execute(f"grant select on {table} to wayhome_app, wayhome_clock")
        for table in WRITTEN_BY_LIBRARIES:
            cursor.execute("select to_regclass(%s) is not null", [table])
            if cursor.fetchone()[0]:
                cursor.execute(f"grant insert, update, delete on {table} to wayhome_app")


def unguarded(alias: str) -> list[str]:
    """Return each table that has neither a forced policy nor an excuse. Partitions are guarded by their parent."""
    with connections[alias].cursor() as cursor:
        cursor.execute(
            "select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace "
            "where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition "
            "and not (c.relrowsecurity and c.relforcerowsecurity and exists "
            "(select 1 from pg_policies p where p.tablename = c.relname and 'wayhome_owner' = any(p.roles))) order by 1"
        )
        return [name for (name,) in cursor.fetchall() if name not in EXCUSED]
