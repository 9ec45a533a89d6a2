"""Finding who to tell: the named post's holder, and when there is none who can, the next at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from uuid import UUID

from wayhome.packs.roles import load_roles
from wayhome.platform.queries import posts
from wayhome.record.queries import children
from wayhome.record.queries.ledger import current_facts
from wayhome.record.subjects import Subject


@dataclass(frozen=True, slots=True)
class Told:
    """One step of finding somebody: a person and why, or nobody (`user` None) and why not."""

    role: str
    user: UUID | None
    because: str
    covers: UUID | None = None


@dataclass(frozen=True, slots=True)
class About:
    """Whose duty it is, in which authority, at what moment."""

    subject: Subject
    authority: UUID
    at: datetime


def find(role: str, about: About) -> tuple[Told, ...]:
    """Return who is told when a role is to be told, with every step that found nobody.

    A post without a holder, a holder on leave without cover, a holder related to the child: the post
    across, else the one above, is told at once. Two holders are both told. Runs as the clock.
    """
    return Seeking(about).find(role)


def above(role: str, about: About) -> tuple[Told, ...]:
    """Return who is told when a role's holder has not answered: the one above, and onwards; or that nobody is."""
    known = load_roles().get(role)
    return find(known.up, about) if known and known.up else (Told(role, None, "nobody is above this post"),)


def label(role: str) -> str:
    """Return a role's name in words."""
    known = load_roles().get(role)
    return known.label if known else role.replace("-", " ")


def person(user: UUID, role: str, about: About, because: str) -> tuple[Told, ...]:
    """Return who is told when one person is to be told: they, whoever covers for them, or nobody and why."""
    return Seeking(about).person(user, role, because)


class Seeking:
    """Whom to tell about one subject at one moment, for as many posts as need telling: what it asks, it asks once."""

    def __init__(self, about: About) -> None:
        self.about = about
        self._held: dict[str, list[posts.Held]] = {}

    def find(self, role: str) -> tuple[Told, ...]:
        """Return who is told when a role is to be told; see `find`."""
        steps: list[Told] = []
        seen: set[str] = set()
        queue = [role]
        because = "holder"
        while queue:
            here = queue.pop(0)
            if here in seen:
                continue
            seen.add(here)
            people, gaps = self._present(here, because)
            steps += gaps
            if people:
                return (*steps, *people)
            queue += _onward(here)
            because = f"for {label(here)}"
        return tuple(steps)

    def person(self, user: UUID, role: str, because: str) -> tuple[Told, ...]:
        """Return who is told when one person is to be told; see `person`."""
        if not posts.still_here((user,)):
            return (Told(role, None, "they no longer work here"),)
        people, gaps = self._reached(role, (user,), because)
        return (*gaps, *people)

    def _present(self, role: str, because: str) -> tuple[list[Told], list[Told]]:
        holders = self._holders(role)
        if not holders:
            return [], [Told(role, None, "nobody holds this post")]
        return self._reached(role, holders, because)

    def _reached(self, role: str, holders: tuple[UUID, ...], because: str) -> tuple[list[Told], list[Told]]:
        at = self.about.at
        away = posts.away(holders, at=at)
        told: list[Told] = []
        gaps: list[Told] = []
        for user in holders:
            if user in self._barred:
                gaps.append(Told(role, None, "the holder must not be told: related to the child"))
            elif user not in away:
                told.append(Told(role, user, because))
            else:
                gaps.append(Told(role, None, "the holder is on leave"))
                cover = away[user].covered_by
                there = cover and cover not in self._barred and posts.still_here((cover,))
                if cover and there and not posts.away((cover,), at=at):
                    told.append(Told(role, cover, "covering for leave", covers=user))
        # One person who holds a post twice is told once.
        return list({t.user: t for t in told}.values()), gaps

    def _holders(self, role: str) -> tuple[UUID, ...]:
        if role == "allocated-worker":
            return posts.still_here((self._worker,)) if self._worker else ()
        if role == "line-manager":
            # Without a team there is no manager to find, and every other team's manager would be the wrong one.
            team = self._team
            return tuple(held.user for held in self._posts(role) if held.team == team) if team else ()
        return tuple(held.user for held in self._posts(role))

    def _posts(self, role: str) -> list[posts.Held]:
        """Return who holds a role's posts; the first time for every role that may come after it too."""
        if role not in self._held:
            ladder = _ladder(role)
            found = posts.held_by_role(self.about.authority, ladder, at=self.about.at)
            self._held |= {each: found.get(each, []) for each in ladder}
        return self._held[role]

    @cached_property
    def _worker(self) -> UUID | None:
        child = children.banner(self.about.subject.id) if self.about.subject.kind == "child" else None
        return child.allocated_worker if child else None

    @cached_property
    def _team(self) -> UUID | None:
        return posts.team_of(self._worker) if self._worker else None

    @cached_property
    def _barred(self) -> frozenset[UUID]:
        subject = self.about.subject
        barred = posts.excluded(subject.id)
        if subject.kind != "child":
            return barred
        return barred | {fact.person for fact in current_facts(subject.id, ["child.conflict"]) if fact.person}


def _onward(role: str) -> list[str]:
    """Return the post across and the one above, as far as there are."""
    known = load_roles().get(role)
    return [r for r in (known.across, known.up) if r] if known else []


@cache
def _ladder(role: str) -> tuple[str, ...]:
    """Return a role and every one that may be asked after it."""
    found = [role]
    for each in found:
        found += [r for r in _onward(each) if r not in found]
    return tuple(found)
