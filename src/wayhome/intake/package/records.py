"""The rows of a package once they have been read: frozen, typed, with the line each came from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from wayhome.engine.facts import Moment


@dataclass(frozen=True, slots=True)
class PackageChild:
    """One child. `known_from`: when the authority first knew of the child, if told."""

    reference: str
    name: str
    known_as: str = ""
    born: date | None = None
    gender: str = ""
    ethnicity: str = ""
    address: str = ""
    authority: str = ""
    known_from: Moment | None = None
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class PackageStatus:
    """Something that held for a child over a time: `kind` as in the vocabulary, `until` excluded."""

    child: str
    kind: str
    value: str
    holds_from: Moment
    until: Moment | None = None
    agency: str = ""
    told: Moment | None = None
    recorded: Moment | None = None
    source: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class PackageEpisode:
    """One time a child was missing, absent or away without authorisation."""

    reference: str
    child: str
    category: str
    began: Moment
    missing_from: str = ""
    last_seen: str = ""
    description: str = ""
    circumstances: str = ""
    instructions: str = ""
    located: Moment | None = None
    located_where: str = ""
    returned: Moment | None = None
    returned_where: str = ""
    closed: Moment | None = None
    learned: str = ""
    agency: str = ""
    told: Moment | None = None
    recorded: Moment | None = None
    source: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class PackageEvent:
    """One thing that happened in an episode. `by`: the role of whoever did it, such as allocated-worker."""

    child: str
    episode: str
    kind: str
    at: Moment
    value: str = ""
    text: str = ""
    agency: str = ""
    by: str = ""
    told: Moment | None = None
    recorded: Moment | None = None
    source: str = ""
    reference: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Package:
    """A whole package, every row checked. `invented`: the people in it do not exist.

    `name` says which system speaks and is part of every row's key: two exports from one system keep
    one name. `agency` is who told us, where a row does not say.
    """

    name: str
    title: str
    description: str
    created: datetime
    authority: str
    agency: str
    invented: bool
    children: tuple[PackageChild, ...] = ()
    statuses: tuple[PackageStatus, ...] = ()
    episodes: tuple[PackageEpisode, ...] = ()
    events: tuple[PackageEvent, ...] = ()
