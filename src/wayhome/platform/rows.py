"""Row-level security as declared beside the models: applied after every migration, and checked."""

from __future__ import annotations

from pathlib import Path

from django.apps import apps
from django.db import connections, transaction
from django.db.backends.utils import CursorWrapper

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
    "socialaccount_socialaccount": "which subject of the single sign-on is which member of staff; read at sign-in",
    "socialaccount_socialapp": "unused: the provider is named in the environment",
    "socialaccount_socialtoken": "unused: no token is kept",
}
_LIBRARIES = ("django_session", "account_", "mfa_", "socialaccount_")
WRITTEN_BY_LIBRARIES = tuple(t for t in EXCUSED if t.startswith(_LIBRARIES))
ROOMS = (
    "platform", "record", "missing", "assessment", "plans", "clocks", "worklists", "escalation", "forums", "disclosure",
    "retention",
)  # fmt: skip


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


# What guards a row, one line a thing: compared before and after declaring everything again.
_GUARDS = """
select format('policy %s on %s', policyname, tablename),
  concat_ws(' | ', cmd, permissive, roles::text, qual, with_check) from pg_policies where schemaname = 'public'
union all
select format('row security on %s', relname), concat_ws(' ', relrowsecurity, relforcerowsecurity)
  from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
union all
select format('grant %s on %s to %s', a.privilege_type, c.relname, a.grantee::regrole), ''
  from pg_class c cross join lateral aclexplode(c.relacl) a
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'S') and a.grantee <> c.relowner
union all
select format('grant %s on %s (%s) to %s', a.privilege_type, c.relname, t.attname, a.grantee::regrole), ''
  from pg_attribute t join pg_class c on c.oid = t.attrelid cross join lateral aclexplode(t.attacl) a
  where c.relnamespace = 'public'::regnamespace and not t.attisdropped and a.grantee <> c.relowner
union all
select format('trigger %s on %s', t.tgname, c.relname), pg_get_triggerdef(t.oid)
  from pg_trigger t join pg_class c on c.oid = t.tgrelid
  where c.relnamespace = 'public'::regnamespace and not t.tgisinternal
union all
select format('default of %s.%s', c.relname, t.attname), pg_get_expr(d.adbin, d.adrelid)
  from pg_attrdef d join pg_class c on c.oid = d.adrelid join pg_attribute t on t.attrelid = d.adrelid and t.attnum = d.adnum
  where c.relnamespace = 'public'::regnamespace and not c.relispartition
union all
select format('function %s', p.oid::regprocedure), pg_get_functiondef(p.oid)
  from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prokind in ('f', 'p')
union all
select format('execute on %s to %s', p.oid::regprocedure, case a.grantee when 0 then 'everybody' else a.grantee::regrole::text end), ''
  from pg_proc p cross join lateral aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
  where p.pronamespace = 'public'::regnamespace and a.grantee <> p.proowner
"""


def drift(alias: str) -> list[str]:
    """Return each policy, grant, trigger or function that is not as declared; the database is left as it was.

    Everything is declared again inside a transaction that is then undone, so that what is compared is what the
    files would make and not another list of it. Waits for, and briefly holds, a lock on every guarded table.
    """
    with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        there, asleep = _guards(cursor), _asleep(cursor)
        apply(alias)
        declared = _guards(cursor)
        transaction.set_rollback(True, using=alias)
    lines = [f"{name} is not there" for name in declared.keys() - there.keys()]
    lines += [f"{name} is not declared" for name in there.keys() - declared.keys()]
    lines += [f"{name} differs" for name in declared.keys() & there.keys() if declared[name] != there[name]]
    return sorted(lines + asleep)


def _guards(cursor: CursorWrapper) -> dict[str, str]:
    cursor.execute(_GUARDS)
    return dict(cursor.fetchall())


def _asleep(cursor: CursorWrapper) -> list[str]:
    cursor.execute(
        "select t.tgname, c.relname from pg_trigger t join pg_class c on c.oid = t.tgrelid "
        "where c.relnamespace = 'public'::regnamespace and not t.tgisinternal and t.tgenabled <> 'O'"
    )
    return [f"trigger {name} on {table} is switched off" for name, table in cursor.fetchall()]
