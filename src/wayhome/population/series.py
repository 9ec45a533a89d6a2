"""How many duties were overdue on each day: from when each was overdue, not by reading every day again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import numpy as np

from wayhome.engine.moments import end_of_local_day
from wayhome.population.almanac import NEVER, Ints, micros
from wayhome.population.reading import Read
from wayhome.population.standing import BREACHED, MET_LATE


def overdue_by_day(reads: Iterable[Read], group: Sequence[int] | Ints, first: date, days: int) -> Ints:
    """Return for each group and local day how many duties stood overdue at 23:59: one row a group, one column a day.

    `group` gives each child of the population a number from 0 (an authority, an area). A duty is overdue from its
    due time until it was done; one that is never done stays so. The reading must be at or after the last of the days.
    """
    groups = np.asarray(group, np.int64)
    ends = np.array([micros(end_of_local_day(first + timedelta(days=n))) for n in range(days)], np.int64)
    count = int(groups.max(initial=-1)) + 1
    steps = np.zeros((count, days + 1), np.int64)
    for part in reads:
        late = (part.state == BREACHED) | ((part.state == MET_LATE) & ~part.spared)
        who = groups[part.child[late]]
        from_ = np.searchsorted(ends, part.breached_at[late], side="right")  # overdue after its due time, not at it
        done = part.met_at[late]
        until = np.where(done == NEVER, days, np.searchsorted(ends, done, side="left"))
        kept = from_ < until
        np.add.at(steps, (who[kept], from_[kept]), 1)
        np.add.at(steps, (who[kept], np.minimum(until[kept], days)), -1)
    found: Ints = np.cumsum(steps, axis=1)[:, :days]
    return found
