"""What can be begun: each instrument and form with where it is written, when it is used, and what asks for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from wayhome.assessment.arrangements import Offered, offered, offered_by
from wayhome.engine.instruments import Instrument
from wayhome.engine.records import About
from wayhome.packs.loading import load_protocol
from wayhome.packs.result_words import cited
from wayhome.packs.vocabulary import load_vocabulary
from wayhome.ui.components import Link

EMPTY = (
    "This is a frame: its items belong to the partnerships that wrote them and are not public, so none are shown here. "
    "Whoever looks after Wayhome for your partnership can put its own in; until then it cannot be filled in here."
)


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of the list. `asked_by`: the duties that it meets; `empty` says why it cannot be filled in."""

    line: str
    id: str
    title: str
    cite: str
    reference: str
    asked_by: tuple[str, ...]
    about: str
    kind: str
    licence: str
    empty: str = ""
    tells: str = ""  # the kind of fact of the child that its level is: so that one done on paper can still be told


def choices(authority: UUID, about: Sequence[About]) -> tuple[Choice, ...]:
    """Return what can be begun about one of these, in the order of the protocol: scored instruments before forms."""
    found = [each for each in offered(authority) if each.instrument.about in about]
    duties = {line: _meets(line) for line in {each.line for each in found}}
    made = [_choice(each, duties[each.line]) for each in found]
    return tuple(sorted(made, key=lambda choice: choice.kind != "instrument"))


def _choice(each: Offered, duties: Mapping[str, tuple[str, ...]]) -> Choice:
    instrument = each.instrument
    titles = [title for record in instrument.records for title in duties.get(record.kind, ())]
    return Choice(
        line=each.line,
        id=instrument.id,
        title=instrument.title,
        cite=cited(instrument.cite),
        reference=instrument.reference,
        asked_by=tuple(dict.fromkeys(titles)),
        about=instrument.about.value,
        kind=kind_of(instrument),
        licence=instrument.licence,
        empty=EMPTY if each.empty else "",
        tells=_level_kind(instrument) if each.empty else "",
    )


def _level_kind(instrument: Instrument) -> str:
    """Return the kind of fact that an instrument's level becomes, where it is a child's; "" for none."""
    kinds = load_vocabulary().kinds
    told = (record.kind for record in instrument.records)
    return next((kind for kind in told if kinds[kind].subject == "child" and kinds[kind].values), "")


def begin_link(episode: UUID, law: str, kind: str, about: str) -> Link | None:
    """Return the link that begins the form which records a kind of fact, from a missing episode; None for no form."""
    known = load_vocabulary().kinds.get(kind)
    for each in offered_by(law):
        if known and any(record.kind == kind for record in each.instrument.records) and not each.empty:
            address = reverse("begin-episode-form", args=[episode, each.line, each.instrument.id])
            return Link(known.done or each.instrument.title, address, about=f"for: {about}")
    return None


def kind_of(instrument: Instrument) -> str:
    """Return "instrument" for what gives a level or asks for a judgement, "form" for the rest."""
    return "instrument" if instrument.levels or instrument.judgement else "form"


def _meets(line: str) -> dict[str, tuple[str, ...]]:
    """Return, for each kind of fact, the duties of a protocol that it meets."""
    found: dict[str, list[str]] = {}
    for clock in load_protocol(line).clocks:
        for trigger in clock.met_by:
            for kind in trigger.kinds:
                found.setdefault(kind, []).append(clock.title)
    return {kind: tuple(titles) for kind, titles in found.items()}
