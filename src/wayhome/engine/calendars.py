"""Working days: a calendar is a value that is passed in, dated and hashed, never fetched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from wayhome.engine.errors import CalendarEnds, NotASpan


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days people work: Monday to Friday, less `holidays`, from `first` to `last` (both included).

    `hash` names the list of holidays the calendar was made from. `names` gives holidays their names for
    explanations and changes no answer. Days are dates in Europe/London. Outside its years every
    question raises CalendarEnds.
    """

    name: str
    holidays: frozenset[date]
    first: date
    last: date
    hash: str
    names: Mapping[date, str] = field(default_factory=dict, compare=False)
    _begins: int = field(init=False, repr=False, compare=False)
    _counts: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _days: tuple[date, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Count the working days once, so that every later question is a look-up."""
        begins, counts, days = self.first.toordinal(), [], []
        for ordinal in range(begins, self.last.toordinal() + 1):
            day = date.fromordinal(ordinal)
            if day.weekday() < 5 and day not in self.holidays:
                days.append(day)
            counts.append(len(days))
        object.__setattr__(self, "_begins", begins)
        object.__setattr__(self, "_counts", tuple(counts))
        object.__setattr__(self, "_days", tuple(days))

    def _place(self, day: date) -> int:
        place = day.toordinal() - self._begins
        if not 0 <= place < len(self._counts):
            raise CalendarEnds(self.name, day, self.first, self.last)
        return place

    def is_working(self, day: date) -> bool:
        """Say whether `day` is a working day. Raises CalendarEnds outside the calendar's years."""
        self._place(day)
        return day.weekday() < 5 and day not in self.holidays

    def next_working(self, day: date) -> date:
        """Return `day` when it is a working day, else the first working day after it. Raises CalendarEnds."""
        if self.is_working(day):
            return day
        return self.add_working_days(day, 1)

    def add_working_days(self, day: date, count: int) -> date:
        """Return the `count`-th working day after `day`; `day` itself is never counted.

        None (0) gives `day` back. Raises CalendarEnds past the calendar's years, NotASpan below none.
        """
        if count < 0:
            raise NotASpan(count, "working days")
        place = self._place(day)
        if count == 0:
            return day
        wanted = self._counts[place] + count - 1
        if wanted >= len(self._days):
            raise CalendarEnds(self.name, self.last + timedelta(days=1), self.first, self.last)
        return self._days[wanted]

    def why_not_working(self, day: date) -> str:
        """Say why `day` is off: the holiday's name, "bank holiday", "Saturday" or "Sunday"; "" for a working day."""
        if day in self.holidays:
            return self.names.get(day, "bank holiday")
        return "" if day.weekday() < 5 else ("Saturday", "Sunday")[day.weekday() - 5]
