"""Which instruments and forms a partnership uses: those of the protocol in force, with its own items loaded.

The room that knows which protocol is in force stands above this one and registers itself at start-up.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings

from wayhome.engine.instruments import Instrument
from wayhome.packs.errors import PackFault
from wayhome.packs.instruments import instruments_of, load_instrument, read_instrument
from wayhome.platform.queries.directory import protocol_of

Law = Callable[[UUID], str]
_law: list[Law] = []


@dataclass(frozen=True, slots=True)
class Offered:
    """One instrument or form that can be filled in. `empty`: a frame without items."""

    line: str
    instrument: Instrument

    @property
    def empty(self) -> bool:
        return not any(self.instrument.items())


def register(law: Law) -> None:
    """Have `law` say which protocol is in force for an authority, as an id such as portsmouth-pathway@1.0.0."""
    _law[:] = [law]


def law_of(authority: UUID) -> str:
    """Return the protocol in force for an authority; what it began with, where nobody has registered."""
    return _law[0](authority) if _law else protocol_of(authority)


def offered(authority: UUID) -> tuple[Offered, ...]:
    """Return every instrument and form of the protocol in force, its own first and then what is national.

    Forms that are plans are left out: a plan is written and kept as a plan.
    """
    return offered_by(law_of(authority))


def offered_by(law: str) -> tuple[Offered, ...]:
    """Return the same for a protocol by its id, such as portsmouth-pathway@1.0.0."""
    line = _line(law)
    found = (find(line, each.id) for each in instruments_of(line))
    return tuple(each for each in found if not _is_plan(each.instrument))


def _is_plan(instrument: Instrument) -> bool:
    """Whether a form is a plan whatever is answered, though it may tell more, such as the harm the plan is made for."""
    return any(record.kind.startswith("plan.") and record.when is None for record in instrument.records)


def find(line: str, instrument: str) -> Offered:
    """Return one instrument of a protocol, with a partnership's own items where it loaded any. Raises PackFault."""
    found = load_instrument(line, instrument)
    if found.frame and (own := _own(line, instrument)):
        return Offered(line, own)
    return Offered(line, found)


def _own(line: str, instrument: str) -> Instrument | None:
    """Return the newest set of items that `wayhome instrument import` wrote for a frame, or None."""
    folder = getattr(settings, "INSTRUMENTS_FOLDER", None)
    if not folder:
        return None
    files = sorted((Path(folder) / line).glob(f"{instrument}-*.yaml"), key=_natural)
    return read_instrument(files[-1]) if files else None


def _natural(path: Path) -> list[int | str]:
    return [int(part) if part.isdecimal() else part for part in re.split(r"(\d+)", path.stem)]


def _line(law: str) -> str:
    return law.partition("+")[0].partition("@")[0]


__all__ = ["Offered", "PackFault", "find", "law_of", "offered", "offered_by", "register"]
