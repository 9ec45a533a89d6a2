"""Sealing the audit trail: a tree head each minute or thousand entries, over what can no longer change.

An entry's place is the transaction that wrote it and then its number. Once every transaction below a line has ended,
nothing can ever appear below that line again: so only what is below the oldest one still running is sealed.
"""

from __future__ import annotations

import os
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, connections, transaction

from wayhome.platform.heads import Head
from wayhome.platform.merkle import HASH, Frontier
from wayhome.platform.models import AuditSeal
from wayhome.platform.roles import as_clock

MOST = 1000  # leaves a seal
EVERY = timedelta(seconds=55)  # with the worker's rounds of at most five seconds: within the minute
LOCK = 0x5EA1

_READY = "select leaves, last_position, last_id from wayhome_audit_ready(%s, %s, %s)"


def secret() -> str:
    """Return what the signing key grows from: WAYHOME_SEAL_KEY, or the secret key of this installation."""
    return os.environ.get("WAYHOME_SEAL_KEY") or settings.SECRET_KEY


def seal(*, now: datetime, every: timedelta = EVERY) -> int:
    """Seal what is ready; return how many entries. A thousand are sealed at once, fewer when `every` has passed.

    Safe beside other workers: whoever comes second finds the first at it and leaves it to them.
    """
    sealed = 0
    while count := _seal_once(now, every):
        sealed += count
        if count < MOST:
            break
    return sealed


def _seal_once(now: datetime, every: timedelta) -> int:
    with transaction.atomic(), as_clock(), connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return 0
        last = AuditSeal.objects.defer("leaves").order_by("-number").first()
        cursor.execute(_READY, [last.last_position if last else -1, last.last_id if last else -1, MOST])
        leaves, position, id_ = cursor.fetchone()
        count = len(leaves or b"") // HASH
        if not count or (count < MOST and last is not None and now - last.at < every):
            return 0
        _add(last, bytes(leaves), (position, id_), now)
        return count


def _add(last: AuditSeal | None, leaves: bytes, place: tuple[int, int], now: datetime) -> None:
    edge = bytes(last.edge) if last else b""
    tree = Frontier(last.size if last else 0, [edge[i : i + HASH] for i in range(0, len(edge), HASH)])
    for start in range(0, len(leaves), HASH):
        tree.append(leaves[start : start + HASH])
    head = Head(tree.size, tree.root(), now).signed(secret())
    AuditSeal.objects.create(
        number=(last.number if last else 0) + 1,
        size=tree.size,
        last_position=place[0],
        last_id=place[1],
        leaves=leaves,
        edge=b"".join(tree.edge),
        root=head.root,
        at=now,
        key=head.key,
        signature=head.signature,
    )


def begin_era(alias: str) -> bool:
    """Lift the places of what comes next above every place there is, if they are not; say whether it was needed.

    Run as the owner after each migration: a database restored into a new server counts its transactions from the
    beginning again, and new entries would otherwise claim places that were sealed long ago.
    """
    with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        cursor.execute(
            "insert into platform_auditera (base) select top.place + 1 from (select greatest("
            "(select max(position) from platform_auditentry), (select max(last_position) from platform_auditseal)) place) top "
            "where top.place > wayhome_audit_base() + pg_current_xact_id()::text::bigint "
            "returning setval('platform_auditera_base', base)"
        )
        return bool(cursor.rowcount)
