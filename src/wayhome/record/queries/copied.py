"""Words of a fact that were copied elsewhere, and the fact kept for fewer people since: taken out for whoever no longer reads it.

A copy is a plan's answer, a part of a briefing, a reason somebody wrote. It keeps beside it, where it can, the facts it
rests on. What was written before the fact was closed is searched for its words; what rests on it, whenever it was written,
so that a copy of a copy is found, and nobody learns closed words by writing guesses (docs/adr/0021).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet

from wayhome.platform.roles import as_clock
from wayhome.record.models import Fact, KeptCloser, Particulars
from wayhome.record.names import folded

GONE = "[Kept for fewer people since this was written]"
RUN = 5  # words of a closed fact that, one after another, are a copy of it
FEWEST = 4  # words that count as a copy where nothing says that the text rests on the fact


@dataclass(frozen=True, slots=True)
class _Shut:
    fact: UUID
    at: datetime
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Closed:
    """The facts of one child that were kept closer and that this reader does not read."""

    _shut: tuple[_Shut, ...] = ()

    def __bool__(self) -> bool:
        return bool(self._shut)

    @property
    def facts(self) -> frozenset[UUID]:
        """The ids of the closed facts."""
        return frozenset(shut.fact for shut in self._shut)

    def words(self, text: str, written: datetime, rests_on: Iterable[str] | Mapping[str, str] = ()) -> str:
        """Return words without the lines that copy a closed fact.

        `written`: when. `rests_on`: ids of the facts the words were begun from; a mapping also says in what line each stood.
        """
        if not self._shut or not text:
            return text
        hit = self._copies(written, rests_on)
        made: list[str] = []
        for line in text.split("\n"):
            shown = GONE if hit(line) else line
            if shown != GONE or made[-1:] != [GONE]:
                made.append(shown)
        return "\n".join(made)

    def answer(self, value: Any, written: datetime, rests_on: Iterable[str] = ()) -> Any:
        """Return an answer without what copies a closed fact: words line by line, of a table the whole row."""
        if not self._shut:
            return value
        if isinstance(value, str):
            return self.words(value, written, rests_on)
        if isinstance(value, list):
            hit = self._copies(written, rests_on)
            return [
                self._row(each, hit) if isinstance(each, dict) else self.answer(each, written, rests_on)
                for each in value
            ]
        return value

    def within(self, value: Any, written: datetime) -> Any:
        """Return any value of JSON with its words without what copies a closed fact; its shape stays."""
        if not self._shut:
            return value
        if isinstance(value, str):
            return self.words(value, written)
        if isinstance(value, list | tuple):
            return [self.within(each, written) for each in value]
        if isinstance(value, Mapping):
            return {key: self.within(each, written) for key, each in value.items()}
        return value

    def _row(self, row: dict[str, Any], hit: Callable[[str], bool]) -> dict[str, Any]:
        first = next((key for key, said in row.items() if isinstance(said, str) and hit(said)), None)
        return row if first is None else {first: GONE}

    def _copies(self, written: datetime, rests_on: Iterable[str] | Mapping[str, str]) -> Callable[[str], bool]:
        """Return whether a line copies one of the closed facts."""
        held = {str(each) for each in rests_on}
        runs: set[str] = set()
        for shut in self._shut:
            rests = str(shut.fact) in held
            if rests or written <= shut.at:
                for said in shut.said:
                    runs |= _runs(said, 1 if rests else FEWEST)
            if rests and isinstance(rests_on, Mapping):
                runs |= {folded(rests_on[str(shut.fact)])} - {""}
        return lambda line: any(f" {run} " in f" {folded(line)} " for run in runs)


def closed(subject: UUID) -> Closed:
    """Return what of one child is closed to the reader: one statement where nothing is, four otherwise."""
    return closed_of([subject]).get(subject, Closed())


def closed_of(subjects: Collection[UUID]) -> dict[UUID, Closed]:
    """Return the same of many, those alone of whom something is closed."""
    with connection.cursor() as cursor:
        cursor.execute("select wayhome_closed_facts()")
        ids: list[UUID] = cursor.fetchone()[0]
    if not ids:
        return {}
    with transaction.atomic(), as_clock():
        return _made(Fact.objects.filter(id__in=ids, child_id__in=list(subjects)))


def closed_to(audiences: Collection[int], subjects: Collection[UUID]) -> dict[UUID, Closed]:
    """Return the same for readers of these audiences who are named for nobody, such as all of an agency: three statements."""
    with transaction.atomic(), as_clock():
        roots = list(KeptCloser.objects.filter(child_id__in=list(subjects)).values_list("fact_id", flat=True))
        if not roots:
            return {}
        return _made(Fact.objects.filter(root_id__in=roots).exclude(audience_id__in=list(audiences), restricted=False))


def _made(rows: QuerySet[Fact]) -> dict[UUID, Closed]:
    facts = list(rows.values_list("id", "root_id", "child_id", "text"))
    closer = KeptCloser.objects.filter(fact_id__in={root for _, root, *_ in facts}).order_by("recorded_at")
    since = dict(closer.values_list("fact_id", "recorded_at"))
    more = dict(Particulars.objects.filter(fact_id__in=[id_ for id_, *_ in facts]).values_list("fact_id", "said"))
    made: dict[UUID, list[_Shut]] = {}
    for id_, root, child, text in facts:
        said = (text or "", *(str(each) for each in more.get(id_, {}).values()))
        shut = _Shut(id_, since[root], tuple(each for each in said if each.strip()))
        made.setdefault(child, []).append(shut)
    return {child: Closed(tuple(some)) for child, some in made.items()}


def _runs(said: str, fewest: int) -> set[str]:
    """Return what in a line shows that it was copied from these words: any five of them in a row, or fewer all."""
    made: set[str] = set()
    for part in {said, *said.splitlines(), *re.split(r"(?<=[.!?])\s+", said)}:
        words = folded(part).split()
        if len(words) >= fewest and len("".join(words)) > 2:
            made |= {" ".join(words[n : n + RUN]) for n in range(max(1, len(words) - RUN + 1))}
    return made
