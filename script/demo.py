"""`./wayhome demo`: the invented partnership, its database, web and worker, held together until Ctrl-C."""

import argparse
import contextlib
import ctypes
import http.client
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from types import FrameType

from wayhome.platform.postgres import Cluster, drop_database

from .database import CLUSTER, DATABASE, DEMONSTRATION, forget_preparation, prepared, product_environment

HOST = "127.0.0.1"
PORT = 8000
# Each open board holds a thread and no database connection.
THREADS = 340
START_SECONDS = 60
STOP_SECONDS = 10
PR_SET_PDEATHSIG = 1


def main(words: list[str]) -> int:
    """Start everything, say where it is, wait, stop everything. Returns 0 after Ctrl-C, 1 when a part fell over."""
    asked = _arguments(words)
    if not _free(asked.port):
        sys.stderr.write(f"Port {asked.port} is taken. Choose another: ./wayhome demo --port {asked.port + 1}\n")
        return 2
    begun = time.monotonic()
    stop = _Stop()
    if asked.fresh:
        _forget_everything()
    with product_environment(CLUSTER) as environment:
        embedded = DEMONSTRATION in environment
        environment.setdefault("WAYHOME_SITE_URL", f"http://localhost:{asked.port}")
        said = prepared(environment, *(["--demonstration", "--seed", str(asked.seed)] if embedded else []))
        with _children(asked.port, environment) as children:
            if _answers(asked.port, children, stop):
                # Not before: two processes starting at once keep a person waiting for the page twice as long.
                children["worker"] = _child(["wayhome.cli", "worker"], environment)
                _welcome(asked.port, said, embedded=embedded, seconds=time.monotonic() - begun)
            fallen = _wait(children, stop)
    if fallen:
        sys.stderr.write(f"The {fallen} stopped by itself; its last lines are above. Everything else was stopped.\n")
        return 1
    sys.stderr.write("Stopped.\n")
    return 0


def _arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./wayhome demo", description="An invented partnership in the browser.")
    parser.add_argument("--port", type=int, default=PORT, help=f"where the pages are (default {PORT})")
    parser.add_argument("--seed", type=int, default=1, help="which invented partnership (default 1)")
    parser.add_argument("--fresh", action="store_true", help="throw this folder's database away first")
    return parser.parse_args(words)


class _Stop:
    """Remember the first request to stop; a second Ctrl-C must not cut the stopping short."""

    def __init__(self) -> None:
        self.asked = False
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._ask)

    def _ask(self, number: int, frame: FrameType | None) -> None:
        self.asked = True


def _free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def _forget_everything() -> None:
    with Cluster(CLUSTER).used() as cluster:
        drop_database(cluster.root_url(), DATABASE)
    forget_preparation()


# Looked up before the fork: a forked child should do as little as it can.
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


def _end_with_parent() -> None:
    """Ask Linux to end this child when we are killed without a chance to stop it."""
    if _LIBC is not None:
        _LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@contextlib.contextmanager
def _children(port: int, environment: dict[str, str]) -> Iterator[dict[str, subprocess.Popen[bytes]]]:
    """Run the web server, and whatever the block adds to the children; stop them all on the way out."""
    children: dict[str, subprocess.Popen[bytes]] = {}
    web = [
        "gunicorn", "wayhome.config.wsgi:application", "--bind", f"{HOST}:{port}",
        "--worker-class", "gthread", "--workers", "1", "--threads", str(THREADS), "--graceful-timeout", "3",
        "--log-level", "warning", "--no-control-socket",
    ]  # fmt: skip
    try:
        children["web server"] = _child(web, environment)
        yield children
    finally:
        _stop_all(children)


def _child(module: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """Run a Python module in a session of its own, so that Ctrl-C reaches only us."""
    return subprocess.Popen(
        [sys.executable, "-m", *module],
        env=environment, start_new_session=True, preexec_fn=_end_with_parent,  # noqa: PLW1509 - one thread here
    )  # fmt: skip


def _stop_all(children: dict[str, subprocess.Popen[bytes]]) -> None:
    for child in children.values():
        child.terminate()
    end = time.monotonic() + STOP_SECONDS
    for child in children.values():
        try:
            child.wait(max(0.1, end - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _answers(port: int, children: dict[str, subprocess.Popen[bytes]], stop: _Stop) -> bool:
    """Wait until a page comes back; False when asked to stop, or a part fell over, before that."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and not stop.asked and not _fallen(children):
        page = http.client.HTTPConnection(HOST, port, timeout=START_SECONDS)
        try:
            page.request("GET", "/")
            page.getresponse().read()
        except OSError:
            time.sleep(0.05)
        else:
            return True
        finally:
            page.close()
    return False


def _fallen(children: dict[str, subprocess.Popen[bytes]]) -> str:
    return next((name for name, child in children.items() if child.poll() is not None), "")


def _wait(children: dict[str, subprocess.Popen[bytes]], stop: _Stop) -> str:
    while not stop.asked:
        fallen = _fallen(children)
        if fallen:
            return fallen
        time.sleep(0.2)
    return ""


def _welcome(port: int, said: str, *, embedded: bool, seconds: float) -> None:
    people = (
        "Everyone in it is invented: no child, no worker and no place is real."
        if embedded
        else "DATABASE_URL is set, so this is your own database: no invented people or sign-ins were put in it."
    )
    sys.stdout.write(
        f"\n  Wayhome is at http://localhost:{port}  ({seconds:.1f} s)\n\n  {people}\n\n{said.rstrip()}\n\n"
        "  Ctrl-C stops everything.\n"
    )
    sys.stdout.flush()
