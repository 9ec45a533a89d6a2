"""Looking through the rules once a day, and proposing which records may go. Proposes; never disposes."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import connection, transaction

from wayhome.packs.retention import load_retention
from wayhome.platform.queries.partnerships import authorities
from wayhome.platform.roles import as_clock
from wayhome.record.queries.lasting import ages
from wayhome.retention.models import Hold, Proposal, Round
from wayhome.retention.periods import longest
from wayhome.retention.queries.retention import rules_for, set_here
from wayhome.ui.words import local


def propose(*, now: datetime) -> int:
    """Propose what has become due, once a day of London; the second worker to come finds it done. Returns how many."""
    today = local(now).date()
    with transaction.atomic(), as_clock(), connection.cursor() as cursor:
        cursor.execute("insert into retention_round (day, found) values (%s, 0) on conflict do nothing", [today])
        if not cursor.rowcount:
            return 0
        found = sum(_propose(authority, now) for authority in authorities())
        Round.objects.filter(day=today).update(found=found)
    return found


def _propose(authority: uuid.UUID, now: datetime) -> int:
    today = local(now).date()
    years = set_here(authority)
    kinds = {rule.kind for rule in load_retention().values() if rule.kind}
    before = Proposal.objects.filter(authority_id=authority)
    waiting = set(before.filter(ended_at__isnull=True).values_list("child", flat=True))
    waiting |= set(before.filter(look_again_on__gt=today).values_list("child", flat=True))
    waiting |= set(Hold.objects.filter(authority_id=authority, ended_at__isnull=True).values_list("child", flat=True))
    rows = []
    for age in ages(authority, kinds):
        last = longest(rules_for(age, years)) if age.child not in waiting else None
        if last and last.due_on and last.due_on <= today:
            rows.append(
                Proposal(authority_id=authority, child=age.child, rule=last.rule.id, due_on=last.due_on, found_at=now)
            )
    Proposal.objects.bulk_create(rows)
    return len(rows)
