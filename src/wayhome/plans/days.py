"""London's date: what an action's "by when" is held against."""

from __future__ import annotations

from datetime import date

from wayhome.platform import wall
from wayhome.ui.words import local


def today() -> date:
    """Return the date on London's clocks now."""
    return local(wall.now()).date()
