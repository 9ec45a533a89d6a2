"""What-if as values for the template: a table and charts of what would have been owed, and by whom."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from wayhome.clocks.web.deadlines import owner_words
from wayhome.desk.web.what_if_shown import AGENCY, ALL, DUTY, MISSED, NOW, POST, THEN, Shown, shown
from wayhome.engine.language import Due, Protocol, Span, Unit
from wayhome.engine.moments import local_date
from wayhome.population.disclosure import SMALL, small, words
from wayhome.population.what_if import Backtest, Duty, Pace, Share, Tally
from wayhome.ui.components import Cell, Column, Empty, Row, Table
from wayhome.ui.components.charts import Bars, Lines, Pair

PERIODS = ((90, "The last 90 days"), (365, "The last year"), (1095, "The last three years"))
LONGEST_HOURS = 8760
SHOWN = 12  # the bars that differ most; the table has every duty
DAYS_SHOWN = 16  # rows of the table beside the line
NOTHING = Empty("Nothing was owed in this time.")
COLUMNS = (
    ("arisen", "Arisen"), ("met", "In time"), ("late", "Late"), ("breached", "Overdue"), ("running", "Running"),
    ("stood_down", "Not needed"), ("cannot_tell", "Cannot tell"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked: a protocol, perhaps one duty in so many hours, and how far back."""

    protocol: str
    clock: str
    hours: int
    days: int
    sent: bool
    error: str
    typed: str

    def words(self) -> str:
        """Say it in a line for the audit trail."""
        value = f", {self.clock} in {self.hours} hours" if self.clock else ""
        return f"{self.protocol}{value}, {self.days} days"


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer drawn: what it says in a sentence, who would have had to do what, duties, days, and three charts."""

    says: str
    duties: Table
    posts: Table
    agencies: Table
    staffing: Table
    days: Table
    late: Bars
    pace: Bars
    overdue: Lines


def changed(protocol: Protocol, clock: str, hours: int) -> Protocol:
    """Return a protocol in which one duty is due in so many hours, wherever else it is rolled."""
    clocks = tuple(
        replace(c, due=Due(Span(hours, Unit.HOURS), c.due.roll)) if c.id == clock else c for c in protocol.clocks
    )
    return replace(protocol, clocks=clocks)


def answered(found: Backtest, asked: Asked) -> Answer:
    """Draw an answer; every count passes the rules of disclosure first."""
    told = shown(found)
    arisen = [d for d in found.duties if any(t is not None and t.arisen for t in (d.now, d.then))]
    differ = sorted(arisen, key=lambda d: -abs(_missed(d.then) - _missed(d.now)))[:SHOWN]
    now, then = (told.count(side, ALL, "", MISSED) for side in (NOW, THEN))
    first, last = f"{found.from_:%d %b %Y}", f"{found.to:%d %b %Y}"
    return Answer(
        says=f"From {first} to {last}, {now} duties were late or are overdue as things are; {then} would have been.",
        duties=_duties(arisen, told),
        posts=_shares("What fell to each post", "Post", POST, found.by_post, told),
        agencies=_shares("What fell to each agency", "Agency", AGENCY, found.by_agency, told),
        staffing=_staffing(found, told),
        days=_days(found),
        late=Bars(
            "late", "Late or overdue.", "How many of each duty were or would have been late or overdue.",
            "as things are", "what if", tuple(_bar(d, told) for d in differ),
        ),
        pace=Bars(
            "pace", "Acts a week.", "How many acts a week each post must do to be in time.", "as things are",
            "what if", tuple(_pace(p, told) for p in found.pace),
        ),
        overdue=Lines(
            "overdue", "Overdue at the end of each day.",
            f"How many duties stood overdue on each day; one to {SMALL - 1} are drawn as {SMALL - 1}.",
            "as things are", _drawn(found.overdue_now), (first, last), "what if", _drawn(found.overdue_then),
            f"<{SMALL}" if small(max((*found.overdue_now, *found.overdue_then), default=0)) else "",
        ),
    )  # fmt: skip


def _missed(tally: Tally | None) -> int:
    return 0 if tally is None else tally.late + tally.breached


def _bar(duty: Duty, told: Shown) -> Pair:
    (now, said), (then, other) = (told.drawn(side, DUTY, duty.clock, MISSED) for side in (NOW, THEN))
    return Pair(duty.title, now, then, said, other)


def _pace(pace: Pace, told: Shown) -> Pair:
    (now, said, _), (then, other, _) = told.pace(pace, NOW), told.pace(pace, THEN)
    return Pair(owner_words(pace.owner), now, then, said, other)


def _drawn(days: tuple[int, ...]) -> tuple[float, ...]:
    return tuple(float(SMALL - 1 if small(n) else n) for n in days)


def _duties(arisen: list[Duty], told: Shown) -> Table:
    columns = (
        Column("Duty"),
        Column("Whose"),
        *(Column(f"{head}: now, what if", numeric=True) for _, head in COLUMNS),
    )
    rows = tuple(
        Row(
            f"duty-{d.clock}",
            (Cell(d.title), Cell(owner_words(d.owner)), *(Cell(told.both(DUTY, d.clock, n)) for n, _ in COLUMNS)),
            urgent=_missed(d.then) > _missed(d.now),
        )
        for d in arisen
    )
    return Table("Each duty", columns, rows, NOTHING)


def _shares(title: str, head: str, level: str, shares: tuple[Share, ...], told: Shown) -> Table:
    columns = (Column(head), *(Column(f"{name}: now, what if", numeric=True) for _, name in COLUMNS))
    rows = tuple(
        Row(
            f"{level}-{s.whose}",
            (Cell(owner_words(s.whose)), *(Cell(told.both(level, s.whose, n)) for n, _ in COLUMNS)),
            urgent=_missed(s.then) > _missed(s.now),
        )
        for s in shares
    )
    return Table(title, columns, rows, NOTHING)


def _staffing(found: Backtest, told: Shown) -> Table:
    heads = ("Post", "Acts a week now", "Acts a week, what if", "Busiest week now", "Busiest week, what if")
    rows = []
    for p in found.pace:
        (_, now, week), (_, then, other) = told.pace(p, NOW), told.pace(p, THEN)
        rows.append(
            Row(f"pace-{p.owner}", tuple(Cell(word) for word in (owner_words(p.owner), now, then, week, other)))
        )
    columns = tuple(Column(h, numeric=n > 0) for n, h in enumerate(heads))
    return Table("What it takes to be in time", columns, tuple(rows), NOTHING)


def _days(found: Backtest) -> Table:
    """Show some of the days: as many as a person reads, and always the last."""
    count = len(found.overdue_now)
    step = max(1, -(-count // DAYS_SHOWN))
    first = local_date(found.from_)
    rows = tuple(
        Row(
            f"day-{n}",
            (
                Cell(f"{first + timedelta(days=n):%d %b %Y}"),
                *(Cell(words(c[n], small(c[n]))) for c in (found.overdue_now, found.overdue_then)),
            ),
        )
        for n in range((count - 1) % step, count, step)
    )
    columns = (Column("At the end of"), Column("Overdue now", numeric=True), Column("Overdue, what if", numeric=True))
    return Table("Overdue at the end of each day", columns, rows, NOTHING)
