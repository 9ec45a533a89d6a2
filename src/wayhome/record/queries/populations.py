"""A partnership's whole ledger as columns, in two statements, however many children."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import numpy as np
from django.db import connection

from wayhome.engine.facts import Precision
from wayhome.population.almanac import NEVER, Ints
from wayhome.population.columns import Population, Told, arranged

# Moments cross as whole microseconds: no date is made for any of them. What rules read crosses, and nothing else.
_FACTS = """
select child_id::text, kind, episode_id::text, coalesce(code, person::text), id::text, root_id::text,
  (extract(epoch from happened_from) * 1000000)::bigint, (extract(epoch from happened_until) * 1000000)::bigint,
  (extract(epoch from told_at) * 1000000)::bigint, (extract(epoch from recorded_at) * 1000000)::bigint,
  precision, (extract(epoch from holds_until) * 1000000)::bigint, number
from record_fact where authority_id = %(authority)s and child_id is not null
"""
_GONE = """
select s.old_id::text, min((extract(epoch from s.recorded_at) * 1000000)::bigint),
  min((extract(epoch from s.recorded_at) * 1000000)::bigint) filter (where s.new_id is not null)
from record_supersession s join record_fact f on f.id = s.old_id where f.authority_id = %(authority)s group by s.old_id
"""


def population(authority: UUID) -> Population:
    """Return everything the current role may read of an authority's children, corrections included.

    As the clock: everything. Names, texts and addresses stay where they are.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FACTS, {"authority": authority})
        facts = cursor.fetchall()
        cursor.execute(_GONE, {"authority": authority})
        gone = {old: (first, replaced) for old, first, replaced in cursor.fetchall()}
    return _arranged(facts, gone)


def _arranged(facts: list[tuple[Any, ...]], gone: dict[str, tuple[int, int | None]]) -> Population:
    child, kind, episode, value, ids, root, earliest, latest, told, recorded, precision, until, number = (
        zip(*facts, strict=True) if facts else [()] * 13
    )
    began = _whole(earliest)
    ended = _whole(latest)
    corrected = [gone.get(name, (None, None)) for name in ids]
    return arranged(
        Told(
            child=child,
            kind=kind,
            episode=episode,
            value=value,
            ids=ids,
            root=root,
            earliest=began,
            latest=np.where(ended == NEVER, began, ended),
            told=_whole(told),
            recorded=_whole(recorded),
            about=np.array([p == Precision.ABOUT for p in precision], bool),
            until=_whole(until),
            number=_whole(number),
            gone=_whole(first for first, _ in corrected),
            replaced=_whole(replaced for _, replaced in corrected),
        )
    )


def _whole(numbers: Iterable[int | None]) -> Ints:
    return np.array([NEVER if n is None else n for n in numbers], np.int64)
