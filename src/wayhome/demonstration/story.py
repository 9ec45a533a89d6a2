"""What happens in one invented episode, told by whoever would tell it.

Two stages, in two modules: while the child is missing (searching.py) and once the child is back
(returning.py). Nothing is told that has not happened by `now`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from wayhome.demonstration.children import Invented
from wayhome.engine.facts import Moment, Precision
from wayhome.intake.package import PackageEvent

FORTNIGHT = timedelta(days=14)


@dataclass(slots=True)
class Story:
    """One episode as it is told. Times aware UTC; `back` None while the child is missing."""

    random: Random
    now: datetime
    reference: str
    child: Invented
    began: datetime
    back: datetime | None
    third: bool = False  # at least the third time within 90 days
    events: list[PackageEvent] = field(default_factory=list)

    def chance(self, share: float) -> bool:
        """Draw yes in this share of cases."""
        return self.random.random() < share

    def minutes(self, least: int, most: int) -> timedelta:
        """Draw a length of time, in whole minutes."""
        return timedelta(minutes=self.random.randint(least, most))

    def hours(self, median: float, spread: float = 0.7) -> timedelta:
        """Draw a length of time about so many hours long, to the minute; a few are much longer."""
        return timedelta(minutes=max(1, round(self.random.lognormvariate(0, spread) * median * 60)))

    def do(
        self, kind: str, at: datetime, value: str = "", text: str = "", *, share: float, agency: str, by: str
    ) -> None:
        """Do what is owed, at `at` in this share of cases; otherwise days late, or in the last fortnight not yet."""
        if self.chance(share):
            self.tell(kind, at, value, text, agency=agency, by=by)
        elif self.now - self.began > FORTNIGHT and self.chance(0.98):
            self.tell(kind, at + self.hours(48), value, text, agency=agency, by=by)

    def tell(
        self,
        kind: str,
        at: datetime,
        value: str = "",
        text: str = "",
        *,
        agency: str,
        by: str = "",
        source: str = "",
        moment: Moment | None = None,
        promptly: bool = False,
    ) -> bool:
        """Tell one thing, soon after it happened; False when by `now` it has not been told and written down.

        `promptly`: whatever happened by `now` is written down by `now`.
        """
        told = at + self.minutes(0, 12)
        recorded = told + (self.minutes(240, 1500) if self.chance(0.04) else self.minutes(2, 35))
        if promptly and at <= self.now:
            told, recorded = min(told, self.now), min(recorded, self.now)
        if recorded > self.now:
            return False
        self.events.append(
            PackageEvent(
                child=self.child.row.reference,
                episode=self.reference,
                kind=kind,
                at=moment or Moment(at, at),
                value=value,
                text=text,
                agency=agency,
                by=by,
                told=Moment(told, told),
                recorded=Moment(recorded, recorded),
                source=source,
            )
        )
        return True


def about(at: datetime) -> Moment:
    """Return a time that somebody could say only roughly."""
    return Moment(at, at, Precision.ABOUT)
