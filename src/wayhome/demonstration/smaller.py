"""A few of the invented children, for trying a page in seconds rather than minutes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from wayhome.intake.package import Package


def fewer(package: Package, count: int) -> Package:
    """Return the package with only `count` children: those missing now first, then those who went most recently."""
    back = {e.episode for e in package.events if e.kind == "missing.returned"}
    missing = {e.child for e in package.episodes if e.reference not in back}
    last: dict[str, datetime] = {}
    for e in package.episodes:
        at = e.began.latest or package.created
        last[e.child] = max(at, last.get(e.child, at))
    kept = set(sorted(last, key=lambda child: (child not in missing, package.created - last[child], child))[:count])
    return replace(
        package,
        children=tuple(c for c in package.children if c.reference in kept),
        statuses=tuple(s for s in package.statuses if s.child in kept),
        episodes=tuple(e for e in package.episodes if e.child in kept),
        events=tuple(e for e in package.events if e.child in kept),
    )
