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

_PLANS = {kind.fact: kind.id for kind in KINDS.values()}


def act_links(child: UUID, duty: Duty) -> tuple[Link, ...]:
    """Return what records that a duty was done: each name once."""
    return tuple({link.text: link for link in _acts(child, duty)}.values())


def _acts(child: UUID, duty: Duty) -> Iterator[Link]:
    kinds = load_vocabulary().kinds
    for trigger in duty.rule.met_by if duty.rule else ():
        for kind in trigger.kinds:
            known = kinds[kind]
            if href := _where(child, known, tuple(sorted(trigger.values or ()))):
                yield Link(known.done or known.meaning.rstrip("."), href, about=f"for: {duty.title}")


def _where(child: UUID, kind: Kind, values: tuple[str, ...]) -> str:
    if kind.id in _PLANS:
        return reverse("plan", args=[child, _PLANS[kind.id]])
    if kind.id == "plan.reviewed":
        return reverse("child-plans", args=[child])
    if kind.id.startswith("assessment."):
        return reverse("child-assessments", args=[child])
    href = where(child, None, kind) or ""
    asked = f"?{urlencode([('value', value) for value in values])}" if values and "/record/" in href else ""
    return href + asked
