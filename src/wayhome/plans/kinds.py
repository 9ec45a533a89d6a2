"""The kinds of plan, which form of which protocol decides each one's headings, and the fact that tells of a version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from wayhome.engine.instruments import Instrument
from wayhome.packs.instruments import instruments_of, load_instrument


@dataclass(frozen=True, slots=True)
class PlanKind:
    """One kind of plan. `home` is the protocol whose form is borrowed by one that prints none of its own."""

    id: str
    form: str
    home: str
    fact: str
    title: str
    purpose: str


_ALL = (
    PlanKind(
        "safer-plan", "safer-plan", "portsmouth-pathway", "plan.safer-plan", "Safer Plan",
        "What everyone around the child needs to know, and what was agreed with the child, the carer and each agency.",
    ),
    PlanKind(
        "immediate-safety", "immediate-safety-plan", "4lscb-2013", "plan.immediate-safety", "Immediate safety plan",
        "How the child is kept safe now, and how each measure is taken back, step by step, together with the child.",
    ),
    PlanKind(
        "contingency", "contingency-plan", "4lscb-2013", "plan.contingency", "Plan for going missing",
        "What carers and professionals do if the child goes missing: made before it is needed.",
    ),
    PlanKind(
        "transition", "transition-plan", "england", "plan.transition", "Plan for turning 18",
        "What changes at 18, what goes on, and who stays with the young person.",
    ),
)  # fmt: skip
KINDS: Mapping[str, PlanKind] = {kind.id: kind for kind in _ALL}


@dataclass(frozen=True, slots=True)
class PlanForm:
    """The form of a kind of plan under a protocol; `borrowed`: the protocol prints none, so another's is used."""

    line: str
    instrument: Instrument
    borrowed: bool


@cache
def form_of(line: str, kind: str) -> PlanForm:
    """Return the form that decides a plan's headings under a protocol line. Raises KeyError for an unknown kind."""
    wanted = KINDS[kind]
    held = {listed.id: listed.protocol for listed in instruments_of(line)}
    if wanted.form in held:
        return PlanForm(held[wanted.form], load_instrument(line, wanted.form), False)
    return PlanForm(wanted.home, load_instrument(wanted.home, wanted.form), True)
