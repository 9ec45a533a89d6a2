"""What a fact is about: a child, an adult of concern, a context, or the partnership itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol
from uuid import UUID

SubjectKind = Literal["child", "adult", "context", "partnership"]
# An episode's facts are about the child, and name the episode beside it.
SUBJECT_OF: dict[str, SubjectKind] = {
    "child": "child",
    "episode": "child",
    "adult": "adult",
    "context": "context",
    "partnership": "partnership",
}

# The rows about one subject in plain SQL, with `%(subject)s` for its id; each is answered by an index.
SQL_WHERE: dict[SubjectKind, str] = {
    "child": "child_id = %(subject)s",
    "adult": "adult_id = %(subject)s",
    "context": "context_id = %(subject)s",
    "partnership": "authority_id = %(subject)s and child_id is null and adult_id is null and context_id is null",
}


class Keyed(Protocol):
    """A row about one subject, held in three columns of which at most one is filled."""

    @property
    def authority_id(self) -> UUID:
        """Whose partnership keeps the row."""

    @property
    def child_id(self) -> UUID | None:
        """The child, if it is about one."""

    @property
    def adult_id(self) -> UUID | None:
        """The adult of concern, if it is about one."""

    @property
    def context_id(self) -> UUID | None:
        """The context, if it is about one."""


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing that facts are about. The partnership's id is its authority's."""

    kind: SubjectKind
    id: UUID

    @classmethod
    def child(cls, child: UUID) -> Subject:
        """Return a child as a subject."""
        return cls("child", child)

    @classmethod
    def adult(cls, adult: UUID) -> Subject:
        """Return an adult of concern as a subject."""
        return cls("adult", adult)

    @classmethod
    def context(cls, context: UUID) -> Subject:
        """Return a place, group, school or online space as a subject."""
        return cls("context", context)

    @classmethod
    def partnership(cls, authority: UUID) -> Subject:
        """Return an authority's partnership as a subject."""
        return cls("partnership", authority)

    @classmethod
    def of_row(cls, row: Keyed) -> Subject:
        """Return what a row with the three keys is about: none of them set means the partnership."""
        if row.child_id is not None:
            return cls("child", row.child_id)
        if row.adult_id is not None:
            return cls("adult", row.adult_id)
        if row.context_id is not None:
            return cls("context", row.context_id)
        return cls("partnership", row.authority_id)

    @property
    def keys(self) -> dict[str, UUID | None]:
        """Return the columns that hold this subject, as they are filtered and written; the partnership's are empty."""
        return {f"{kind}_id": self.id if kind == self.kind else None for kind in ("child", "adult", "context")}

    @property
    def where(self) -> dict[str, object]:
        """Return what a query asks for, to find the rows about this subject by an index."""
        if self.kind == "partnership":
            return {
                "authority_id": self.id,
                "child__isnull": True,
                "adult__isnull": True,
                "context__isnull": True,
            }
        return {f"{self.kind}_id": self.id}
