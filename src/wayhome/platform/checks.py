"""Start-up checks: a process that could see past the policies refuses to start."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.db.utils import OperationalError


@register("database")
def runtime_role_is_bound(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **_: Any
) -> list[CheckMessage]:
    """Refuse a web or worker role that is a superuser, bypasses row-level security, or owns a table."""
    if not databases or "default" not in databases:
        return []
    try:
        with connections["default"].cursor() as cursor:
            cursor.execute(
                # To be a member of the role that owns a table is to own it: one statement away.
                "select r.rolname, r.rolsuper, r.rolbypassrls, exists (select 1 from pg_class c "
                "where pg_has_role(r.oid, c.relowner, 'MEMBER') and c.relkind in ('r', 'p') "
                "and c.relnamespace = 'public'::regnamespace) from pg_roles r where r.rolname = current_user"
            )
            name, superuser, bypass, owns = cursor.fetchone()
    except OperationalError:
        return []
    faults = [
        word
        for word, bad in (("is a superuser", superuser), ("bypasses row security", bypass), ("owns tables", owns))
        if bad
    ]
    return [
        Error(
            f"The database role {name} {fault}.",
            hint="Point DATABASE_URL at wayhome_app, and WAYHOME_OWNER_URL at wayhome_owner.",
            id="platform.E001",
        )
        for fault in faults
    ]


def refuse_unbound_role() -> None:
    """Refuse to start a process whose database role could see past the row policies.

    Called where a process that serves begins: a check that has to be asked for protects nobody. Raises
    ImproperlyConfigured. A database that is away is waited for later, as always.
    """
    if faults := runtime_role_is_bound(None, ["default"]):
        raise ImproperlyConfigured(" ".join([*(fault.msg for fault in faults), str(faults[0].hint)]))
    connections["default"].close()
