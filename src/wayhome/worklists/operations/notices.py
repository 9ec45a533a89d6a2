"""Notices: told, seen, chased, passed up. Truth about the duty stays with the clocks."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import DateTimeField, ExpressionWrapper, F, Q

from wayhome.clocks import protocols
from wayhome.clocks.announcements import Fired
from wayhome.clocks.queries import duties
from wayhome.engine.language import Rung
from wayhome.platform.actor import Actor
from wayhome.platform.operations import audit, outbox
from wayhome.platform.roles import as_clock
from wayhome.record.operations.errors import NotFound
from wayhome.record.subjects import Subject
from wayhome.worklists.models import Notice
from wayhome.worklists.operations.telling import About, Told, above, find, label


def on_fired(fired: Sequence[Fired]) -> None:
    """Tell whom each fired rung names, if the duty is still open."""
    with as_clock():
        for each in fired:
            rung = _rung(each.protocol, each.clock, each.rung)
            if rung is None or not each.open:
                continue
            about = About(each.subject, each.authority, each.fired_at)
            for role in rung.tell:
                _tell(_blank(each, rung), find(role, about), hop=f"{each.key}#{each.rung}/{role}")


def _rung(protocol: str, clock_id: str, rung_id: str) -> Rung | None:
    clock = protocols.clock_in(protocol, clock_id)
    return next((r for r in clock.rungs if r.id == rung_id), None) if clock else None


def _blank(fired: Fired, rung: Rung) -> Notice:
    return Notice(
        authority_id=fired.authority,
        **fired.subject.keys,
        audience_id=fired.audience,
        restricted=fired.restricted,
        episode_id=fired.episode,
        reading_key=fired.key,
        rung=fired.rung,
        told_at=fired.fired_at,
        acknowledge_by=fired.fired_at + timedelta(minutes=rung.acknowledge_minutes),
    )


def _tell(pattern: Notice, steps: Sequence[Told], hop: str) -> int:
    """Write one notice for each step, once ever, and an e-mail for each person told. Returns how many were new."""
    rows = [_notice(pattern, step, f"{hop}>{step.role}:{step.user or 'nobody'}") for step in steps]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    new = set(Notice.objects.filter(id__in=[r.id for r in rows]).values_list("id", flat=True))
    for row in rows:
        if row.id in new and row.recipient:
            _email(row, "told", row.told_at)
    return len(new)


def _notice(pattern: Notice, step: Told, key: str) -> Notice:
    return Notice(
        id=uuid.uuid4(),
        key=key,
        authority_id=pattern.authority_id,
        **Subject.of_row(pattern).keys,
        audience_id=pattern.audience_id,
        restricted=pattern.restricted,
        episode_id=pattern.episode_id,
        reading_key=pattern.reading_key,
        rung=pattern.rung,
        role=step.role,
        recipient=step.user,
        because=step.because,
        told_at=pattern.told_at,
        acknowledge_by=pattern.acknowledge_by if step.user else None,
    )


def _email(row: Notice, why: str, now: datetime) -> None:
    """Put an e-mail in the outbox: a link and no name."""
    outbox.put(
        authority=row.authority_id,
        key=f"notice:{row.id}:{why}",
        channel="email",
        payload={"user": str(row.recipient), "notice": str(row.id), "why": why},
        now=now,
    )


def acknowledge(*, actor: Actor, notice: UUID, now: datetime) -> None:
    """Say "seen". Only the one told can; saying it twice changes nothing. Raises NotFound."""
    with transaction.atomic():
        row = Notice.objects.filter(id=notice, recipient=actor.user).first()
        if row is None:
            raise NotFound("There is no such notice for you.")
        if row.acknowledged_at is None:
            Notice.objects.filter(id=notice, acknowledged_at__isnull=True).update(
                acknowledged_at=now, acknowledged_by=actor.user
            )
            audit.write(
                actor=actor, verb="acknowledge", what=row.reading_key.split("/")[1], subjects=[Subject.of_row(row).id]
            )


def chase(*, now: datetime, batch: int = 200) -> int:
    """Chase notices half-way to their limit; pass up those past it. Returns how many were acted on.

    A notice about a duty that is no longer open is let rest. Safe beside other workers.
    """
    done = 0
    with transaction.atomic(), as_clock():
        waiting = Notice.objects.filter(
            acknowledged_at__isnull=True,
            passed_up_at__isnull=True,
            acknowledge_by__isnull=False,
            recipient__isnull=False,
        )
        half = ExpressionWrapper((F("acknowledge_by") - F("told_at")) / 2 + F("told_at"), DateTimeField())
        ready = waiting.annotate(half=half).filter(
            Q(acknowledge_by__lte=now) | Q(half__lte=now, chased_at__isnull=True)
        )
        rows = list(ready.select_for_update(skip_locked=True, of=("self",)).order_by("acknowledge_by")[:batch])
        current = duties.by_keys({row.reading_key for row in rows})
        for row in rows:
            duty = current.get(row.reading_key)
            _chase_one(row, duty is not None and duty.open, now)
            done += 1
    return done


def _chase_one(row: Notice, still_open: bool, now: datetime) -> None:
    if not still_open:
        Notice.objects.filter(id=row.id).update(acknowledge_by=None)
        return
    if row.acknowledge_by and row.acknowledge_by <= now:
        _pass_up(row, now)
        return
    Notice.objects.filter(id=row.id).update(chased_at=now)
    _email(row, "chased", now)


def _pass_up(row: Notice, now: datetime) -> None:
    pattern = Notice(
        authority_id=row.authority_id,
        **Subject.of_row(row).keys,
        audience_id=row.audience_id,
        restricted=row.restricted,
        episode_id=row.episode_id,
        reading_key=row.reading_key,
        rung=row.rung,
        told_at=now,
        acknowledge_by=now + ((row.acknowledge_by or now) - row.told_at),
    )
    steps = above(row.role, About(Subject.of_row(row), row.authority_id, now))
    steps = tuple(Told(s.role, s.user, f"no answer from {label(row.role)}" if s.user else s.because) for s in steps)
    _tell(pattern, steps, hop=f"{row.key}^")
    Notice.objects.filter(id=row.id).update(passed_up_at=now, chased_at=row.chased_at or now)


def next_chase() -> datetime | None:
    """Return the next moment at which some notice is to be chased or passed up."""
    with transaction.atomic(), as_clock(), connection.cursor() as cursor:
        cursor.execute(
            "select min(case when chased_at is null then told_at + (acknowledge_by - told_at) / 2 else acknowledge_by end) "
            "from worklists_notice where acknowledged_at is null and passed_up_at is null and acknowledge_by is not null"
        )
        found: datetime | None = cursor.fetchone()[0]
        return found
