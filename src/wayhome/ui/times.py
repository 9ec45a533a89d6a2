"""Times as HTML: the words people read, with the machine's time and the full date inside."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

from markupsafe import Markup

from wayhome.ui import words

_TIME = Markup('<time datetime="{}">{}</time>')
_SHORT = Markup(
    '<time datetime="{}" title="{}"><span class="app-screen-only">{}</span>'
    '<span class="app-print-only">{}</span></time>'
)


def _machine(at: datetime) -> str:
    return words.local(at).isoformat(timespec="minutes")


def long_time(at: datetime) -> Markup:
    """Return an instant in full, as a <time>."""
    return _TIME.format(_machine(at), words.when(at))


def short_time(at: datetime, now: datetime) -> Markup:
    """Return an instant as people say it, with the full date in its title and on paper."""
    return _short_time(at, words.local(now).date())


# A board says the same times again at every refresh of every screen.
@lru_cache(maxsize=20_000)
def _short_time(at: datetime, today: date) -> Markup:
    full = words.when(at)
    said = f"{words.short_day(at, today)}, {words.clock_time(at)}"
    return _SHORT.format(_machine(at), full, said, full)
