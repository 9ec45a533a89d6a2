"""What must be known before publicity for a missing child may be agreed.

It is an offence to publish what is likely to identify a child as being in proceedings under the Children Act 1989, unless
the court has given leave (section 97; LEW Joint Protocol 23): so the question is answered first, whoever decides.
"""

from __future__ import annotations

from collections.abc import Sequence

from wayhome.missing.operations.errors import MayNotPublish
from wayhome.missing.queries.episodes import EpisodeView
from wayhome.record.operations.facts import Draft
from wayhome.record.queries.ledger import current_facts

ALLOWS = frozenset({"not-in-proceedings", "leave-given"})
UNASKED = (
    "Publicity cannot be agreed yet: nobody has recorded whether the child is in court proceedings. Record that first. "
    "To publish what may identify a child in proceedings is an offence, unless the court gave leave."
)
NO_LEAVE = (
    "Publicity cannot be agreed: the child is, or may be, in court proceedings, and the court has not given leave. "
    "Ask Legal Services to ask the court, and record its answer."
)
REFUSED = (
    "Publicity cannot be agreed: whoever has parental responsibility does not consent. "
    "Ask Legal Services; if the child is under a care order, record that the parents were told."
)


def blocked(view: EpisodeView, told: Sequence[Draft] = ()) -> str:
    """Say why publicity for the child may not be agreed, "" when it may; `told` is what is being recorded with it."""
    court, parents = (_last(view, kind, told) for kind in ("publicity.court-checked", "publicity.parents-told"))
    if court not in ALLOWS:
        return NO_LEAVE if court else UNASKED
    return REFUSED if parents == "refused" else ""


def check(view: EpisodeView, draft: Draft, told: Sequence[Draft]) -> None:
    """Refuse a decision to publish while something stops it. Raises MayNotPublish."""
    if draft.kind == "publicity.decided" and draft.code == "agreed" and (why := blocked(view, told)):
        raise MayNotPublish(why)


def _last(view: EpisodeView, kind: str, told: Sequence[Draft]) -> str:
    for draft in told:
        if draft.kind == kind:
            return draft.code or ""
    stated = [e for e in current_facts(view.child_id, [kind]) if e.episode == view.id]
    return (stated[-1].code or "") if stated else ""
