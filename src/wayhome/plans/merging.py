"""Two people wrote from the same version: what only one of them changed is kept, what both changed is put to a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wayhome.plans.answers import empty


@dataclass(frozen=True, slots=True)
class Clash:
    """One answer that both changed, and differently."""

    key: str
    theirs: Any
    mine: Any


def merged(
    base: Mapping[str, Any], theirs: Mapping[str, Any], mine: Mapping[str, Any]
) -> tuple[dict[str, Any], tuple[Clash, ...]]:
    """Return what comes of both, and what they disagree on; of a clash, mine stands until somebody has chosen."""
    whole: dict[str, Any] = {}
    clashes: list[Clash] = []
    for key in dict.fromkeys((*theirs, *mine, *base)):
        was, other, own = base.get(key), theirs.get(key), mine.get(key)
        if _same(own, was):
            whole[key] = other
            continue
        whole[key] = own
        if not _same(other, was) and not _same(own, other):
            clashes.append(Clash(key, other, own))
    return {key: value for key, value in whole.items() if not empty(value)}, tuple(clashes)


def both(clash: Clash) -> Any:
    """Return both answers together: theirs, then mine; of two choices mine, because only one can stand."""
    if isinstance(clash.mine, list) and isinstance(clash.theirs, list):
        return [*clash.theirs, *(each for each in clash.mine if each not in clash.theirs)]
    if empty(clash.mine) or empty(clash.theirs):
        return clash.theirs if empty(clash.mine) else clash.mine
    return f"{clash.theirs}\n\n{clash.mine}"


def _same(one: Any, other: Any) -> bool:
    return bool(one == other) or (empty(one) and empty(other))
