"""What a process holds for its life, kept beyond the reach of the collector of memory.

A full collection walks all that the collector reaches: addresses, models, packs, hundreds of thousands of objects that
never go. In the middle of somebody's write that takes 60 ms and more.
"""

from __future__ import annotations

import gc

from django.urls import get_resolver

_YOUNG = 20_000  # objects made between two looks at the young ones; Python's 700 come several times in one write


def set_apart() -> None:
    """Put all that this process holds by now beyond the collector's reach, the garbage thrown away first."""
    gc.collect()
    gc.freeze()


def ready_to_serve() -> None:
    """Load every address and the page behind it, then set all of it apart. Called once, before the first request."""
    _ = get_resolver().url_patterns
    set_apart()
    gc.set_threshold(_YOUNG)
