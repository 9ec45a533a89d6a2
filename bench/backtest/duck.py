"""The same seven rules as a good analyst would write them in SQL, by DuckDB on two threads."""

from __future__ import annotations

from datetime import date, timedelta

import duckdb
import numpy as np

from bench.engine.workload import NA, Columns
from wayhome.engine.calendars import Calendar

TIMES = ("t0", "ret", "safewell", "rhi", "strat", "ntk_dd", "ntk_d", "rev1", "rev2", "closed", "referral")
QUERY = """
with e as (select *, lead(t0) over w nm, lag(t0,2) over w tp from ep window w as (partition by child order by t0)),
k as (select *, case when ret<=$T then ret end kr,
  greatest(t0, case when rev1<=$T then rev1 end, case when rev2<=$T then rev2 end) anch from e where t0<=$T),
l as (select *, ((t0+interval '72 hours') at time zone 'Europe/London') l3,
  ((t0+interval '120 hours') at time zone 'Europe/London') l5,
  ((anch at time zone 'Europe/London') + (case risk when 0 then 7 when 1 then 28 when 2 then 42 else 84 end)*interval '1 day') lr,
  (t0 at time zone 'Europe/London') l0 from k),
dd as (select l.*, (c3.nwd + l3::time) at time zone 'Europe/London' d3, (c5.nwd + l5::time) at time zone 'Europe/London' d5,
  (cr.nwd + lr::time) at time zone 'Europe/London' dr, (c0.wd5 + l0::time) at time zone 'Europe/London' dm
  from l join cal c3 on c3.d=l3::date join cal c5 on c5.d=l5::date join cal cr on cr.d=lr::date join cal c0 on c0.d=l0::date)
select id, o.rule, case when met<=$T then case when met<=due then 4 else 5 end when sup then 6 when due<$T then 3
  when due-$T<=interval '24 hours' then 2 else 1 end state, due
from dd cross join lateral (values
 (0, kr is not null, kr+interval '24 hours', safewell, false),
 (1, kr is not null, kr+interval '72 hours', rhi, coalesce(nm<=least(kr+interval '72 hours',$T),false)),
 (2, (lac or cpp) and (kr is null or kr>t0+interval '24 hours'), t0+interval '24 hours', strat, false),
 (3, kr is null or kr>t0+interval '72 hours', d3, ntk_dd, false),
 (4, kr is null or kr>t0+interval '120 hours', d5, ntk_d, false),
 (5, true, dr, null::timestamptz, coalesce(closed<=$T,false)),
 (6, coalesce(t0-tp<=interval '90 days',false), dm, referral, false)) o(rule,app,due,met,sup) where app
"""


class Duck:
    """The workload in a DuckDB table, ready to be asked."""

    def __init__(self, columns: Columns, calendar: Calendar) -> None:
        """Load episodes and the calendar's look-up table."""
        self.connection = duckdb.connect(config={"threads": 2})
        self.connection.execute("set timezone='UTC'")
        moments = {
            name: np.where(columns[name] == NA, np.datetime64("NaT"), columns[name].astype("datetime64[m]")).astype(
                "datetime64[us]"
            )
            for name in TIMES
        }
        given = {"id": np.arange(len(columns["child"])), **{n: columns[n] for n in ("child", "risk")}, **moments}
        given |= {name: columns[name].astype(bool) for name in ("lac", "cpp")}
        self.connection.register("given", given)
        stamped = ", ".join(f"{name}::timestamptz as {name}" for name in TIMES)
        self.connection.execute(f"create table ep as select id, child, risk, lac, cpp, {stamped} from given")  # noqa: S608
        rows = [(day, calendar.next_working(day), _fifth(calendar, day)) for day in _days(calendar)]
        self.connection.execute("create table cal (d date primary key, nwd date, wd5 date)")
        self.connection.executemany("insert into cal values (?, ?, ?)", rows)

    def ask(self, minute: int) -> dict[str, np.ndarray]:  # type: ignore[type-arg]
        """Return every decision that applies at a moment, as columns."""
        moment = str(np.datetime64(minute, "m"))
        return self.connection.execute(QUERY.replace("$T", f"timestamptz '{moment}+00'")).fetchnumpy()

    def totals(self, minute: int) -> list[tuple[list[int], int]]:
        """Return for each rule how many decisions stand in states 1 to 6, and the sum of due minutes."""
        found = self.ask(minute)
        due = found["due"].astype("datetime64[m]").astype(np.int64)
        each = [(found["state"][found["rule"] == n], due[found["rule"] == n]) for n in range(7)]
        return [(np.bincount(states, minlength=7)[1:].tolist(), int(dues.sum())) for states, dues in each]


def _days(calendar: Calendar) -> list[date]:
    first, last = date(2021, 1, 1), date(2028, 12, 31)
    return [first + timedelta(days=n) for n in range((last - first).days)]


def _fifth(calendar: Calendar, day: date) -> date:
    return calendar.add_working_days(calendar.next_working(day), 5)
