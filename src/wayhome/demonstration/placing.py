"""Lets the neighbouring council read the records of the children it placed here: one record, never a copy.

Done through the same operation as anybody's, at the present moment. Nobody in it is real.
"""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from wayhome.demonstration.people import NEIGHBOUR
from wayhome.platform.actor import Actor
from wayhome.platform.operations import sharing
from wayhome.record.queries import ledger, roster

COORDINATOR = "ola.tamarisk"
WHY = f"{NEIGHBOUR} placed the child here, and its social worker stays the child’s."


def share_placed(*, authority: UUID, agency: UUID, agencies: Mapping[str, UUID], users: Mapping[str, UUID]) -> None:
    """Let Northmoor into the record of each child it placed here. Run as the owner."""
    actor = Actor(users[COORDINATOR], "Ola Tamarisk", agency, authority, "demonstration")
    known = [each.id for each in roster.roster(authority)]
    for child, told in ledger.current_of("child", known, ["child.placement"]).items():
        if any(fact.code == "placed-in" for fact in told):
            sharing.let_in(actor=actor, agency=agencies["northmoor"], subject=child, until=None, reason=WHY)
