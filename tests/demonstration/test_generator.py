"""The invented year: exact where figures were published, plausible elsewhere, the same every time."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from statistics import quantiles

import pytest

from wayhome.demonstration import generate
from wayhome.engine.clocks import read
from wayhome.engine.facts import Fact, Precision, Situation
from wayhome.engine.readings import State
from wayhome.intake.package import FactDraft, Package, PackageEpisode, facts, read_package, write_package
from wayhome.intake.package.times import LONDON
from wayhome.packs.loading import england_calendar, load_protocol
from wayhome.packs.vocabulary import load_vocabulary

# STR18 App 2: (episodes, children missing three times or more in 90 days), by the quarter's first month.
PUBLISHED = {4: (292, 51), 7: (427, 62), 10: (424, 48), 1: (434, 40)}

NOWS = {
    "an ordinary Sunday": datetime(2026, 11, 22, 9, 0, tzinfo=UTC),
    "just after a quarter's end": datetime(2026, 6, 30, 23, 10, tzinfo=UTC),  # 00:10 on 1 July in London
    "just before a quarter's end": datetime(2026, 6, 30, 22, 50, tzinfo=UTC),
    "the hour the clocks go forward": datetime(2026, 3, 29, 1, 0, tzinfo=UTC),
    "the hour that comes twice": datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
    "early in a quarter after the quiet one": datetime(2026, 7, 2, 0, 20, tzinfo=UTC),
    "a leap day": datetime(2028, 2, 29, 12, 0, tzinfo=UTC),
    "new year": datetime(2027, 1, 1, 0, 5, tzinfo=UTC),
}
CASES = [(1, name) for name in NOWS] + [(20, "an ordinary Sunday"), (20, "a leap day")]


WIDELY = [(1, "an ordinary Sunday"), (1, "just after a quarter's end"), (20, "a leap day")]  # where every fact is read


@cache
def package(seed: int, name: str) -> Package:
    return generate(seed, NOWS[name])


@cache
def drafts(seed: int, name: str) -> list[FactDraft]:
    return facts(package(seed, name))


def start(episode: PackageEpisode) -> date:
    assert episode.began.earliest
    return episode.began.earliest.astimezone(LONDON).date()


def last_four(now: datetime) -> list[tuple[date, date]]:
    """Work out the quarters afresh, by counting months, not by the generator's own arithmetic."""
    local = now.astimezone(LONDON)
    first = local.year * 4 + (local.month - 1) // 3
    edges = [date(q // 4, q % 4 * 3 + 1, 1) for q in range(first - 4, first + 1)]
    return list(pairwise(edges))


@pytest.mark.parametrize(("seed", "name"), CASES)
def test_the_four_quarters_have_exactly_the_published_figures(seed: int, name: str) -> None:
    starts: dict[str, list[date]] = defaultdict(list)
    for episode in package(seed, name).episodes:
        assert episode.category == "missing"
        starts[episode.child].append(start(episode))
    for first, end in last_four(NOWS[name]):
        total = sum(first <= day < end for days in starts.values() for day in days)
        often = sum(
            any(first <= d < end and sum(timedelta(0) <= d - e <= timedelta(days=89) for e in days) >= 3 for d in days)
            for days in starts.values()
        )
        assert (total, often) == PUBLISHED[first.month]


@pytest.mark.parametrize(("seed", "name"), CASES)
def test_now_looks_like_now(seed: int, name: str) -> None:
    made, now = package(seed, name), NOWS[name]
    by: dict[str, dict[str, datetime | None]] = defaultdict(dict)
    for event in made.events:
        by[event.episode][event.kind] = event.at.latest
    returned = [e for e in made.episodes if "missing.returned" in by[e.reference]]
    open_now = [e for e in made.episodes if "missing.returned" not in by[e.reference]]
    assert 8 <= len(open_now) <= 12
    assert len({e.child for e in open_now}) == len(open_now)
    due = [e for e in returned if "missing.closed" not in by[e.reference]]
    assert len(due) == 15
    assert not any("return.conversation-held" in by[e.reference] for e in due)
    back = [at for e in due if (at := by[e.reference]["missing.returned"])]
    assert sum(now - at > timedelta(days=5) for at in back) >= 2  # some of it is late
    closed = [at for told in by.values() if (at := told.get("missing.closed"))]
    assert sum(now - timedelta(days=7) < at <= now for at in closed) >= 5
    assert sum(by[e.reference]["missing.returned"] is None for e in returned) == 1  # a return nobody timed


@pytest.mark.parametrize(("seed", "name"), WIDELY)
def test_nothing_is_told_before_it_happened_or_after_now(seed: int, name: str) -> None:
    for draft in drafts(seed, name):
        assert draft.told_at <= NOWS[name]
        assert draft.recorded_at is None or draft.told_at <= draft.recorded_at <= NOWS[name]
        if draft.moment.earliest:
            assert draft.moment.earliest <= draft.told_at


@pytest.mark.parametrize(("seed", "name"), WIDELY)
def test_every_kind_and_value_is_in_the_vocabulary(seed: int, name: str) -> None:
    kinds = load_vocabulary().kinds
    for draft in drafts(seed, name):
        kind = kinds[draft.kind]
        assert (kind.subject == "episode") == (draft.episode is not None)
        if kind.value == "code":
            assert draft.value in kind.values
        else:
            assert draft.value is None or kind.value == "person"


@pytest.mark.parametrize("name", NOWS)
def test_no_child_is_missing_twice_at_once(name: str) -> None:
    made = package(1, name)
    back = {e.episode: e.at for e in made.events if e.kind == "missing.returned"}
    by: dict[str, list[PackageEpisode]] = defaultdict(list)
    for episode in made.episodes:
        by[episode.child].append(episode)
    for episodes in by.values():
        ordered = sorted(episodes, key=lambda e: e.began.earliest or NOWS[name])
        for before, after in pairwise(ordered):
            end = back[before.reference]
            assert end.precision is Precision.UNKNOWN or end.earliest < after.began.latest  # type: ignore[operator]


@pytest.mark.parametrize("name", ["an ordinary Sunday", "the hour that comes twice"])
def test_written_and_read_again_it_is_the_same(name: str, tmp_path: Path) -> None:
    made = package(1, name)
    write_package(made, tmp_path)
    assert read_package(tmp_path, now=NOWS[name]) == made


def test_the_same_seed_and_now_give_the_same_bytes(tmp_path: Path) -> None:
    now = NOWS["a leap day"]
    for folder in ("one", "two"):
        write_package(generate(7, now), tmp_path / folder)
    write_package(generate(8, now), tmp_path / "other")
    names = sorted(p.name for p in (tmp_path / "one").iterdir())
    assert names == ["children.csv", "datapackage.json", "episodes.csv", "events.csv", "statuses.csv"]
    for name in names:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    assert (tmp_path / "one" / "episodes.csv").read_bytes() != (tmp_path / "other" / "episodes.csv").read_bytes()


def test_durations_follow_the_police_study() -> None:
    hours: list[float] = []
    for seed, name in CASES:
        made = package(seed, name)
        began = {e.reference: e.began for e in made.episodes}
        for event in made.events:
            first = began[event.episode].earliest
            exact = event.at.precision is Precision.EXACT and began[event.episode].precision is Precision.EXACT
            if event.kind == "missing.returned" and exact and event.at.earliest and first:
                hours.append((event.at.earliest - first) / timedelta(hours=1))
    cuts = quantiles(hours, n=100)
    for share, wanted in ((20, 1.83), (50, 7.5), (80, 24), (90, 48), (99, 264)):
        assert cuts[share - 1] == pytest.approx(wanted, rel=0.2)


def test_shares_are_those_of_the_field() -> None:
    made = [package(seed, name) for seed, name in CASES]
    care = Counter(s.value for p in made for s in p.statuses if s.kind == "child.care-status")
    assert 0.30 <= care["looked-after"] / care.total() <= 0.42
    risk = Counter(e.value for p in made for e in p.events if e.kind == "missing.risk-graded")
    assert 0.11 <= risk["high"] / risk.total() <= 0.17
    assert 0.80 <= risk["medium"] / risk.total() <= 0.88
    in_time = Counter(_held_in_time(p) for p in made)
    assert in_time
    ratio = [_held_in_time(p) for p in made]
    assert 0.55 <= sum(ratio) / len(ratio) <= 0.70


def _held_in_time(made: Package) -> float:
    back = {e.episode: e.at.earliest for e in made.events if e.kind == "missing.returned"}
    held = [
        e.at.earliest - home
        for e in made.events
        if e.kind == "return.conversation-held" and e.at.earliest and (home := back[e.episode])
    ]
    return sum(h <= timedelta(hours=72) for h in held) / len(held)


def test_every_child_is_under_eighteen_and_no_two_share_a_name() -> None:
    for seed, name in CASES:
        made, today = package(seed, name), NOWS[name].date()
        eighteen = [(c.born.year + 18, c.born.month, c.born.day) for c in made.children if c.born]
        assert len(eighteen) == len(made.children)
        assert min(eighteen) > (today.year, today.month, today.day)
        assert len({c.name for c in made.children}) == len(made.children)


def test_the_duties_of_the_year_are_mostly_done_some_late_and_a_few_never() -> None:
    """Read by the engine itself: a demonstration in which everything is overdue would teach nobody anything."""
    now, by = NOWS["an ordinary Sunday"], defaultdict(list)
    for d in drafts(1, "an ordinary Sunday"):
        key = str(d.key)
        recorded = d.recorded_at or now
        by[d.child].append(
            Fact(key, key, d.kind, d.child, d.moment, d.told_at, recorded, d.episode, d.until, d.value, d.number)
        )
    protocol, calendar = load_protocol("portsmouth-pathway"), england_calendar()
    states: Counter[State] = Counter()
    unfinished: Counter[State] = Counter()
    for child, told in by.items():
        for reading in read(protocol, Situation(child, tuple(told)), calendar, now, explain=False):
            states[reading.state] += 1
            if reading.state.open and reading.still_needed:
                unfinished[reading.state] += 1
    assert 0.85 < states[State.MET] / (states[State.MET] + states[State.MET_LATE] + states[State.BREACHED]) < 0.98
    assert 15 <= unfinished[State.BREACHED] <= 100
    assert unfinished[State.RUNNING] + unfinished[State.DUE_SOON] >= 20
    assert unfinished[State.CANNOT_TELL] >= 3  # a return nobody timed


def test_the_uncommon_places_are_taken() -> None:
    made = package(1, "an ordinary Sunday")
    told = {s.child for s in made.statuses if s.kind == "child.care-status"}
    assert len([c for c in made.children if c.reference not in told]) == 1  # nobody has said
    related = [s for s in made.statuses if s.kind == "child.conflict"]
    assert len(related) == 1
    worker = [s.value for s in made.statuses if s.kind == "child.allocated-worker" and s.child == related[0].child]
    assert worker == [related[0].value]
    changed = Counter(s.child for s in made.statuses if s.kind == "child.care-status")
    assert [n for n in changed.values() if n == 2] == [2]  # became looked after while missing


def test_a_naive_now_is_refused() -> None:
    with pytest.raises(ValueError, match="offset"):
        generate(1, datetime(2026, 1, 1))  # noqa: DTZ001
