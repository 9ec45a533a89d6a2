"""What bears on duties: acts that meet them, ends of the need for them, what excuses them."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

import numpy as np

from wayhome.population.almanac import BEGIN, NEVER, Bools, Ints
from wayhome.population.columns import NONE
from wayhome.population.compiling import Rule
from wayhome.population.conditions import kinds_of
from wayhome.population.entries import Entries
from wayhome.population.ragged import expanded, firsts, least, located
from wayhome.population.starts import Begun
from wayhome.population.views import Space, View

MET, UNSURE, LATE, NOTHING = 0, 1, 2, 3


def roots_of(rule: Rule, view: View) -> set[str]:
    """Return the kinds of fact that may begin a duty of a rule."""
    if rule.when is None:
        return {kind for kind, _ in rule.starts}
    return {*kinds_of(rule.when, view.vocabulary), *view.vocabulary.episode_begins}


class Judged(NamedTuple):
    """What met duties: when it was done (NEVER: nothing surely did), its row, whether late, whether nobody can say."""

    at: Ints
    act: Ints
    late: Bools
    unsure: Bools | None = None


class Evidence:
    """The facts that bear on some duties, one row a duty."""

    def __init__(self, view: View, rule: Rule, begun: Begun) -> None:
        """Find the ends of the need; acts and excuses are looked at when they are asked for."""
        self.view = view
        self.rule = rule
        self.begun = begun
        self.apart = {kind for kind, _ in (*rule.acts, *rule.ends)}.isdisjoint(roots_of(rule, view))
        self.excuses = view.entries(rule.excuses, begun.space) if rule.excuses else None
        self.settings = view.entries(rule.set_by, begun.space) if rule.set_by else None
        anywhere = rule.clock.met_anywhere
        self._acts = view.entries(rule.acts, Space.CHILD if anywhere else begun.space)
        self._own = view.child_of(begun.scope, begun.space) if anywhere else begun.scope

    @cached_property
    def ended(self) -> tuple[Ints, Ints]:
        """When each need ended: no sooner than the first column, surely by the second; NEVER if it did not."""
        count = len(self.begun.scope)
        earliest, surely = np.full(count, NEVER), np.full(count, NEVER)
        if self.rule.ends:
            earliest, surely = self._ends()
        if self.rule.clock.next_episode_ends_need:
            following = self._next_episodes()
            earliest, surely = np.minimum(earliest, following[0]), np.minimum(surely, following[1])
        return earliest, surely

    def _ends(self) -> tuple[Ints, Ints]:
        entries, begun = self.view.entries(self.rule.ends, self.begun.space), self.begun
        if entries.single:
            earliest = self._only(entries, begun.scope, begun.since, begun.root)[0]
            return earliest, earliest
        place = self._from(entries, begun.scope, begun.since)
        hi = entries.off[begun.scope + 1]
        found = place < hi
        earliest = np.full(len(begun.scope), NEVER)
        earliest[found] = entries.since[place[found]]
        if entries.plain is None:
            return earliest, earliest
        surely = earliest.copy()
        odd = np.flatnonzero(~entries.plain[begun.scope])
        flat, pair, off = expanded(entries.off[begun.scope[odd]], hi[odd])
        fits = self._may_follow(entries, flat, begun.since[odd][pair], begun.root[odd][pair])
        early = np.where(entries.earliest[flat] == NEVER, BEGIN, entries.earliest[flat])
        earliest[odd] = least(np.where(fits, early, NEVER), off, NEVER)
        surely[odd] = least(np.where(fits, entries.surely[flat], NEVER), off, NEVER)
        return earliest, surely

    def _only(self, entries: Entries, scope: Ints, since: Ints | None, root: Ints) -> tuple[Ints, Ints]:
        """Return when the one fact of each scope happened and its row; NEVER before `since`, or for the root itself."""
        times, rows = entries.only
        time, row = times[scope], rows[scope]
        if since is not None:
            fits = time >= since
            if not self.apart:
                fits &= row != root
            if not fits.all():
                time = np.where(fits, time, NEVER)
        return time, row

    def _from(self, entries: Entries, scope: Ints, since: Ints) -> Ints:
        """Return in each scope, where all is known to the instant, the first place not before `since`, the root apart."""
        lo, hi = entries.off[scope], entries.off[scope + 1]
        place = located(entries.since, lo, hi, since, after=False)
        if len(entries.rows):
            same = (place < hi) & (entries.rows[np.minimum(place, len(entries.rows) - 1)] == self.begun.root)
            place += same
        return place

    @staticmethod
    def _may_follow(entries: Entries, flat: Ints, since: Ints, root: Ints) -> Bools:
        """Whether facts may come at or after a beginning that they did not make."""
        found: Bools = (entries.latest[flat] >= since) & (entries.rows[flat] != root)
        return found

    def _next_episodes(self) -> tuple[Ints, Ints]:
        """Return when the child's later episodes begin."""
        view, begun = self.view, self.begun
        population = view.population
        entries = view.entries(view.begins, Space.CHILD)
        child = view.child_of(begun.scope, begun.space)
        if begun.space is Space.EPISODE:
            own, episode = view.began[begun.scope], begun.scope
        else:
            own, episode = np.full(len(child), NONE), np.full(len(child), NONE)
        simple = self._one_beginning_each(entries)
        lo, hi = entries.off[child], entries.off[child + 1]
        if simple is None and begun.space is Space.EPISODE:
            place = self._after_own(entries, episode, hi)
        else:
            place = np.maximum(
                located(entries.since, lo, hi, begun.since, after=True),
                located(entries.rows, lo, hi, own, after=True),
            )
        found = place < hi
        earliest = np.full(len(child), NEVER)
        earliest[found] = entries.since[place[found]]
        if simple is None:
            return earliest, earliest
        surely = earliest.copy()
        odd = np.flatnonzero(~simple[child])
        flat, pair, off = expanded(lo[odd], hi[odd])
        rows = entries.rows[flat]
        fits = (
            (rows > own[odd][pair])
            & (entries.earliest[flat] != NEVER)
            & (entries.earliest[flat] > begun.since[odd][pair])
            & (population.episode[rows] != episode[odd][pair])
        )
        earliest[odd] = least(np.where(fits, entries.earliest[flat], NEVER), off, NEVER)
        surely[odd] = least(np.where(fits, entries.surely[flat], NEVER), off, NEVER)
        return earliest, surely

    def _after_own(self, entries: Entries, episode: Ints, hi: Ints) -> Ints:
        """Return where the first later beginning stands that came after `since`: nearly always the very next one."""
        places = np.zeros(len(self.view.population.episodes), np.int64)
        places[self.view.population.episode[entries.rows]] = np.arange(len(entries.rows))
        place = places[episode] + 1
        since, top = self.begun.since, len(entries.rows) - 1
        early = np.flatnonzero((place < hi) & (entries.since[np.minimum(place, top)] <= since))
        if len(early):
            place[early] = located(entries.since, place[early], hi[early], since[early], after=True)
        return place

    def _one_beginning_each(self, entries: Entries) -> Bools | None:
        """Return which children have one exact beginning for each episode; None when all have."""
        view = self.view
        episode = view.population.episode[entries.rows]
        twice = (episode == NONE) | (view.began[episode] != entries.rows) if len(view.began) else episode == NONE
        if entries.plain is None and not twice.any():
            return None
        simple = np.ones(len(entries.count), bool) if entries.plain is None else entries.plain.copy()
        simple[np.repeat(np.arange(len(simple)), entries.count)[twice]] = False
        return simple

    def judged(self, rows: Ints, due: Ints, previous: Ints | None) -> Judged:
        """Judge acts of some duties against due times.

        `previous`: the act before a recurrence, after which another must come; None for first duties.
        """
        entries = self._acts
        if entries.single and previous is None:
            at, act = self._first_only(rows)
            return Judged(at, act, at > due)
        place, hi = self._first_acts(rows, previous)
        if not len(entries.rows):
            return Judged(np.full(len(rows), NEVER), place, place < 0)
        here = np.minimum(place, len(entries.rows) - 1)
        at, act = np.where(place < hi, entries.since[here], NEVER), entries.rows[here]
        if entries.plain is None:
            return Judged(at, act, at > due)
        late = at > due
        odd = np.flatnonzero(~entries.plain[self._own[rows]])
        unsure = np.zeros(len(rows), bool)
        if len(odd):
            some = None if previous is None else previous[odd]
            verdict, act[odd] = self._by_pairs(rows[odd], due[odd], some)
            unsure[odd] = verdict == UNSURE
            sure = (verdict == MET) | (verdict == LATE)
            late[odd] = verdict == LATE
            at[odd] = np.where(sure, self.view.population.latest[act[odd]], NEVER)
        return Judged(at, act, late, unsure)

    def _first_only(self, rows: Ints) -> tuple[Ints, Ints]:
        begun = self.begun
        since = None if self.rule.clock.acts_before_start else begun.since[rows]
        return self._only(self._acts, self._own[rows], since, begun.root if since is None else begun.root[rows])

    def any_act(self, rows: Ints, previous: Ints | None) -> Bools:
        """Whether anything was done that may meet each duty."""
        place, hi = self._first_acts(rows, previous)
        found = place < hi
        plain = self._acts.plain
        if plain is not None:
            odd = np.flatnonzero(~plain[self._own[rows]])
            flat, pair, off = self._pairs(rows[odd])
            fits = self._fits(rows[odd], flat, pair, None if previous is None else previous[odd])
            found[odd] = firsts(fits, off) < len(fits)
        return found

    def _first_acts(self, rows: Ints, previous: Ints | None) -> tuple[Ints, Ints]:
        """Return where the first act that counts stands, and where the scope's acts end; right for plain scopes."""
        entries, own = self._acts, self._own[rows]
        lo, hi = entries.off[own], entries.off[own + 1]
        place = lo
        if not self.rule.clock.acts_before_start:
            place = located(entries.since, lo, hi, self.begun.since[rows], after=False)
            if len(entries.rows):
                here = entries.rows[np.minimum(place, len(entries.rows) - 1)]
                place = place + ((place < hi) & (here == self.begun.root[rows]))
        if previous is not None:
            place = np.maximum(place, located(entries.rows, lo, hi, previous, after=True))
            if not self.rule.clock.acts_before_start and len(entries.rows):
                here = entries.rows[np.minimum(place, len(entries.rows) - 1)]
                place = place + ((place < hi) & (here == self.begun.root[rows]))
        return place, hi

    def _pairs(self, rows: Ints) -> tuple[Ints, Ints, Ints]:
        own = self._own[rows]
        return expanded(self._acts.off[own], self._acts.off[own + 1])

    def _fits(self, rows: Ints, flat: Ints, pair: Ints, previous: Ints | None) -> Bools:
        entries = self._acts
        fits = np.ones(len(flat), bool)
        if not self.rule.clock.acts_before_start:
            fits &= self._may_follow(entries, flat, self.begun.since[rows][pair], self.begun.root[rows][pair])
        if previous is not None:
            fits &= entries.rows[flat] > previous[pair]
        return fits

    def _by_pairs(self, rows: Ints, due: Ints, previous: Ints | None) -> tuple[Ints, Ints]:
        """Judge by looking at every act: one surely in time is enough; of one of unknown time nobody can say."""
        entries = self._acts
        flat, pair, off = self._pairs(rows)
        fits = self._fits(rows, flat, pair, previous)
        untimed = entries.earliest[flat] == NEVER
        in_time = ~untimed & (entries.surely[flat] <= due[pair])
        late = ~untimed & ~in_time & (entries.earliest[flat] > due[pair])
        verdict, act = np.full(len(rows), NOTHING), np.full(len(rows), NONE)
        for which, mask in ((LATE, fits & late), (UNSURE, fits & ~late & ~in_time), (MET, fits & in_time)):
            first = firsts(mask, off)
            here = np.flatnonzero(first < len(mask))
            verdict[here], act[here] = which, entries.rows[flat[first[here]]]
        return verdict, act
