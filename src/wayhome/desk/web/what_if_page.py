"""What-if as values for the template: a table and charts of what would have been owed, and by whom."""

from __future__ import annotations

from dataclasses import dataclass, replace

from wayhome.clocks.web.deadlines import owner_words
from wayhome.engine.language import Due, Protocol, Span, Unit
from wayhome.population.what_if import Backtest, Duty, Tally
from wayhome.ui.components import Cell, Column, Empty, Row, Table
from wayhome.ui.components.charts import Bars, Lines, Pair

PERIODS = ((90, "The last 90 days"), (365, "The last year"), (1095, "The last three years"))
LONGEST_HOURS = 8760
SHOWN = 12  # the bars that differ most; the table has every duty
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
    """The answer drawn: what it says in a sentence, duties, staffing, and three charts."""

    says: str
    duties: Table
    staffing: Table
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
    """Draw an answer."""
    shown = [d for d in found.duties if any(t is not None and t.arisen for t in (d.now, d.then))]
    differ = sorted(shown, key=lambda d: -abs(_missed(d.then) - _missed(d.now)))[:SHOWN]
    now, then = sum(_missed(d.now) for d in shown), sum(_missed(d.then) for d in shown)
    first, last = f"{found.from_:%d %b %Y}", f"{found.to:%d %b %Y}"
    return Answer(
        says=f"From {first} to {last}, {now:,} duties were late or are overdue as things are; {then:,} would have been.",
        duties=_duties(shown),
        staffing=_staffing(found),
        late=Bars(
            "late", "Late or overdue.", "How many of each duty were or would have been late or overdue.",
            "as things are", "what if", tuple(Pair(d.title, _missed(d.now), _missed(d.then)) for d in differ),
        ),
        pace=Bars(
            "pace", "Acts a week.", "How many acts a week each post must do to be in time.", "as things are",
            "what if", tuple(Pair(owner_words(p.owner), p.now_a_week, p.then_a_week) for p in found.pace),
        ),
        overdue=Lines(
            "overdue", "Overdue at the end of each day.", "How many duties stood overdue on each day.",
            "as things are", tuple(map(float, found.overdue_now)), (first, last), "what if",
            tuple(map(float, found.overdue_then)),
        ),
    )  # fmt: skip


def _missed(tally: Tally | None) -> int:
    return 0 if tally is None else tally.late + tally.breached


def _duties(shown: list[Duty]) -> Table:
    columns = (
        Column("Duty"),
        Column("Whose"),
        *(Column(f"{words}: now, what if", numeric=True) for _, words in COLUMNS),
    )
    rows = tuple(
        Row(
            f"duty-{d.clock}",
            (Cell(d.title), Cell(owner_words(d.owner)), *(Cell(_both(d, name)) for name, _ in COLUMNS)),
            urgent=_missed(d.then) > _missed(d.now),
        )
        for d in shown
    )
    return Table("Each duty", columns, rows, Empty("Nothing was owed in this time."))


def _both(duty: Duty, name: str) -> str:
    return ", ".join("–" if t is None else f"{getattr(t, name):,}" for t in (duty.now, duty.then))


def _staffing(found: Backtest) -> Table:
    heads = ("Post", "Acts a week now", "Acts a week, what if", "Busiest week now", "Busiest week, what if")
    rows = tuple(
        Row(
            f"post-{p.owner}",
            tuple(
                Cell(word)
                for word in (
                    owner_words(p.owner), f"{p.now_a_week:.1f}", f"{p.then_a_week:.1f}", str(p.now_busiest),
                    str(p.then_busiest),
                )
            ),
        )
        for p in found.pace
    )  # fmt: skip
    columns = tuple(Column(h, numeric=n > 0) for n, h in enumerate(heads))
    return Table("What it takes to be in time", columns, rows, Empty("Nothing was owed in this time."))
