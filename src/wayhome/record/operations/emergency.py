"""Opening a record in an emergency, when those whose work it is cannot be asked in time."""

from __future__ import annotations

from datetime import date

from wayhome.platform.actor import Actor
from wayhome.platform.operations import opening
from wayhome.platform.queries.openings import OpeningView
from wayhome.record.names import folded
from wayhome.record.operations.errors import BadValue, NotFound

NOTHING = (
    "Nothing was opened. No record fits what you entered, or it cannot be opened this way. Check the reference, or the "
    "whole name and the day of birth; or telephone the safeguarding hub."
)


def open_record(*, actor: Actor, reference: str, name: str, born: date | None, reason: str) -> OpeningView:
    """Open a child's, an adult's or a context's record for two hours; the data guardian is told in the same moment.

    Refuses: BadValue without a reason; NotFound, in the same words whether there is no such record, two fit, the actor
    is kept away from it, or holds no post that may. A try that opens nothing is written down too.
    """
    if not reason.strip():
        raise BadValue("Say why. Whoever looks at it afterwards must be able to see on what ground you opened it.")
    found = opening.open_record(
        actor=actor, reference=reference.strip().upper(), name_key=folded(name), born=born, reason=reason.strip()
    )
    if found is None:
        raise NotFound(NOTHING)
    return found
