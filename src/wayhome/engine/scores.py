"""What an instrument says of one filled-in form: a score, no score yet, or a form read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from wayhome.engine.answers import UnreadableAnswer
from wayhome.engine.instruments import Action, Finding, Level
from wayhome.engine.language import Citation


class FiredAs(StrEnum):
    """What kind of rule had its say."""

    ITEM = "item"
    ADDITION = "addition"
    LEVEL = "level"
    FLOOR = "floor"


@dataclass(frozen=True, slots=True)
class Fired:
    """One rule that had its say. `points`: what it added; `sure` False: it applies because something is not known."""

    kind: FiredAs
    id: str
    label: str
    cite: tuple[Citation, ...]
    points: int = 0
    window: str | None = None
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Lacking:
    """Something the form must still have before it is finished: the items, and why in words."""

    items: tuple[str, ...]
    say: str
    cite: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A finding with how it stands: True, False, or None for what cannot be told."""

    finding: Finding
    holds: bool | None


@dataclass(frozen=True, slots=True)
class Completeness:
    """How much is known: `known` of the `asked` counted items; `needed` per cent of them for a score."""

    known: int
    asked: int
    needed: int
    unknown: tuple[str, ...]

    @property
    def percent(self) -> int:
        """The share known, in whole per cent, rounded down; 100 when nothing is counted."""
        return 100 if not self.asked else self.known * 100 // self.asked

    @property
    def enough(self) -> bool:
        """Whether there can be a score."""
        return self.known * 100 >= self.needed * self.asked


@dataclass(frozen=True, slots=True)
class Outcome:
    """A level with the points behind it. Points are None where levels come from counts."""

    level: Level | None
    points: int | None
    fired: tuple[Fired, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """A score with everything behind it.

    `up_to`: the outcome if everything not known turned out to be so; the same outcome when nothing could change.
    """

    instrument: str
    outcome: Outcome
    up_to: Outcome
    completeness: Completeness
    actions: tuple[Action, ...]
    findings: tuple[Found, ...]
    lacking: tuple[Lacking, ...]

    @property
    def level(self) -> Level | None:
        """The level reached."""
        return self.outcome.level

    @property
    def points(self) -> int | None:
        """The points reached."""
        return self.outcome.points

    @property
    def discussions(self) -> tuple[Finding, ...]:
        """What people must talk over; one that cannot be told yet counts."""
        return discussions(self.findings)


@dataclass(frozen=True, slots=True)
class Unscored:
    """No score, because too little is known; `missing` are the items to answer.

    `at_least`: what the answers so far already make certain, so that an incomplete form never hides a concern.
    """

    instrument: str
    missing: tuple[str, ...]
    at_least: Outcome
    completeness: Completeness
    actions: tuple[Action, ...]
    findings: tuple[Found, ...]
    lacking: tuple[Lacking, ...]

    @property
    def discussions(self) -> tuple[Finding, ...]:
        """What people must talk over; one that cannot be told yet counts."""
        return discussions(self.findings)


@dataclass(frozen=True, slots=True)
class FormRead:
    """A form without a score: what it still lacks, what it finds, what follows.

    `points`: the tally where items carry points but the instrument has no cut-offs: a level is then a judgement.
    """

    instrument: str
    completeness: Completeness
    points: int | None
    actions: tuple[Action, ...]
    findings: tuple[Found, ...]
    lacking: tuple[Lacking, ...]

    @property
    def discussions(self) -> tuple[Finding, ...]:
        """What people must talk over; one that cannot be told yet counts."""
        return discussions(self.findings)


def discussions(findings: tuple[Found, ...]) -> tuple[Finding, ...]:
    """Return the findings that people must talk over, those that cannot be told yet included."""
    return tuple(found.finding for found in findings if found.finding.discussion and found.holds is not False)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a professional concludes, with the reason. It stands beside the score and never replaces it."""

    level: str
    reason: str

    def __post_init__(self) -> None:
        """Refuse a judgement without a reason. Raises UnreadableAnswer."""
        if not self.reason.strip():
            raise UnreadableAnswer(
                "judgement", "A judgement needs its reason.", "Say in a sentence or two what it rests on."
            )


Result = Score | Unscored | FormRead
