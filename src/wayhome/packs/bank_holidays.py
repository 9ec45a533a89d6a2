"""England's bank holidays as the engine wants them: dated, with an end, never fetched."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib import import_module
from typing import Any

FIRST_YEAR, LAST_YEAR = 2000, 2040


@cache
def england_bank_holidays() -> Mapping[date, str]:
    """Return every bank holiday in England with its name, from 2000 to 2040, announced or fixed by rule.

    Days in lieu are included; a bank holiday that falls on a weekend adds nothing, because no weekend
    is a working day. One-off holidays after the installed version of the source are not foreseen:
    a partnership adds its own closures.
    """
    kingdom: Any = import_module("holidays.countries.united_kingdom")  # only this country: quick to start
    days = kingdom.UnitedKingdom(subdiv="ENG", years=range(FIRST_YEAR, LAST_YEAR + 1), language="en_GB")
    return {day: str(name) for day, name in sorted(days.items())}
