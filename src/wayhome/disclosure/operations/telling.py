"""Telling people that something was shared with them, or that a correction must follow: a link, and no name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID, uuid5

from wayhome.disclosure.models import DisclosedItem, Disclosure
from wayhome.platform import wall
from wayhome.platform.operations import outbox
from wayhome.platform.queries import posts
from wayhome.platform.queries.looking import guardians
from wayhome.platform.roles import as_clock
from wayhome.record.announcements import Recorded
from wayhome.record.queries import standing


def tell(row: Disclosure, why: str, *, about: UUID | None = None) -> None:
    """Put an e-mail in the outbox for the colleague it was given to; an agency and people outside get none."""
    if row.to_user is not None:
        _send(row, row.to_user, why, f"/shared-with-me/{row.id}", about)


def on_recorded(recorded: Recorded) -> None:
    """Tell whoever shared a fact that it has been corrected, so that the correction follows to the same people.

    Reads every sharing as the clock: whoever corrects need not be allowed to see with whom it was shared. When the one
    who shared has left, the one who decided is told, else the data guardian or, while nobody is, the post above.
    """
    if recorded.child is None:
        return
    with as_clock():
        old = standing.replaced_by(recorded.facts)
        if not old:
            return
        chain = {each for fact in old for each in standing.chain_of(fact)}
        rows = Disclosure.objects.filter(id__in=DisclosedItem.objects.filter(fact_id__in=chain).values("disclosure_id"))
        for row in rows:
            for user in _whose(row):
                _send(row, user, "correct", f"/sharings/{row.id}", uuid5(row.id, ",".join(sorted(map(str, old)))))


def _whose(row: Disclosure) -> tuple[UUID, ...]:
    here = posts.still_here([u for u in (row.by_user, row.decided_by) if u])
    return here[:1] or guardians(row.authority_id, at=wall.now())


def _send(row: Disclosure, user: UUID, why: str, path: str, about: UUID | None) -> None:
    with as_clock():
        outbox.put(
            authority=row.authority_id,
            key=f"disclosure:{row.id}:{why}:{about or ''}:{user}",
            channel="email",
            payload={"user": str(user), "path": path, "why": why},
            now=wall.now(),
        )


def on_loaded(children: Sequence[UUID], each: Callable[[], None]) -> None:
    """Tell nobody: what a load brings is past, and nothing of it was shared from here."""
