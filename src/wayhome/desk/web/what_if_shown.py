"""Which counts of a what-if may be shown: duties add up to posts, posts to agencies, agencies to the whole."""

from __future__ import annotations

from dataclasses import dataclass

from wayhome.packs.roles import load_roles
from wayhome.population import disclosure
from wayhome.population.what_if import Backtest, Pace, Share, Tally

STATES = ("met", "late", "breached", "running", "stood_down", "cannot_tell")
MISSED = "missed"  # late or overdue
NAMES = ("arisen", *STATES, MISSED)
DUTY, POST, AGENCY, ALL = "duty", "post", "agency", "all"
NOW, THEN = 0, 1
Key = tuple[int, str, str, str]  # which reading, how wide, whose, which count


def counts(tally: Tally) -> dict[str, int]:
    """Return a tally's counts by name, with how many were missed."""
    found = {name: getattr(tally, name) for name in ("arisen", *STATES)}
    return found | {MISSED: tally.late + tally.breached}


@dataclass(frozen=True, slots=True)
class Shown:
    """The counts of an answer, and which of them are hidden."""

    counts: dict[Key, int]
    hidden: frozenset[Key]
    weeks: float

    def count(self, side: int, level: str, whose: str, name: str) -> str:
        """Return one count as it may be shown; a dash where that protocol has no such duty."""
        key = (side, level, whose, name)
        return disclosure.words(self.counts[key], key in self.hidden) if key in self.counts else "–"

    def both(self, level: str, whose: str, name: str) -> str:
        """Return a count now and under the other protocol."""
        return ", ".join(self.count(side, level, whose, name) for side in (NOW, THEN))

    def drawn(self, side: int, level: str, whose: str, name: str) -> tuple[float, str]:
        """Return a count as a bar is drawn, with its words; a hidden one has no length."""
        key = (side, level, whose, name)
        return (0.0 if key in self.hidden else float(self.counts.get(key, 0)), self.count(side, level, whose, name))

    def pace(self, pace: Pace, side: int) -> tuple[float, str, str]:
        """Return the acts a week as drawn and in words, and the busiest week's in words."""
        average, busiest = ((pace.now_a_week, pace.now_busiest), (pace.then_a_week, pace.then_busiest))[side]
        key = (side, POST, pace.owner, "arisen")
        away = key in self.hidden or disclosure.small(round(average * self.weeks))
        week = disclosure.words(busiest, disclosure.small(busiest))
        return (0.0, disclosure.UNDER if disclosure.small(self.counts.get(key, 0)) else disclosure.WITHHELD, week) if (
            away
        ) else (average, f"{average:.1f}", week)  # fmt: skip


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
            key = lambda name, level=level, whose=whose, side=side: (side, level, whose, name)  # noqa: E731
            sums.append((key("arisen"), [key(name) for name in STATES]))
            sums.append((key(MISSED), [key("late"), key("breached")]))
        sums += _added_up(found, side, told)
    sums += _alike(found)
    weeks = max(1.0, (found.to - found.from_).total_seconds() / (7 * 86400))
    return Shown(told, disclosure.hidden(told, sums), weeks)


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


def _alike(found: Backtest) -> list[tuple[Key, list[Key]]]:
    """Return the counts of duties that nothing changed: what one reading hides the other must not show."""
    same = [(DUTY, d.clock) for d in found.duties if d.now is not None and d.now == d.then]
    same += [(POST, s.whose) for s in found.by_post if s.now == s.then]
    same += [(AGENCY, s.whose) for s in found.by_agency if s.now == s.then]
    return [((NOW, *whose, name), [(THEN, *whose, name)]) for whose in same for name in NAMES]
