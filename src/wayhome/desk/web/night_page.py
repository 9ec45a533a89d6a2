"""The sheet for the night, as values: what it is made from, how each line says how old it is, and how old the plans are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from wayhome.desk.web.night_photograph import Photograph
from wayhome.missing.queries.episodes import EpisodeView
from wayhome.plans.queries.plans import VersionView
from wayhome.platform.queries.posts import Colleague
from wayhome.record.queries.particulars import Told
from wayhome.ui import words

PLAN_OLD = timedelta(days=28)  # every plan is reviewed at least every four weeks (PATH 13.3, 13.4)
OLD = timedelta(days=365)  # a year is our own choice: a photograph is renewed every twelve months too
MOST = 6  # of each thing: what does not fit one side is not read at night
LONGEST = 320
KINDS = (
    "child.born", "child.pronouns", "child.interpreter", "child.communication", "child.medication", "child.health-need",
    "child.warning", "child.professional", "child.family-member", "child.address", "child.phone", "child.photographed",
    "child.looks", "child.single-contact", "child.behaviour", "child.allocated-worker", "exploitation.level-judged",
    "assessment.ceraf", "safeguarding.immediate-danger",
    "missing.description", "missing.medical", "missing.instructions", "missing.located", "missing.immediate-danger",
    "missing.risk-factor", "missing.last-seen", "missing.began",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """One line: what, when it was told or last confirmed, and whether that is long ago."""

    text: str
    when: str = ""
    old: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """One part of the sheet; `empty` is said when nothing is known, so that silence is never taken for good news."""

    id: str
    title: str
    lines: tuple[Said, ...]
    empty: str
    tone: str = ""  # danger or not-to: a thicker frame and a word, never colour alone
    photograph: Photograph | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """Everything the sheet is made from, as this reader may see it."""

    told: Sequence[Told]
    plans: Mapping[str, VersionView]
    episodes: Sequence[EpisodeView]
    people: Mapping[UUID, Colleague]
    now: datetime
    photograph: Photograph | None = None
    by_kind: dict[str, list[Told]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Sort the facts by kind, those that still hold only."""
        for each in self.told:
            if each.holds(self.now):
                self.by_kind.setdefault(each.entry.kind, []).append(each)

    def of(self, *kinds: str) -> list[Told]:
        """Return the standing facts of these kinds, the newest first in each."""
        return [each for kind in kinds for each in self.by_kind.get(kind, ())]

    def last(self, kind: str) -> Told | None:
        """Return the newest standing fact of a kind."""
        return next(iter(self.by_kind.get(kind, ())), None)

    def answers(self, kind: str) -> Mapping[str, Any]:
        """Return what a plan in force answers; nothing for one that ended or never was."""
        version = self.plans.get(kind)
        return version.answers if version and not version.ended else {}

    @property
    def missing(self) -> EpisodeView | None:
        """The episode in which the child is missing now."""
        return next((e for e in self.episodes if e.missing_now), None)


def here(known: Known, kind: str) -> list[Told]:
    """Return the facts of a kind told in the episode that is open, newest first; of the newest episode if none is."""
    episode = known.missing or next(iter(known.episodes), None)
    return [each for each in known.of(kind) if episode is not None and each.entry.episode == episode.id]


def said(known: Known, told: Told, text: str) -> Said:
    at = max(filter(None, (told.entry.told_at, told.confirmed_at)))
    verb = "confirmed" if told.confirmed_at and at == told.confirmed_at else "told"
    return Said(short(text), f"{verb} {words.age(known.now - at)} ago", known.now - at > OLD)


def short(text: str) -> str:
    said = " ".join(str(text).split())
    return said if len(said) <= LONGEST else f"{said[: LONGEST - 1].rsplit(' ', 1)[0]}… (more in the plan)"


_PLANS = (
    ("safer-plan", "Safer Plan"),
    ("immediate-safety", "Immediate safety plan"),
    ("contingency", "Plan for going missing"),
)


def freshness(known: Known) -> tuple[Said, ...]:
    """Say how old each plan is, and that one is old, ended or not there: an old plan at night is a guess."""
    made = []
    for kind, title in _PLANS:
        version = known.plans.get(kind)
        if version is None:
            if kind == "safer-plan":
                made.append(Said("There is no Safer Plan, or none you may read.", old=True))
        elif version.ended:
            made.append(Said(f"{title}: ended {words.day(version.agreed_from)}.", old=True))
        else:
            old = known.now - version.recorded_at > PLAN_OLD
            age = words.age(known.now - version.recorded_at)
            text = f"{title}: version {version.number}, written {age} ago."
            made.append(Said(f"{text} Nobody has brought it up to date for over four weeks." if old else text, old=old))
    return tuple(made)
