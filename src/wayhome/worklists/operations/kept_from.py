"""What waits for somebody who must not know of it any more: kept away from the record since, or found to be related."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from wayhome.platform.roles import as_clock
from wayhome.worklists.models import Notice
from wayhome.worklists.operations.notices import pass_on, standing
from wayhome.worklists.operations.telling import label

# From those few who are kept away, and not from the many notices that wait: this is asked at every round.
_KEPT_FROM = """
select n.id from (
    select x.authority_id, x.user_id, x.subject from platform_exclusion x where x.ended_at is null
    union
    select f.authority_id, f.person, f.child_id from platform_authority p
    join record_fact f on f.authority_id = p.id and f.kind = 'child.conflict' and f.child_id is not null
    where not exists (select from record_supersession s where s.old_id = f.id)) away (authority, person, subject)
join worklists_notice n on n.authority_id = away.authority and n.recipient = away.person
  and coalesce(n.child_id, n.adult_id, n.context_id) = away.subject
where n.acknowledged_at is null and n.passed_up_at is null and n.acknowledge_by is not null
limit %s
"""


def hand_on(*, now: datetime, batch: int = 200) -> int:
    """Tell the next at once of what its recipient must not be told any more; return how many. The worker calls this.

    They may have read it, and cannot answer it: until its time is up nobody else would know. Safe beside other workers.
    """
    with transaction.atomic(), as_clock():
        with connection.cursor() as cursor:
            cursor.execute(_KEPT_FROM, [batch])
            found = [id_ for (id_,) in cursor.fetchall()]
        rows = list(Notice.objects.select_for_update(skip_locked=True).filter(id__in=found, passed_up_at__isnull=True))
        stands = standing(rows, now)
        Notice.objects.filter(id__in={row.id for row in rows} - stands).update(acknowledge_by=None)
        for row in rows:
            if row.id in stands:
                pass_on(row, now, True, because=f"for {label(row.role)}")
    return len(stands)
