"""Answering after a whole number of half seconds, where how long an answer takes would tell what may not be told."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

STEP = 0.5  # seconds


@contextmanager
def even_time(*, wanted: bool = True) -> Iterator[None]:
    """Let the block end only at the next whole half second since it began, if wanted."""
    begun = time.monotonic()
    try:
        yield
    finally:
        if wanted:
            time.sleep(STEP - (time.monotonic() - begun) % STEP)
