"""Where what meets a duty about a child is recorded, when the duty is about no missing episode."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from wayhome.clocks.queries.duties import Duty
from wayhome.desk.web.recording import where
from wayhome.packs.vocabulary import Kind, load_vocabulary
from wayhome.plans.kinds import KINDS
from wayhome.ui.components import Link

_PLANS = {kind.fact for kind in KINDS.values()} | {"plan.reviewed"}


def act_links(child: UUID, duty: Duty) -> tuple[Link, ...]:
    """Return what records that a duty was done: each name once."""
    return tuple({link.text: link for link in _acts(child, duty)}.values())


def plan_link(duty: Duty, kind: str) -> Link | None:
    """Return where a plan is written or looked at again; None for what is no plan, and for a duty about no child."""
    known = load_vocabulary().kinds[kind]
    href = _plan(duty.child_id, kind) if duty.child_id else ""
    return Link(known.done or known.meaning.rstrip("."), href, about=f"for: {duty.title}") if href else None


def _plan(child: UUID, kind: str) -> str:
    """Return the list of the child's plans: one is begun, written, read or looked at again from there."""
    return reverse("child-plans", args=[child]) if kind in _PLANS else ""


def _acts(child: UUID, duty: Duty) -> Iterator[Link]:
    kinds = load_vocabulary().kinds
    for trigger in duty.rule.met_by if duty.rule else ():
        for kind in trigger.kinds:
            known = kinds[kind]
            if href := _where(child, known, tuple(sorted(trigger.values or ()))):
                yield Link(known.done or known.meaning.rstrip("."), href, about=f"for: {duty.title}")


def _where(child: UUID, kind: Kind, values: tuple[str, ...]) -> str:
    if plan := _plan(child, kind.id):
        return plan
    if kind.id.startswith("assessment."):
        return reverse("child-assessments", args=[child])
    href = where(child, None, kind) or ""
    asked = f"?{urlencode([('value', value) for value in values])}" if values and "/record/" in href else ""
    return href + asked
