"""The words for whose records and whose names stand on the pages of who watches over the records."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from wayhome.platform.queries import agencies, posts
from wayhome.record.queries import children, named
from wayhome.record.subjects import Subject


@dataclass(frozen=True, slots=True)
class Shown:
    """Subjects, people and agencies by id, as the reader may see them."""

    subjects: dict[UUID, str]
    people: dict[UUID, posts.Colleague]
    agencies: dict[UUID, str]

    @classmethod
    def of(cls, subjects: Iterable[UUID], people: Iterable[UUID], for_: Iterable[UUID]) -> Shown:
        """Gather them: a fixed number of statements."""
        ids = set(subjects)
        said = {id_: f"{b.name or 'Name not recorded'}, {b.reference}" for id_, b in children.banners(ids).items()}
        others = [Subject(kind, id_) for id_ in ids - said.keys() for kind in ("adult", "context")]  # type: ignore[arg-type]
        said |= {s.id: ", ".join(filter(None, (n.name, n.reference))) for s, n in named.named(others).items()}
        return cls(said, posts.colleagues(set(people)), agencies.named(set(for_)))

    def who(self, user: UUID | None) -> str:
        """Return a colleague's name."""
        return self.people[user].name if user in self.people else "Somebody who has left"

    def whom(self, subject: UUID) -> str:
        """Return whose record it is."""
        return self.subjects.get(subject, "A record you may not see")
