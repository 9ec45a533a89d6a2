"""`wayhome worker`: the sweep, the chasing and the delivery, for as long as it runs."""

from __future__ import annotations

import signal
import threading
from types import FrameType

import click

from wayhome.cli.product import ready


@click.command()
def command() -> None:
    """Count time: read what falls due, chase notices, deliver what must leave. Two workers may run."""
    ready()
    from wayhome.platform.checks import refuse_unbound_role
    from wayhome.worklists.operations.worker import run

    refuse_unbound_role()

    stop = threading.Event()

    def leave(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGINT, leave)
    run(stop)
