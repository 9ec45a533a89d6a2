"""The workload's columns as a population, and what the twin read of it as the workload's own decisions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from bench.engine.mapping import CODE, COLUMN, ENDED_BY_THRESHOLD
from bench.engine.workload import _KINDS, NA, RISKS, RULES, Columns
from wayhome.engine.readings import State
from wayhome.population.almanac import DAY, NEVER, Ints, micros
from wayhome.population.columns import NONE, Population
from wayhome.population.reading import Read
from wayhome.population.standing import STATES

MINUTE = 60_000_000
STATUSES = (
    ("child.care-status", "lac", ("not-looked-after", "looked-after")),
    ("child.plan", "cpp", ("none", "child-protection")),
)
KINDS = tuple(sorted({*_KINDS.values(), "missing.risk-graded", *(kind for kind, _, _ in STATUSES)}))
VALUES = (*RISKS, "not-looked-after", "looked-after", "none", "child-protection")


class Names(Sequence[str]):
    """Names that are only numbers, so that millions of them take no room."""

    def __init__(self, count: int) -> None:
        """Hold how many there are."""
        self.count = count

    def __len__(self) -> int:
        """Return how many there are."""
        return self.count

    def __getitem__(self, place):  # type: ignore[no-untyped-def]
        """Return the name of one place."""
        return str(range(self.count)[place])


def population_of(columns: Columns) -> Population:
    """Lay the workload out as facts; an episode's number is its row. Facts at one moment stand in the order of ids."""
    count = len(columns["child"])
    episode_child = np.unique(columns["child"], return_inverse=True)[1].astype(np.int64)
    first = np.flatnonzero(np.r_[True, np.diff(episode_child) > 0])
    parts: list[tuple[Ints, Ints, int, int, Ints]] = []  # episode, time, kind, order of ids, value
    rows = np.arange(count)
    for kind, column, words in STATUSES:
        value = np.array([VALUES.index(w) for w in words])[columns[column][first]]
        parts.append((first, columns["t0"][first] - 1440, KINDS.index(kind), 0, value))
    risk = np.array([VALUES.index(w) for w in RISKS])[columns["risk"]]
    parts.append((rows, columns["t0"], KINDS.index("missing.risk-graded"), 1, risk))
    for rank, name in enumerate(sorted(_KINDS), start=2):
        here = np.flatnonzero(columns[name] != NA)
        parts.append((here, columns[name][here], KINDS.index(_KINDS[name]), rank, np.full(len(here), NONE)))
    episode, at, value = (np.concatenate([p[n] for p in parts]) for n in (0, 1, 4))
    kind = np.concatenate([np.full(len(p[0]), p[2], np.int16) for p in parts])
    rank = np.concatenate([np.full(len(p[0]), p[3], np.int16) for p in parts])
    child = episode_child[episode]
    order = np.lexsort((rank, at, child))
    status = np.isin(kind, [KINDS.index(k) for k, _, _ in STATUSES])[order]
    moment = at[order] * MINUTE
    episodes = np.where(status, NONE, episode[order])
    return Population(
        KINDS, VALUES, Names(len(first)), Names(count), Names(len(order)), episode_child, child[order], kind[order],
        value[order].astype(np.int32), episodes, np.arange(len(order)), moment, moment, moment, moment, moment, moment,
    )  # fmt: skip


def decided(found: dict[str, Read], episodes: int, now: datetime) -> tuple[NDArray[np.int8], Ints]:
    """Return what was read as states and due minutes, a row for each rule; of recurrences the last one speaks."""
    states, dues = np.zeros((len(RULES), episodes), np.int8), np.zeros((len(RULES), episodes), np.int64)
    table = np.array([CODE.get(state, 0) for state in STATES], np.int8)
    at = micros(now)
    for clock, part in found.items():
        code = table[part.state]
        coming = part.state == STATES.index(State.NOT_STARTED)
        code[coming] = np.where(part.due[coming] - at <= DAY, 2, 1)
        if clock == "review":
            code[part.need_ended != NEVER] = 6
        kept = part.due != NEVER
        if clock in ENDED_BY_THRESHOLD:
            kept &= part.need_ended > part.threshold
        place = COLUMN[clock]
        for ordinal in range(int(part.ordinal.max(initial=0)) + 1):
            here = np.flatnonzero(kept & (part.ordinal == ordinal))
            states[place, part.episode[here]] = code[here]
            dues[place, part.episode[here]] = part.due[here] // MINUTE
    return states, dues
