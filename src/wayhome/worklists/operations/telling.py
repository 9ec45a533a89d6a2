"""Finding who to tell: the named post's holder, and when there is none who can, the next at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
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
    barred = _barred(about.subject)
    steps: list[Told] = []
    seen: set[str] = set()
    queue = [role]
    because = "holder"
    while queue:
        here = queue.pop(0)
        if here in seen:
            continue
        seen.add(here)
        people, gaps = _present(here, about, barred, because)
        steps += gaps
        if people:
            return (*steps, *people)
        known = load_roles().get(here)
        onward = [r for r in ((known.across, known.up) if known else ()) if r]
        queue += onward
        because = f"for {label(here)}"
    return tuple(steps)


def above(role: str, about: About) -> tuple[Told, ...]:
    """Return who is told when a role's holder has not answered: the one above, and onwards; or that nobody is."""
    known = load_roles().get(role)
    return find(known.up, about) if known and known.up else (Told(role, None, "nobody is above this post"),)


def label(role: str) -> str:
    """Return a role's name in words."""
    known = load_roles().get(role)
    return known.label if known else role.replace("-", " ")


def _present(role: str, about: About, barred: frozenset[UUID], because: str) -> tuple[list[Told], list[Told]]:
    holders = _holders(role, about)
    if not holders:
        return [], [Told(role, None, "nobody holds this post")]
    return _reached(role, holders, about, barred, because)


def person(user: UUID, role: str, about: About, because: str) -> tuple[Told, ...]:
    """Return who is told when one person is to be told: they, whoever covers for them, or nobody and why."""
    if not posts.still_here((user,)):
        return (Told(role, None, "they no longer work here"),)
    people, gaps = _reached(role, (user,), about, _barred(about.subject), because)
    return (*gaps, *people)


def _reached(
    role: str, holders: tuple[UUID, ...], about: About, barred: frozenset[UUID], because: str
) -> tuple[list[Told], list[Told]]:
    away = posts.away(holders, at=about.at)
    told: list[Told] = []
    gaps: list[Told] = []
    for user in holders:
        if user in barred:
            gaps.append(Told(role, None, "the holder must not be told: related to the child"))
        elif user not in away:
            told.append(Told(role, user, because))
        else:
            gaps.append(Told(role, None, "the holder is on leave"))
            cover = away[user].covered_by
            if cover and cover not in barred and not posts.away((cover,), at=about.at):
                told.append(Told(role, cover, "covering for leave", covers=user))
    # One person who holds a post twice is told once.
    return list({t.user: t for t in told}.values()), gaps


def _holders(role: str, about: About) -> tuple[UUID, ...]:
    if role in {"allocated-worker", "line-manager"}:
        child = children.banner(about.subject.id) if about.subject.kind == "child" else None
        worker = child.allocated_worker if child else None
        if worker is None:
            return ()
        if role == "allocated-worker":
            return posts.still_here((worker,))
        team = posts.team_of(worker)
        # Without a team there is no manager to find, and every other team's manager would be the wrong one.
        return posts.holders(about.authority, role, at=about.at, team=team) if team else ()
    return posts.holders(about.authority, role, at=about.at)


def _barred(subject: Subject) -> frozenset[UUID]:
    barred = posts.excluded(subject.id)
    if subject.kind != "child":
        return barred
    return barred | {fact.person for fact in current_facts(subject.id, ["child.conflict"]) if fact.person}
