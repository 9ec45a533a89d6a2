"""Times as HTML: the words people read, with the machine's time and the full date inside."""

from __future__ import annotations

from datetime import datetime

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
    full = words.when(at)
    return _SHORT.format(_machine(at), full, words.short_when(at, now), full)
