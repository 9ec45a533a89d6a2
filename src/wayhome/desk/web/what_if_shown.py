"""Which counts of a what-if may be shown: duties add up to posts, posts to agencies, agencies to the whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from wayhome.packs.roles import load_roles
from wayhome.population import disclosure
from wayhome.population.what_if import Backtest, Pace, Share, Tally

STATES = ("met", "late", "breached", "running", "stood_down", "cannot_tell")
MISSED = "missed"  # late or overdue
NAMES = ("arisen", *STATES)
DUTY, POST, AGENCY, ALL = "duty", "post", "agency", "all"
NOW, THEN = 0, 1
Key = tuple[int, str, str, str]  # which reading, how wide, whose, which count


def counts(tally: Tally) -> dict[str, int]:
    """Return a tally's counts by name."""
    return {name: getattr(tally, name) for name in NAMES}


@dataclass(frozen=True, slots=True)
class Shown:
    """The counts of an answer, and which of them are hidden. `same`: a count that nothing changed is one count."""

    counts: dict[Key, int]
    hidden: frozenset[Key]
    same: dict[Key, Key]
    weeks: float

    def count(self, side: int, level: str, whose: str, name: str) -> str:
        """Return one count as it may be shown; a dash where that protocol has no such duty."""
        if name == MISSED:
            return self._missed(side, level, whose)
        key = (side, level, whose, name)
        return disclosure.words(self.counts[key], self.is_hidden(key)) if key in self.counts else "–"

    def is_hidden(self, key: Key) -> bool:
        """Whether a count is hidden."""
        return self.same.get(key, key) in self.hidden

    def both(self, level: str, whose: str, name: str) -> str:
        """Return a count now and under the other protocol."""
        return ", ".join(self.count(side, level, whose, name) for side in (NOW, THEN))

    def _missed(self, side: int, level: str, whose: str) -> str:
        """Return how many were late or are overdue: only where both may be shown."""
        keys = [(side, level, whose, name) for name in ("late", "breached")]
        if keys[0] not in self.counts:
            return "–"
        total = sum(self.counts[key] for key in keys)
        return disclosure.words(total, disclosure.small(total) or any(self.is_hidden(key) for key in keys))

    def drawn(self, side: int, level: str, whose: str, name: str) -> tuple[float, str]:
        """Return a count as a bar is drawn, with its words; a hidden one has no length."""
        words = self.count(side, level, whose, name)
        return (float(words.replace(",", "")) if words[0].isdecimal() else 0.0), words

    def pace(self, pace: Pace, side: int) -> tuple[float, str, str]:
        """Return the acts a week as drawn and in words, and the busiest week's in words."""
        average, busiest = ((pace.now_a_week, pace.now_busiest), (pace.then_a_week, pace.then_busiest))[side]
        few = disclosure.small(round(average * self.weeks))
        week = disclosure.words(busiest, disclosure.small(busiest))
        return (0.0, disclosure.UNDER, week) if few else (average, f"{average:.1f}", week)


def shown(found: Backtest) -> Shown:
    """Decide which counts of an answer are hidden."""
    told: dict[Key, int] = {}
    sums: list[tuple[Key, list[Key]]] = []
    for side in (NOW, THEN):
        tallies = {(DUTY, d.clock): t for d in found.duties if (t := (d.now, d.then)[side]) is not None}
        tallies |= {(POST, s.whose): _of(s, side) for s in found.by_post}
        tallies |= {(AGENCY, s.whose): _of(s, side) for s in found.by_agency}
        tallies[ALL, ""] = sum((_of(s, side) for s in found.by_agency), Tally())
        for (level, whose), tally in tallies.items():
            told |= {(side, level, whose, name): count for name, count in counts(tally).items()}
            sums.append(((side, level, whose, "arisen"), [(side, level, whose, name) for name in STATES]))
        sums += _added_up(found, side, told)
    same = _alike(found)
    one: Callable[[Key], Key] = lambda key: same.get(key, key)  # noqa: E731
    merged = {(one(total), tuple(map(one, parts))) for total, parts in sums}
    moved = {d.clock for d in found.duties if d.now != d.then}
    dear = {
        key for key in told if key[1] == DUTY and key[2] in moved and key[3] in ("arisen", "met", "late", "breached")
    }
    away = disclosure.hidden({one(key): count for key, count in told.items()}, sorted(merged), dear)
    weeks = max(1.0, (found.to - found.from_).total_seconds() / (7 * 86400))
    return Shown(told, away, same, weeks)


def _of(share: Share, side: int) -> Tally:
    return (share.now, share.then)[side]


def _added_up(found: Backtest, side: int, told: dict[Key, int]) -> list[tuple[Key, list[Key]]]:
    """Return how counts add up from duties to posts, from posts to agencies and from agencies to the whole."""
    roles = load_roles()
    agency = {s.whose: roles[s.whose].agency if s.whose in roles else s.whose for s in found.by_post}
    below = [((POST, d.owner), (DUTY, d.clock)) for d in found.duties]
    below += [((AGENCY, whose), (POST, post)) for post, whose in agency.items()]
    below += [((ALL, ""), (AGENCY, s.whose)) for s in found.by_agency]
    sums = []
    for name in NAMES:
        parts: dict[Key, list[Key]] = {}
        for (level, whose), (under, part) in below:
            total, key = (side, level, whose, name), (side, under, part, name)
            if total in told and key in told:
                parts.setdefault(total, []).append(key)
        sums += list(parts.items())
    return sums


def _alike(found: Backtest) -> dict[Key, Key]:
    """Return for each count under the other protocol that nothing changed the same count now."""
    same = [(DUTY, d.clock) for d in found.duties if d.now is not None and d.now == d.then]
    same += [(POST, s.whose) for s in found.by_post if s.now == s.then]
    same += [(AGENCY, s.whose) for s in found.by_agency if s.now == s.then]
    return {(THEN, *whose, name): (NOW, *whose, name) for whose in same for name in NAMES}
