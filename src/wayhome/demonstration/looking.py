"""Looks of invented colleagues that deserve a question, for who watches over the records to ask about.

Written at the present moment, like anybody's: an entry of the trail cannot be dated back. Nobody in it is real.
"""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from wayhome.demonstration.children import KIN
from wayhome.demonstration.people import RELATED
from wayhome.platform import wall
from wayhome.platform.actor import Actor
from wayhome.platform.operations import audit
from wayhome.record.operations import odd_looks
from wayhome.record.queries import children, roster

CURIOUS, MANY = "tunde.oystercroft", 30


def look_about(*, authority: UUID, agency: UUID, users: Mapping[str, UUID]) -> None:
    """Let a worker open a relation's record, and another open many; then have the trail looked through. Run as the owner."""
    known = sorted(each.id for each in roster.roster(authority))
    theirs = children.banners(children.of_workers([users[RELATED]]))
    kin = [id_ for id_, banner in theirs.items() if banner.name.endswith(KIN)]
    _open(Actor(users[RELATED], "", agency, authority, "page"), kin)
    _open(Actor(users[CURIOUS], "", agency, authority, "page"), known[:MANY])
    odd_looks.find(now=wall.now())


def _open(actor: Actor, opened: list[UUID]) -> None:
    for child in opened:
        audit.write(actor=actor, verb="read", what="child", subjects=[child])
