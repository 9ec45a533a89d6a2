"""When a record may go: the day that every rule in force has passed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from wayhome.packs.retention import RetentionRule


@dataclass(frozen=True, slots=True)
class Applied:
    """One rule as it stands for one child. `due_on`: None while the rule is off, or its beginning is not known."""

    rule: RetentionRule
    years: int | None
    due_on: date | None


def anniversary(day: date, years: int) -> date:
    """Return the same day so many years on; 1 March for a 29 February that the year does not have."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def longest(applied: Iterable[Applied]) -> Applied | None:
    """Return the rule that ends last, of those that are on; None when none is, or one that is on cannot be counted."""
    on = [each for each in applied if each.years is not None]
    if not on or any(each.due_on is None for each in on):
        return None
    return max(on, key=lambda each: (each.due_on or date.max, each.rule.id))


def years_of(rule: RetentionRule, set_here: Mapping[str, int]) -> int | None:
    """Return the years of a rule: the law's, else what the partnership set; None while it is off. A longer one set here counts."""
    local = set_here.get(rule.id)
    if rule.years is not None and local is not None:
        return max(rule.years, local)
    return rule.years if rule.years is not None else local
