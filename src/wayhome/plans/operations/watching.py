"""What is watched over around a child in care, and why: each call, letter, visitor or phone, one by one (4LSCB 5.6.2)."""

from __future__ import annotations

from uuid import UUID

from wayhome.engine.facts import Moment
from wayhome.plans.operations.errors import BadValue
from wayhome.platform import wall
from wayhome.platform.actor import Actor
from wayhome.record.operations.facts import Draft, record

WATCHED = ("call", "letter", "visitor", "vehicle", "phone-kept")
CONSENT = ("agreed", "not-agreed", "taken-back")
PHONE = "phone-kept"


def record_watched(
    *, actor: Actor, child: UUID, what: str, at: Moment, happened: str, reason: str, in_plan: bool, consent: str = ""
) -> None:
    """Record one thing that was watched over or kept from the child, with its reason and whether the care plan says so.

    Refuses BadValue without words or a reason; for a phone without the child's own answer: there is no power to take it
    from a child who was harmed (4LSCB 5.6.1).
    """
    if what not in WATCHED:
        raise BadValue("Choose what was watched over from the list.")
    if not happened.strip() or not reason.strip():
        raise BadValue("Say what happened, and why it was watched over.")
    if what == PHONE and consent not in CONSENT:
        raise BadValue("Say whether the child agreed to hand over the phone: it cannot be taken.")
    plan = "The reason is in the care plan." if in_plan else "The reason is not in the care plan yet."
    now = wall.now()
    words = f"{happened.strip()} Why: {reason.strip()} {plan}"
    drafts = [Draft("care.contact-watched", at, now, code=what, text=words, source="contact-log")]
    if what == PHONE:
        drafts.append(Draft("care.phone-consent", at, now, code=consent, text=happened.strip(), source="contact-log"))
    record(actor=actor, child=child, drafts=drafts)
