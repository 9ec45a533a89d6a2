"""A few of the invented children, for trying a page in seconds rather than minutes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from wayhome.intake.package import Package

EACH_WORKER = 2  # children, at least, of every worker who has so many


def fewer(package: Package, count: int) -> Package:
    """Return the package with only `count` children: those missing now first, then those who went most recently.

    Every worker keeps two of them, whoever is missing at this hour, so that nobody's list stands empty.
    """
    back = {e.episode for e in package.events if e.kind == "missing.returned"}
    missing = {e.child for e in package.episodes if e.reference not in back}
    last: dict[str, datetime] = {}
    for e in package.episodes:
        at = e.began.latest or package.created
        last[e.child] = max(at, last.get(e.child, at))
    nearest = sorted(last, key=lambda child: (child not in missing, package.created - last[child], child))
    kept = set(list(dict.fromkeys((*_of_each_worker(package, nearest), *nearest)))[:count])
    return replace(
        package,
        children=tuple(c for c in package.children if c.reference in kept),
        statuses=tuple(s for s in package.statuses if s.child in kept),
        episodes=tuple(e for e in package.episodes if e.child in kept),
        events=tuple(e for e in package.events if e.child in kept),
    )


def _of_each_worker(package: Package, nearest: Sequence[str]) -> Iterator[str]:
    workers = {s.child: s.value for s in package.statuses if s.kind == "child.allocated-worker"}
    for worker in sorted(set(workers.values())):
        yield from [child for child in nearest if workers.get(child) == worker][:EACH_WORKER]
