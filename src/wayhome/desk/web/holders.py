"""Who must act, in words: the post, and who holds it now."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from wayhome.packs.roles import load_roles
from wayhome.platform.queries import posts
from wayhome.record.queries.children import ChildBanner


def role_label(role: str) -> str:
    """Return what a post is called."""
    known = load_roles().get(role)
    return known.label if known else role.replace("-", " ").capitalize()


def owners(child: ChildBanner | None, authority: UUID, roles: Collection[str], now: datetime) -> Mapping[str, str]:
    """Return, for each post, its name and who holds it now, for one child or (None) for the partnership.

    A post without anybody says so.
    """
    held = {role: _holders(role, child, authority, now) for role in sorted(set(roles))}
    people = posts.colleagues({user for users in held.values() for user in users or ()})
    return {
        role: _said(role, users, [people[u].name for u in users or () if u in people]) for role, users in held.items()
    }


def _holders(role: str, child: ChildBanner | None, authority: UUID, now: datetime) -> tuple[UUID, ...] | None:
    """Return who holds a post for this child; None where nobody keeps a list of holders, such as carers."""
    known = load_roles().get(role)
    if role == "allocated-worker":
        return (child.allocated_worker,) if child and child.allocated_worker else ()
    if role == "line-manager":
        worker = child.allocated_worker if child else None
        return posts.holders(authority, role, at=now, team=posts.team_of(worker)) if worker else ()
    if known and known.by == "child":
        return None
    return posts.holders(authority, role, at=now)


def _said(role: str, users: tuple[UUID, ...] | None, names: list[str]) -> str:
    if users is None:
        return role_label(role)
    return f"{role_label(role)}: {' and '.join(names) if names else 'nobody holds this post'}"
