"""Whether the episodes in a situation can all be true: each begins once, is closed only after an end, none inside another."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import pairwise

from wayhome.engine.facts import Fact
from wayhome.packs.documents import Place
from wayhome.packs.errors import Problem

BEGINS = "missing.began"
BACK = ("missing.located", "missing.returned")
CLOSED = "missing.closed"
ENDS = (*BACK, CLOSED)
ERROR = "missing.recorded-in-error"

Line = tuple[Fact, Place]


def episode_problems(lines: Iterable[Line]) -> list[Problem]:
    """Return what is wrong with the episodes of these facts, each problem naming its line."""
    by_episode: dict[str, list[Line]] = {}
    for line in lines:
        if line[0].episode is not None:
            by_episode.setdefault(line[0].episode, []).append(line)
    problems: list[Problem] = []
    begun: list[tuple[Line, list[Line]]] = []
    for episode, own in by_episode.items():
        begins = [line for line in own if line[0].kind == BEGINS]
        problems += _begins_once(episode, own, begins) + _closed_unseen(episode, own)
        if len(begins) == 1 and not any(fact.kind == ERROR for fact, _ in own):
            begun.append((begins[0], own))
    return problems + _overlaps(begun)


def _begins_once(episode: str, own: list[Line], begins: list[Line]) -> list[Problem]:
    if not begins:
        fault = own[0][1].fault(f"Nothing here says when episode '{episode}' began.", f"Add a '{BEGINS}'.")
        return list(fault.problems)
    again = [
        place.fault(f"Episode '{episode}' begins twice.", "Correct the first, or name a new episode.")
        for _, place in begins[1:]
    ]
    return [problem for fault in again for problem in fault.problems]


def _closed_unseen(episode: str, own: list[Line]) -> list[Problem]:
    """Refuse a closing where nobody says the child came back: silence would read as nothing owed."""
    if any(fact.kind in (*BACK, ERROR) for fact, _ in own):
        return []
    faults = [
        place.fault(
            f"Episode '{episode}' is closed, but nobody says the child was found or came back.",
            f"Add a '{BACK[1]}'; write 'at: unknown' where nobody knows when.",
        )
        for fact, place in own
        if fact.kind == CLOSED
    ]
    return [problem for fault in faults for problem in fault.problems]


def _overlaps(begun: list[tuple[Line, list[Line]]]) -> list[Problem]:
    timed = [(began, own) for began, own in begun if began[0].moment.earliest is not None]
    timed.sort(key=lambda pair: (pair[0][0].moment.earliest, pair[0][0].id))
    problems: list[Problem] = []
    for ((before, _), own), ((after, place), _) in pairwise(timed):
        ended, latest = _ended(own), after.moment.latest
        if ended is _NEVER or (isinstance(ended, datetime) and latest is not None and latest < ended):
            what = f"Episode '{after.episode}' begins before episode '{before.episode}' has ended."
            problems += place.fault(what, "Say when the earlier one ended, or mend one of the times.").problems
    return problems


_NEVER = object()


def _ended(own: list[Line]) -> object:
    """Return the earliest end as a time; None when an end has no known time; _NEVER when there is no end."""
    ends = [fact.moment.earliest for fact, _ in own if fact.kind in ENDS]
    if not ends:
        return _NEVER
    known = [end for end in ends if end is not None]
    return min(known) if known else None
