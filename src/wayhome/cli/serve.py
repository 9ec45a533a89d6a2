"""`wayhome serve`: the pages, from the product's own server."""

from __future__ import annotations

import os
import sys

import click

from wayhome.cli.product import ready

SPARE_THREADS = 20  # pages still answer when every place for a live board is taken


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Processes.")
def command(host: str, port: int, workers: int) -> None:
    """Serve the pages. Run `wayhome worker` beside it, or nothing that falls due is noticed."""
    ready()
    from django.conf import settings
    from django.core.checks import ERROR, run_checks

    # A role that could see past the policies serves nobody.
    if faults := [str(c) for c in run_checks(databases=["default"]) if c.level >= ERROR]:
        raise click.ClickException("\n".join(faults))
    threads = settings.LIVE_LIMIT + SPARE_THREADS
    os.execv(
        sys.executable,
        [
            sys.executable, "-m", "gunicorn", "wayhome.config.wsgi:application", "--bind", f"{host}:{port}",
            "--worker-class", "gthread", "--workers", str(workers), "--threads", str(threads),
            "--graceful-timeout", "5", "--log-level", "warning", "--no-control-socket",
        ],
    )  # fmt: skip
