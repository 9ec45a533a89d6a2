"""What one may choose on a list of children, and what each choice means. Every value is a code or a colleague's id."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict

from wayhome.clocks import protocols as laws
from wayhome.desk.web.glance_level import LEVELS
from wayhome.desk.web.tracker_lines import BANDS, SORTS, UNALLOCATED, Wanted
from wayhome.missing.web.episode_words import coded
from wayhome.packs.vocabulary import load_vocabulary
from wayhome.platform.queries.teams import Member
from wayhome.ui.forms import Checkboxes, Select, TimedForm

_PLACED = "placement"
NOW = {"missing": "Missing now", "overdue": "Something overdue"}


class Chosen(TimedForm):
    """Which children are to be listed; everything may be left."""

    sifts = True

    level = Checkboxes(label="Level", required=False, choices=list(BANDS.items()))
    only = Checkboxes(label="Only", required=False, choices=list(NOW.items()))
    team = Select(label="Team", required=False)
    worker = Select(label="Social worker", required=False)
    placed = Select(label="Where placed", required=False)
    state = Select(label="What is recorded", required=False)
    duty = Select(label="A duty is open", required=False)
    sort = Select(label="In order of", required=False, choices=list(SORTS.items()))

    def __init__(self, data: Any, *, now: datetime, authority: UUID, people: Mapping[UUID, Member],
                 teams: Mapping[UUID, str], mine: bool = False) -> None:  # fmt: skip
        super().__init__(data, now=now)
        self._people = people
        there = {m.team for m in people.values() if m.team}
        self._choose("team", "Any team", {str(t): n for t, n in teams.items() if t in there})
        workers = {UNALLOCATED: "Nobody is allocated"} | {str(m.id): m.name for m in people.values()}
        self._choose("worker", "Anybody", workers)
        self._choose("placed", "Anywhere", {v: coded(v) for v in load_vocabulary().states[_PLACED].values})
        self._choose("state", "Anything", _states())
        self._choose("duty", "Any or none", _duties(authority))
        if mine:
            del self.fields["team"], self.fields["worker"]

    def _choose(self, name: str, nothing: str, choices: Mapping[str, str]) -> None:
        box: Any = self.fields[name]
        box.choices = [("", nothing), *choices.items()]

    @property
    def chosen(self) -> Mapping[str, Any]:
        """The choices that could be read."""
        return self.cleaned_data if self.is_bound and self.is_valid() else {}

    @property
    def order(self) -> str:
        """The order chosen, else by level."""
        return self.chosen.get("sort") or "level"

    def wanted(self) -> Wanted:
        """Return what is wanted, as the lines are sifted by it."""
        said = self.chosen
        worker = said.get("worker") or ""
        return Wanted(
            levels=frozenset(said.get("level") or ()),
            workers=self._workers(said.get("team") or "", worker),
            unallocated=worker == UNALLOCATED,
            placed=said.get("placed") or "",
            duty=said.get("duty") or "",
            state=_state(said["state"]) if said.get("state") else None,
            missing_now="missing" in (said.get("only") or ()),
            overdue="overdue" in (said.get("only") or ()),
        )

    def _workers(self, team: str, worker: str) -> frozenset[UUID] | None:
        one = frozenset({UUID(worker)}) if worker and worker != UNALLOCATED else None
        if not team:
            return one
        its = frozenset(m.id for m in self._people.values() if str(m.team) == team)
        return its if one is None else its & one

    def kept(self) -> dict[str, list[str]]:
        """Return what was chosen, as an address or a kept list holds it; nothing that was not among the choices."""
        found: dict[str, list[str]] = {}
        for name, value in self.chosen.items():
            values = value if isinstance(value, list) else [value]
            if any(values):
                found[name] = [v for v in values if v]
        return found

    def query(self, **more: str) -> str:
        """Return the address's question for these choices, and more."""
        asked = urlencode([*((n, v) for n, vs in self.kept().items() for v in vs), *more.items()])
        return f"?{asked}" if asked else ""

    def without(self, name: str, value: str) -> str:
        """Return the question with one choice taken away."""
        kept = {n: [v for v in vs if (n, v) != (name, value)] for n, vs in self.kept().items()}
        return "?" + urlencode([(n, v) for n, vs in kept.items() for v in vs])

    def said(self) -> list[tuple[str, str, str]]:
        """Return each choice but the order as (name, value, words)."""
        found = []
        for name, values in self.kept().items():
            words = dict(self.fields[name].choices)  # type: ignore[attr-defined]
            found += [(name, v, str(words[v])) for v in values if name != "sort"]
        return found


def as_data(chosen: Mapping[str, Any]) -> QueryDict:
    """Return a kept list's choices as a form reads them."""
    made = QueryDict(mutable=True)
    for name, values in chosen.items():
        made.setlist(name, list(values))
    return made


def state_kinds(value: str) -> frozenset[str]:
    """Return the kinds of fact a choice of "what is recorded" rests on; none for no choice or an unknown one."""
    return _state(value)[0] if value in _states() else frozenset()


def _states() -> dict[str, str]:
    """Return what the vocabulary knows about a child's standing, as `state:value`, in words."""
    states = load_vocabulary().states.values()
    return {
        f"{state.id}:{value}": f"{coded(state.id)}: {coded(value).lower()}"
        for state in states
        if state.scope == "child" and state.id not in (*LEVELS, _PLACED)
        for value in state.values
    }


def _state(value: str) -> tuple[frozenset[str], str]:
    state, _, code = value.partition(":")
    return frozenset(load_vocabulary().states[state].kinds), code


def _duties(authority: UUID) -> dict[str, str]:
    """Return the protocol's duties about children: those that something recorded of a child, or an episode, meets."""
    kinds = load_vocabulary().kinds
    met = (
        (c, {kinds[k].subject for t in c.met_by for k in t.kinds if k in kinds}) for c in laws.active(authority).clocks
    )
    about_children = [clock for clock, subjects in met if subjects & {"child", "episode"}]
    return {clock.id: clock.title for clock in sorted(about_children, key=lambda c: c.title)}
