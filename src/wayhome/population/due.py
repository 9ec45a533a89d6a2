"""When duties fall due, for whole columns of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from wayhome.engine.language import Ending, Repeats, Roll, Span, SpanByState, Unit
from wayhome.population.almanac import NEVER, Ints
from wayhome.population.columns import NONE
from wayhome.population.entries import Entries
from wayhome.population.ragged import expanded, firsts
from wayhome.population.tracks import entries_of, track
from wayhome.population.views import Space, View


def reckoned(
    view: View, length: Span | SpanByState | None, roll: Roll | None, base: Ints, scope: Ints, space: Space
) -> Ints:
    """Count a length from `base` in each scope; NEVER where it cannot be told. Raises CalendarEnds."""
    if length is None:
        return base
    if isinstance(length, Span):
        return view.almanac.add(base, length, roll)
    return _by_state(view, length, roll, base, scope, space)


def _by_state(view: View, length: SpanByState, roll: Roll | None, base: Ints, scope: Ints, space: Space) -> Ints:
    meaning = view.vocabulary.states[length.state]
    holding = track(view, meaning, space)
    own = view.child_of(scope, space) if holding.space is Space.CHILD else scope
    row = holding.at(own, base)
    if length.otherwise is None:
        silent = np.flatnonzero(row == NONE)
        if len(silent):
            row[silent] = _first_after(entries_of(view, meaning, space), own[silent], base[silent])
    value = np.where(row == NONE, NONE, view.population.value[row])
    spans: list[Span | None] = [length.otherwise]
    which = np.zeros(len(view.population.values) + 1, np.int64)  # the last stands for no value
    for name, span in length.spans.items():
        which[view.population.value_codes((name,))] = len(spans)
        spans.append(span)
    chosen = which[value]
    return _by_choice(view, spans, chosen, roll, base)


def _by_choice(view: View, spans: list[Span | None], chosen: Ints, roll: Roll | None, base: Ints) -> Ints:
    """Add to each base the span chosen for it; NEVER for no span. Lengths that differ only in their number go together."""
    alike: dict[Span, list[int]] = {}
    for number, span in enumerate(spans):
        if span is not None:
            alike.setdefault(replace(span, count=0) if span.unit is Unit.LOCAL_DAYS else span, []).append(number)
    counts = np.array([0 if span is None else span.count for span in spans])
    due = np.full(len(base), NEVER)
    for span, numbers in alike.items():
        mask = np.zeros(len(spans), bool)
        mask[numbers] = True
        here = np.flatnonzero(mask[chosen])
        if len(here):
            days = counts[chosen[here]] if span.unit is Unit.LOCAL_DAYS else None
            due[here] = view.almanac.add(base[here], span, roll, days)
    return due


def _first_after(entries: Entries, scope: Ints, base: Ints) -> Ints:
    """Return the first value said after each base, in the order of the facts."""
    flat, pair, off = expanded(entries.off[scope], entries.off[scope + 1])
    first = firsts(entries.since[flat] > base[pair], off)
    found = np.full(len(scope), NONE)
    here = first < len(flat)
    found[here] = entries.rows[flat[first[here]]]
    return found


def set_apart(view: View, settings: Entries, repeats: Repeats, base: Ints, scope: Ints, due: Ints) -> Ints:
    """Let decisions on how many local days lie between change the due times of recurrences."""
    population = view.population
    if population.number is None or not settings.most:
        return due
    due = due.copy()
    ending = repeats.every.ending if isinstance(repeats.every, Span) else Ending.SAME_TIME
    span = Span(0, Unit.LOCAL_DAYS, ending)
    for back in range(settings.most):
        place = settings.off[scope] + back
        rows = np.flatnonzero(place < settings.off[scope + 1])
        said = settings.since[place[rows]]
        days = population.number[settings.rows[place[rows]]]
        fits = (days != NEVER) & ~((due[rows] != NEVER) & (said > due[rows]))
        rows, said, days = rows[fits], said[fits], days[fits]
        decided = view.almanac.add(base[rows], span, repeats.roll, days)
        before = due[rows]
        due[rows] = np.maximum(decided, np.minimum(said, np.where(before == NEVER, said, before)))
    return due
