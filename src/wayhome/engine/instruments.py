"""Instruments and forms as a protocol writes them: what is asked, what is counted, and what follows.

An instrument with scored items yields a score; one without is a form. Everything that could differ between
partnerships is a value here: windows, weights, groups, levels, additions. What is asked about an answer is one of
the shapes in `questions`; there is no expression language.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from wayhome.engine.errors import EngineError
from wayhome.engine.language import Citation
from wayhome.engine.questions import Question
from wayhome.engine.records import About, Record


class UnsoundInstrument(EngineError):
    """An instrument that contradicts itself."""


class Kind(StrEnum):
    """What kind of answer an item takes."""

    TICK = "tick"  # yes, no or not known
    CHOICE = "choice"  # one of its options
    CHOICES = "choices"  # any of its options
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"  # a local day
    TIME = "time"  # a local day with a wall time
    ROWS = "rows"  # any number of rows, each with its columns


class Weight(StrEnum):
    """How strongly an action is asked for."""

    REQUIRED = "required"
    CONSIDER = "consider"


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time before the reference date, in calendar months.

    The far end is included: six months ago to the day is within six months. The near end is excluded, except
    that a window starting at 0 includes the reference date (reading S9).
    """

    id: str
    label: str
    from_months: int
    to_months: int

    def __post_init__(self) -> None:
        """Refuse a window that no day can be in. Raises UnsoundInstrument."""
        if not 0 <= self.from_months < self.to_months:
            raise UnsoundInstrument(f"The window '{self.id}' ends before it begins: 'to' must be more than 'from'.")


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that can be chosen, and the points it carries."""

    id: str
    label: str
    points: int = 0


@dataclass(frozen=True, slots=True)
class Column:
    """One field of a row."""

    id: str
    label: str
    kind: Kind = Kind.TEXT
    options: tuple[Option, ...] = ()
    required: bool = False
    unique: bool = False  # no two rows may say the same


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is asked. `label` is the source's own short wording.

    `points`: for a tick {"yes": n}, for a tick in windows {window: n}; a choice carries them on its options.
    `reason`: a tick needs its reason in words. `asked_when`: only asked when this holds; None: always.
    """

    id: str
    label: str
    kind: Kind = Kind.TICK
    hint: str = ""
    options: tuple[Option, ...] = ()
    columns: tuple[Column, ...] = ()
    windows: tuple[str, ...] = ()
    points: Mapping[str, int] = field(default_factory=dict)
    counted: bool = False  # an indicator: its answer counts towards completeness
    reason: bool = False
    required: bool = False
    asked_when: Question | None = None
    cite: tuple[Citation, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what could never be answered, or could lower a score. Raises UnsoundInstrument."""
        if (self.kind in (Kind.CHOICE, Kind.CHOICES)) != bool(self.options):
            raise UnsoundInstrument(
                f"'{self.id}' is a {self.kind}: options belong to a choice, and a choice needs them."
            )
        if (self.kind is Kind.ROWS) != bool(self.columns):
            raise UnsoundInstrument(f"'{self.id}' is {self.kind}: columns belong to rows, and rows need them.")
        if any(n < 0 for n in (*self.points.values(), *(o.points for o in self.options))):
            raise UnsoundInstrument(f"'{self.id}' takes points away: what is seen can never make a score lower.")
        if self.windows and self.kind is not Kind.TICK:
            raise UnsoundInstrument(f"'{self.id}' has windows, so it must be a tick.")
        keys = set(self.windows or ("yes",))
        if not set(self.points) <= keys:
            raise UnsoundInstrument(f"'{self.id}' gives points for {sorted(set(self.points) - keys)}, never answered.")

    @property
    def most(self) -> int:
        """The most points this item can give."""
        if self.kind is Kind.CHOICE:
            return max(option.points for option in self.options)
        return sum(option.points for option in self.options) + sum(self.points.values())


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the form, with its items in the order of the document."""

    id: str
    title: str
    items: tuple[Item, ...]
    hint: str = ""
    cite: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Level:
    """One outcome. By points: `least` to `most` (None: no upper end). By counts: when `when` holds.

    Levels are listed lowest first; by counts, the highest that holds is the outcome, and the lowest is the
    outcome when none does.
    """

    id: str
    label: str
    meaning: str = ""
    least: int | None = None
    most: int | None = None
    when: Question | None = None
    cite: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Addition:
    """Points added once when something holds, however often it does."""

    id: str
    label: str
    points: int
    when: Question
    cite: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Floor:
    """Never lower than this: a level named in `instead_of` becomes `level` unless `when` is known not to hold.

    What is not known counts as holding, because unknown is never good news.
    """

    id: str
    label: str
    instead_of: tuple[str, ...]
    level: str
    when: Question
    cite: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Action:
    """What follows: required, or to be considered. `levels` empty: at any outcome; `when` None: always."""

    id: str
    text: str
    weight: Weight
    cite: tuple[Citation, ...]
    levels: tuple[str, ...] = ()
    when: Question | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A conclusion with a name: it holds, does not hold, or cannot be told yet.

    A `discussion` is one that people must talk over before the form is finished.
    """

    id: str
    label: str
    when: Question
    cite: tuple[Citation, ...]
    discussion: bool = False


@dataclass(frozen=True, slots=True)
class Requirement:
    """When this holds, these must be given too; `say` tells the person why."""

    id: str
    when: Question
    needs: tuple[str, ...]
    say: str
    cite: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Instrument:
    """One instrument or form, in one version.

    `complete_at`: the share of the counted items, in per cent, that must be known before there is a score.
    `reference`: what the windows and the age run back from, in words. `by_points`: levels come from points.
    `frame`: it ships without items, and a partnership loads its own. `about`: whom or what it is filled in about.
    `records`: the facts that signing it off records.
    """

    id: str
    version: str
    title: str
    source: str
    licence: str
    cite: tuple[Citation, ...]
    sections: tuple[Section, ...]
    reference: str = "the date it is filled in"
    windows: tuple[Window, ...] = ()
    levels: tuple[Level, ...] = ()
    additions: tuple[Addition, ...] = ()
    floors: tuple[Floor, ...] = ()
    actions: tuple[Action, ...] = ()
    findings: tuple[Finding, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    complete_at: int = 100
    judgement: bool = False  # a professional judgement must stand beside the score
    frame: bool = False
    about: About = About.CHILD
    records: tuple[Record, ...] = ()

    def __post_init__(self) -> None:
        """Refuse an instrument that contradicts itself. Raises UnsoundInstrument."""
        ids = [item.id for item in self.items()]
        twice = sorted({each for each in ids if ids.count(each) > 1})
        if twice:
            raise UnsoundInstrument(f"{self.id}: two items are called {', '.join(twice)}. Rename one.")
        if not 0 < self.complete_at <= 100:
            raise UnsoundInstrument(f"{self.id}: 'complete-at' is a share in per cent, from 1 to 100.")
        windows = {window.id for window in self.windows}
        for item in self.items():
            if not set(item.windows) <= windows:
                raise UnsoundInstrument(f"'{item.id}' names a window that the instrument does not have.")
        levels = {level.id for level in self.levels}
        for floor in self.floors:
            if not {floor.level, *floor.instead_of} <= levels:
                raise UnsoundInstrument(f"'{floor.id}' names a level that the instrument does not have.")
        for rules in (self.levels, self.additions, self.floors, self.actions, self.findings, self.requirements):
            names = [rule.id for rule in rules]
            if len(set(names)) < len(names):
                twice = sorted({each for each in names if names.count(each) > 1})
                raise UnsoundInstrument(f"{self.id}: two rules are called {', '.join(twice)}. Rename one.")
        self._sound_levels()

    def _sound_levels(self) -> None:
        """Refuse levels of which one could be missed: some by points and some not, or no lowest one."""
        by_points = [level.least is not None for level in self.levels]
        asked = [level.when is not None for level in self.levels]
        if any(by_points) and (not all(by_points) or any(asked)):
            raise UnsoundInstrument(f"{self.id}: levels come from points or from 'when', all of them the same way.")
        if any(asked) and (asked[0] or not all(asked[1:])):
            raise UnsoundInstrument(
                f"{self.id}: the lowest level has no 'when', so that it is the rest; the others do."
            )

    @property
    def name(self) -> str:
        """The id with its version, such as seraf@1.0.0: old answers keep it for ever."""
        return f"{self.id}@{self.version}"

    @property
    def by_points(self) -> bool:
        """Whether the levels are ranges of points."""
        return any(level.least is not None for level in self.levels)

    @property
    def most(self) -> int:
        """The most points that can be reached."""
        return sum(item.most for item in self.items()) + sum(addition.points for addition in self.additions)

    def items(self) -> Iterator[Item]:
        """Walk every item, in the order of the document."""
        for section in self.sections:
            yield from section.items

    def item(self, item_id: str) -> Item | None:
        """Return one item by id, or None."""
        return next((item for item in self.items() if item.id == item_id), None)

    def level(self, level_id: str) -> Level | None:
        """Return one level by id, or None."""
        return next((level for level in self.levels if level.id == level_id), None)

    def rank(self, level: Level) -> int:
        """Return a level's place, 0 for the lowest."""
        return self.levels.index(level)
