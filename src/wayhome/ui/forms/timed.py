"""Questions about times and dates, judged against a present moment that is passed in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ImproperlyConfigured, ValidationError

from wayhome.engine.facts import Moment
from wayhome.ui import words
from wayhome.ui.when import PARTS, Misread, WhenEntry, read_date, read_when

SURENESS = {
    "exact": "Exactly then",
    "about": "About then",
    "day": "I only know the day",
    "unknown": "Nobody knows",
}
FOLDS = {
    "before": "Before the clocks went back",
    "after": "After the clocks went back",
    "unsure": "Nobody knows which",
}


class TimedForm(forms.Form):
    """A form that knows what time it is, because it was told: `SomeForm(data, now=now)`.

    `sifts`: the form chooses what is shown, so that nothing of it need be answered, and no question says so.
    """

    sifts = False

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        for field in self.fields.values():
            if isinstance(field, TimedField):
                field.now = now


class TimedField(forms.Field):
    """A field whose answer is judged against the present moment."""

    now: datetime | None = None

    def present(self) -> datetime:
        """Return the moment the form was given. Raises ImproperlyConfigured when the form has none."""
        if self.now is None:
            raise ImproperlyConfigured(f"{type(self).__name__} needs the present moment: make its form a TimedForm.")
        return self.now

    def refuse(self, misread: Misread) -> ValidationError:
        """Return the error for a box, opening with the question it belongs to."""
        asked = (self.label or "").strip().rstrip("?")
        text = f"{asked}: {misread.message}" if asked else misread.message[:1].upper() + misread.message[1:]
        return ValidationError(text, code=misread.part)


class BoxesWidget(forms.Widget):
    """Several boxes with one name: `<name>_<part>`. Drawn by our templates, never by Django's."""

    parts: tuple[str, ...] = ()

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Whether no box of this question was sent at all."""
        return not any(f"{name}_{part}" in data for part in self.parts)

    def _boxes(self, data: Mapping[str, Any], name: str) -> dict[str, str]:
        return {part: str(data.get(f"{name}_{part}", "") or "") for part in self.parts}


class WhenWidget(BoxesWidget):
    """The boxes of a `WhenField`."""

    parts = PARTS

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> WhenEntry:
        """Return the boxes as they were filled in."""
        return WhenEntry(**self._boxes(data, name))


class WhenField(TimedField):
    """When something happened: today, yesterday or another date; one time box; how sure.

    Gives a `Moment` (aware UTC), or None when it is not required and nothing was filled in. A time
    without a word about sureness is exact: somebody has just stated it. `sureness` lists what may
    be said: leave out "unknown" or "day" where the process cannot go on without a time.
    `may_be_future` is for plans; what has happened cannot be later than now.
    """

    widget = WhenWidget

    def __init__(
        self,
        *,
        sureness: tuple[str, ...] = tuple(SURENESS),
        may_be_future: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.sureness = sureness
        self.may_be_future = may_be_future

    def clean(self, value: WhenEntry) -> Moment | None:
        """Return the moment the boxes mean. Raises ValidationError whose code names the box to mend."""
        if value.empty:
            if self.required:
                raise self.refuse(Misread("day", "select the day and enter the time"))
            return None
        if value.sureness and value.sureness not in self.sureness:
            raise self.refuse(Misread("sureness", "say how sure you are from the list"))
        try:
            return read_when(value, self.present(), self.may_be_future)
        except Misread as misread:
            raise self.refuse(misread) from None

    def prepare_value(self, value: Any) -> WhenEntry:
        """Return the boxes to draw, from what was sent or from a moment already known."""
        return value if isinstance(value, WhenEntry) else WhenEntry.of(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the boxes differ from the moment the form began with."""
        return bool(self.prepare_value(initial) != data)

    def days(self) -> list[tuple[str, str]]:
        """Return the radios for the day: an ISO date or "other", and its words."""
        today = words.local(self.present()).date()
        near = [1, 0, -1] if self.may_be_future else [0, -1]
        dates = [date.fromordinal(today.toordinal() + step) for step in near]
        return [*[(on.isoformat(), f"{words.short_day(on, today)}, {_without_year(on)}") for on in dates], _OTHER_DAY]


_OTHER_DAY = ("other", "Another date")


def _without_year(on: date) -> str:
    return f"{on:%A} {on.day} {on:%B}"


class DateBoxes(BoxesWidget):
    """Three boxes: day, month, year."""

    parts = ("day", "month", "year")

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> tuple[str, str, str]:
        """Return the three boxes as they were filled in."""
        boxes = self._boxes(data, name)
        return boxes["day"], boxes["month"], boxes["year"]


class DateField(TimedField):
    """A date in three boxes. Gives a `date`, or None when it is not required and left empty."""

    widget = DateBoxes

    def __init__(self, *, may_be_future: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.may_be_future = may_be_future

    def clean(self, value: tuple[str, str, str]) -> date | None:
        """Return the date the boxes mean. Raises ValidationError that says what to mend."""
        if not any(part.strip() for part in value):
            if self.required:
                raise self.refuse(Misread("date", "enter the date, such as 27 3 2011"))
            return None
        try:
            given = read_date(*value)
        except Misread as misread:
            raise self.refuse(misread) from None
        if given > words.local(self.present()).date() and not self.may_be_future:
            raise self.refuse(Misread("date", "this date is still to come. Enter a date in the past"))
        return given

    def prepare_value(self, value: Any) -> tuple[str, str, str]:
        """Return the boxes to draw, from what was sent or from a date already known."""
        if isinstance(value, date):
            return str(value.day), str(value.month), str(value.year)
        return value or ("", "", "")

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the boxes differ from the date the form began with."""
        return bool(self.prepare_value(initial) != data)


class DateOfBirth(DateField):
    """A date of birth: never a calendar to pick from, never in the future."""
