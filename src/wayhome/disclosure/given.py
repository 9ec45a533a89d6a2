"""What somebody says when they share, or decide not to: frozen values, checked by the operation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Recipient:
    """With whom: exactly one of a colleague, an agency of the partnership, or somebody outside in words."""

    user: UUID | None = None
    agency: UUID | None = None
    outside: str = ""

    @property
    def one(self) -> bool:
        """Whether exactly one is said."""
        return sum((self.user is not None, self.agency is not None, bool(self.outside.strip()))) == 1


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is shared, by reference; `read_through`: somebody read the files that no machine can search."""

    facts: tuple[UUID, ...] = ()
    documents: tuple[UUID, ...] = ()
    versions: tuple[UUID, ...] = ()
    others: tuple[str, ...] = ()  # papers of other rooms, as `further` names them
    read_through: bool = False

    def __bool__(self) -> bool:
        return bool(self.facts or self.documents or self.versions or self.others)


@dataclass(frozen=True, slots=True)
class Reasons:
    """On what ground: bases, positions and limits are ids of protocols/sharing.yaml; `decided_at` is aware."""

    purpose: str
    child_position: str
    parent_position: str
    decided_by: UUID
    decided_at: datetime
    bases: tuple[str, ...] = ()
    without_why: str = ""
    onward: str = ""
    onward_words: str = ""
    asked_for: str = ""
    how: str = ""


@dataclass(frozen=True, slots=True)
class Hidden:
    """Whom the paper may name, by key, and further names that nobody wrote down as a person's, to be hidden too.

    `asked`: what looks like a name and was put to whoever shares, by key; None where nobody can be asked, so it is hidden.
    """

    named: frozenset[str] = field(default_factory=frozenset)
    further: tuple[str, ...] = ()
    asked: frozenset[str] | None = None

    def names(self) -> Iterator[str]:
        """Yield each further name."""
        yield from (name.strip() for name in self.further if name.strip())
