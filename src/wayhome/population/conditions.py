"""Conditions over time, for every scope at once: the language's shapes, by the engine's own meaning."""

from __future__ import annotations

import numpy as np

from wayhome.engine.chronology import matcher
from wayhome.engine.language import (
    All,
    AnyOf,
    AtLeast,
    Condition,
    CountWithin,
    Ever,
    Happened,
    HeldFor,
    Is,
    Not,
    StateMeaning,
    Vocabulary,
)
from wayhome.population.almanac import BEGIN, NEVER
from wayhome.population.columns import NONE
from wayhome.population.ragged import least, offsets
from wayhome.population.timelines import FALSE, TRUE, UNKNOWN, Timelines, combined, ever, held, opposite, settled
from wayhome.population.tracks import track
from wayhome.population.views import Space, View


def by_child(condition: Condition, vocabulary: Vocabulary) -> bool:
    """Whether a condition looks only at the child's facts, so that it is the same for every episode."""
    match condition:
        case Is() | AtLeast():
            return vocabulary.states[condition.state].scope == "child"
        case CountWithin():
            return True
        case Happened():
            return False
        case HeldFor() | Ever():
            return by_child(condition.condition, vocabulary)
        case Not():
            return by_child(condition.of, vocabulary)
        case All() | AnyOf():
            return all(by_child(part, vocabulary) for part in condition.of)


def leaves(condition: Condition) -> tuple[Condition, ...]:
    """Return the conditions inside a condition that ask about facts themselves."""
    match condition:
        case HeldFor() | Ever():
            return leaves(condition.condition)
        case Not():
            return leaves(condition.of)
        case All() | AnyOf():
            return tuple(leaf for part in condition.of for leaf in leaves(part))
    return (condition,)


def steady(condition: Condition) -> bool:
    """Whether a condition only ever changes when something happens, never by time alone."""
    match condition:
        case Is() | AtLeast() | Happened():
            return True
        case CountWithin() | HeldFor():
            return False
        case Ever():
            return steady(condition.condition)
        case Not():
            return steady(condition.of)
        case All() | AnyOf():
            return all(steady(part) for part in condition.of)


def kinds_of(condition: Condition, vocabulary: Vocabulary) -> frozenset[str]:
    """Return the kinds of fact a condition reads."""
    found: set[str] = set()
    for leaf in leaves(condition):
        match leaf:
            case Is() | AtLeast():
                found.update(vocabulary.states[leaf.state].kinds)
            case Happened() | CountWithin():
                found.update(leaf.trigger.kinds)
    return frozenset(found)


def wanted_values(condition: Is | AtLeast, meaning: StateMeaning) -> frozenset[str]:
    """Return the values for which a condition on a state is true."""
    if isinstance(condition, Is):
        return condition.values
    return frozenset(meaning.values[meaning.values.index(condition.value) :])


def timelines(view: View, condition: Condition, space: Space) -> Timelines:
    """Return a condition's truth over time; by child where it is the same for all of a child's episodes."""
    own = Space.CHILD if by_child(condition, view.vocabulary) else space
    key = (condition, own)
    found = view.memory.get(key)
    if found is None:
        found = view.memory[key] = _worked_out(view, condition, own)
    assert isinstance(found, Timelines)
    return found


def _worked_out(view: View, condition: Condition, space: Space) -> Timelines:
    match condition:
        case Is() | AtLeast():
            return _state(view, condition, space)
        case Happened():
            return _happened(view, condition, space)
        case CountWithin():
            return _count(view, condition)
        case HeldFor():
            return held(timelines(view, condition.condition, space), lambda at: view.almanac.add(at, condition.span))
        case Ever():
            return ever(timelines(view, condition.condition, space))
        case Not():
            return opposite(timelines(view, condition.of, space))
        case All() | AnyOf():
            parts = [_moved(view, timelines(view, part, space), space) for part in condition.of]
            return combined(parts, isinstance(condition, All))


def _moved(view: View, part: Timelines, space: Space) -> Timelines:
    return part if part.space is space else part.moved(view.population.episode_child, space)


def _state(view: View, condition: Is | AtLeast, space: Space) -> Timelines:
    meaning = view.vocabulary.states[condition.state]
    silence = condition.silence if isinstance(condition, Is) else None
    holding = track(view, meaning, space)
    values = view.population.value[holding.row]  # NONE gives the last row, and is mended below
    truth = view.truths(values, wanted_values(condition, meaning))
    truth[holding.row == NONE] = UNKNOWN if silence is None else TRUE if silence else FALSE
    scopes = len(holding.off) - 1
    owner = np.repeat(np.arange(scopes), np.diff(holding.off))
    return settled(space, scopes, owner, holding.time, truth, holding.row)


def _happened(view: View, condition: Happened, space: Space) -> Timelines:
    entries = view.entries(matcher((condition.trigger,)), space)
    scopes = len(entries.count)
    some = entries.count > 0
    first = entries.first_since
    cause = np.full(scopes, NONE)
    cause[some] = entries.rows[entries.off[:-1][some]]
    before = np.zeros(scopes, np.int8)
    if entries.plain is not None and entries.untimed.any():
        before[entries.untimed > 0] = UNKNOWN
        first = least(entries.since, entries.off, NEVER)
        owner = np.repeat(np.arange(scopes), entries.count)
        sooner = np.flatnonzero(entries.since == first[owner])[::-1]
        cause[owner[sooner]] = entries.rows[sooner]  # of several at that moment the first in order
    off = offsets(1 + some.astype(np.int64))
    begin, then = off[:-1], off[:-1][some] + 1
    time, truth, causes = np.full(off[-1], BEGIN), np.zeros(off[-1], np.int8), np.full(off[-1], NONE)
    truth[begin] = before
    time[then], truth[then], causes[then] = first[some], TRUE, cause[some]
    return Timelines(space, off, time, truth, causes)


def _count(view: View, condition: CountWithin) -> Timelines:
    entries = view.entries(matcher((condition.trigger,)), Space.CHILD)
    scopes = len(entries.count)
    timed = np.flatnonzero(entries.earliest != NEVER)
    owner = np.repeat(np.arange(scopes), entries.count)[timed]
    at, rows = entries.earliest[timed], entries.rows[timed]
    over = view.almanac.window_end(at, condition.span) + 1
    who = np.concatenate([np.arange(scopes), owner, owner])
    when = np.concatenate([np.full(scopes, BEGIN), at, over])
    step = np.concatenate([np.zeros(scopes, np.int64), np.ones(len(at), np.int64), np.full(len(at), -1)])
    cause = np.concatenate([np.full(scopes, NONE), rows, rows])
    order = np.lexsort((cause, step, when, who))
    who, when, cause = who[order], when[order], cause[order]
    running = np.cumsum(step[order])  # each scope's steps come to none, so the next begins afresh
    perhaps = running + entries.untimed[who] >= condition.count
    truth = np.where(running >= condition.count, TRUE, np.where(perhaps, UNKNOWN, FALSE)).astype(np.int8)
    return settled(Space.CHILD, scopes, who, when, truth, cause)
