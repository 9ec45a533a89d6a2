"""Keeping the partnership's directory: an entry is told, corrected, found to be still so, and taken out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from wayhome.engine.facts import Moment
from wayhome.platform.actor import Actor
from wayhome.platform.queries import posts
from wayhome.record.operations import facts
from wayhome.record.operations.errors import BadValue, Refused
from wayhome.record.operations.facts import Draft, record_about
from wayhome.record.queries.directory import BOXES, listing, written
from wayhome.record.subjects import Subject

# The posts that look after the directory for the whole partnership.
KEEPERS = frozenset({"met-coordinator", "met-lead-officer", "board-manager", "head-of-service"})


class NotAKeeper(Refused):
    """Only those who look after the directory change it."""


def keeps(actor: Actor, *, at: datetime) -> bool:
    """Whether somebody holds, or covers, a post that looks after the directory."""
    return bool(posts.roles_of(actor.user, at=at) & KEEPERS)


def tell(*, actor: Actor, kind: str, said: Mapping[str, str], at: datetime) -> UUID:
    """Put an entry in the directory, checked at `at` (aware). Refuses NotAKeeper; BadValue without a name or a way in."""
    draft = _draft(actor, kind, said, at)
    return record_about(actor=actor, subject=Subject.partnership(actor.authority), drafts=[draft])[0]


def change(*, actor: Actor, fact: UUID, said: Mapping[str, str], at: datetime) -> UUID:
    """Replace an entry by what is so now; the old stays in the ledger. The same words again: it was checked.

    Refuses as `tell`; BadValue for an entry that is not there any more; AlreadyCorrected if somebody was first.
    """
    old = listing(actor.authority, fact)
    if old is None:
        raise BadValue("Somebody has changed or taken out this entry. Go back to the directory and look again.")
    draft = _draft(actor, old.kind, said, at)
    same = written(old.kind, old.said) == draft.text
    return facts.correct(actor=actor, fact=fact, draft=draft, reason="Checked, and still so" if same else "Changed")


def take_out(*, actor: Actor, fact: UUID, reason: str, at: datetime) -> None:
    """Take an entry out of the directory; it stays in the ledger, with the reason. Refuses NotAKeeper; BadValue."""
    _may(actor, at)
    if not reason.strip():
        raise BadValue("Say why it is taken out, such as that the service has closed.")
    if listing(actor.authority, fact) is None:
        raise BadValue("Somebody has changed or taken out this entry. Go back to the directory and look again.")
    facts.withdraw(actor=actor, fact=fact, reason=reason.strip())


def _draft(actor: Actor, kind: str, said: Mapping[str, str], at: datetime) -> Draft:
    _may(actor, at)
    boxes = {box: said.get(box, "").strip() for box in BOXES[kind]}
    if not boxes["Name"]:
        raise BadValue("Say what it is called, or who it is.")
    if not any(boxes.get(way) for way in ("Phone", "Out of hours", "E-mail", "How to reach it")):
        raise BadValue("Say how to reach it: somebody will need it at night.")
    return Draft(kind, Moment(at, at), at, text=written(kind, boxes), source="directory")


def _may(actor: Actor, at: datetime) -> None:
    if not keeps(actor, at=at):
        raise NotAKeeper("The directory is kept by the MET coordinator and the board's manager: ask one of them.")
