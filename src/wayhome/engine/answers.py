"""What people answered: three-valued, dated where it matters, each with its reason.

Nothing here is taken to be "no" because nobody wrote it down.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from wayhome.engine.errors import EngineError
from wayhome.engine.instruments import Instrument, Item, Kind, Window
from wayhome.engine.moments import add_months


class UnreadableAnswer(EngineError):
    """An answer that this instrument cannot take. `item` names it; `row` its row, from 0, where it has rows."""

    def __init__(self, item: str, what: str, mend: str = "") -> None:
        """Keep which item, what is wrong with its answer, and how to mend it."""
        self.item, self.what, self.mend = item, what, mend
        super().__init__(f"{item}: {what}{' ' + mend if mend else ''}")


class Tick(StrEnum):
    """The three answers to a tick. Leaving it blank is none of them."""

    YES = "yes"
    NO = "no"
    NOT_KNOWN = "not-known"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """When something happened: from one local day to another, both included. `until` None: it goes on."""

    from_: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer. Which fields are used follows from the item's kind.

    `ticks`: by window, or under "" for a plain tick. `when`: occurrences instead of ticks, from which the windows
    are worked out; everything that happened in the time the windows cover, so a window without one is a "no".
    """

    ticks: Mapping[str, Tick] = field(default_factory=dict)
    when: tuple[Occurrence, ...] = ()
    chosen: tuple[str, ...] = ()
    text: str = ""
    day: date | None = None
    number: int | None = None
    rows: tuple[Mapping[str, str], ...] = ()
    not_known: bool = False  # for anything that is not a tick
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Answers:
    """One filled-in form. `reference`: the day windows and age are reckoned from (a local day).

    `age` in whole years on that day stands for a birth date that nobody has: assessed, disputed or remembered.
    """

    of: Mapping[str, Answer]
    reference: date
    born_on: date | None = None
    age: int | None = None

    def __post_init__(self) -> None:
        """Refuse a child born after the reference date. Raises UnreadableAnswer."""
        if self.born_on is not None and self.born_on > self.reference:
            raise UnreadableAnswer(
                "born-on", f"{self.born_on} is after the reference date {self.reference}.", "Mend one of the two."
            )

    @property
    def years(self) -> int | None:
        """The child's age in whole years on the reference date; None when nobody knows.

        Someone born on 29 February comes of age on 1 March of a common year.
        """
        if self.born_on is None:
            return self.age
        had = (self.reference.month, self.reference.day) >= (self.born_on.month, self.born_on.day)
        return self.reference.year - self.born_on.year - (not had)


def within(window: Window, reference: date, occurrence: Occurrence) -> bool:
    """Return whether an occurrence touches a window that runs back from the reference date (reading S9).

    Months are calendar months, clamped to the month's last day. Something that goes on touches every window
    since it began (reading S10).
    """
    far = add_months(reference, -window.to_months)
    near = add_months(reference, -window.from_months)
    until = reference if occurrence.until is None else occurrence.until
    begins_in_time = occurrence.from_ < near if window.from_months else occurrence.from_ <= near
    return begins_in_time and until >= far


def checked(instrument: Instrument, answers: Answers) -> Answers:
    """Return the answers with every occurrence turned into ticks by window.

    Raises UnreadableAnswer for an item the instrument does not have, an answer outside what it takes, and a day
    that cannot be: after the reference date, or ending before it began.
    """
    windows = {window.id: window for window in instrument.windows}
    read: dict[str, Answer] = {}
    for item_id, answer in answers.of.items():
        item = instrument.item(item_id)
        if item is None:
            raise UnreadableAnswer(item_id, f"{instrument.name} has no such item.", "Look at its list of items.")
        _fits(item, answer)
        for occurrence in answer.when:
            _possible(item, occurrence, answers)
        read[item_id] = _in_windows(answer, tuple(windows[each] for each in item.windows), answers.reference)
    return replace(answers, of=read)


def _in_windows(answer: Answer, windows: tuple[Window, ...], reference: date) -> Answer:
    if not answer.when:
        return answer
    seen = {each.id: any(within(each, reference, occurrence) for occurrence in answer.when) for each in windows}
    return replace(answer, ticks={window: Tick.YES if held else Tick.NO for window, held in seen.items()})


def _fits(item: Item, answer: Answer) -> None:
    keys = set(item.windows or ("",)) if item.kind is Kind.TICK else set()
    strange = set(answer.ticks) - keys
    if strange:
        raise UnreadableAnswer(item.id, f"It has no window {sorted(strange)}.", f"It has {sorted(keys)}.")
    if answer.when and not item.windows:
        raise UnreadableAnswer(item.id, "It has no windows, so it takes no dates.", "Answer yes, no or not-known.")
    known = {option.id for option in item.options}
    if not set(answer.chosen) <= known:
        wrong = ", ".join(sorted(set(answer.chosen) - known))
        raise UnreadableAnswer(
            item.id, f"'{wrong}' is not one of its answers.", f"It takes {', '.join(sorted(known))}."
        )
    if item.kind is Kind.CHOICE and len(answer.chosen) > 1:
        raise UnreadableAnswer(item.id, "Only one answer can be chosen.", "Keep one.")


def _possible(item: Item, occurrence: Occurrence, answers: Answers) -> None:
    if occurrence.until is not None and occurrence.until < occurrence.from_:
        what = f"{occurrence.until} is before {occurrence.from_}."
        raise UnreadableAnswer(item.id, what, "Write the first day first.")
    latest = occurrence.until or occurrence.from_
    if latest > answers.reference:
        what = f"{latest} is after the reference date {answers.reference}, from which the windows run back."
        raise UnreadableAnswer(item.id, what, "Mend the day; or fill in the form again with a later reference date.")
    if answers.born_on is not None and occurrence.from_ < answers.born_on:
        raise UnreadableAnswer(item.id, f"{occurrence.from_} is before the child was born.", "Mend the day.")
