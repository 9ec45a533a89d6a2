"""A migrated database for each test process, cloned from a template that is built once per state of the code."""

import contextlib
import fcntl
import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg

from wayhome.platform.postgres import Cluster, create_database, database_exists, drop_database

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".local" / "tests"
CLUSTER = Cluster(FOLDER, throwaway=True)
PREFIX = "wayhome_test_"
DATABASE = f"{PREFIX}{os.getpid()}"
TEMPLATE = "wayhome_template_"
TEMPLATES_KEPT = 3
START_SECONDS = 60
# Everything a migrated, guarded, empty database is made from.
SOURCES = ("*/migrations/*.py", "*/access/*.sql", "platform/rows.py", "config/settings.py", "*/models/*.py")


@contextlib.contextmanager
def served() -> Iterator[None]:
    """Hold the server up with this process's own database on it."""
    with CLUSTER.used():
        _sweep_up()
        create_database(CLUSTER.root_url(), DATABASE, template=_template())
        try:
            yield
        finally:
            _let_go()
            drop_database(CLUSTER.root_url(), DATABASE)


def renew() -> None:
    """Throw this process's database away and clone the template again. Django reconnects by itself."""
    _let_go()
    drop_database(CLUSTER.root_url(), DATABASE)
    create_database(CLUSTER.root_url(), DATABASE, template=_template())


def _let_go() -> None:
    from django.db import connections

    connections.close_all()
    for connection in connections.all(initialized_only=True):
        close_pool = getattr(connection, "close_pool", None)
        if close_pool is not None:
            close_pool()


def _template() -> str:
    """Return the name of the template for the code as it stands, building it when no test has needed it before."""
    digest = hashlib.sha256()
    for pattern in SOURCES:
        for path in sorted((ROOT / "src" / "wayhome").glob(pattern)):
            digest.update(path.name.encode() + path.read_bytes())
    name = f"{TEMPLATE}{digest.hexdigest()[:12]}"
    with (FOLDER / "template.lock").open("a") as door:
        fcntl.flock(door, fcntl.LOCK_EX)
        if not database_exists(CLUSTER.root_url(), name):
            _build(name)
    return name


def prepare() -> None:
    """Make the template, so that no test has to wait for it."""
    with CLUSTER.used():
        _template()


def _build(name: str) -> None:
    """Migrate under another name and rename when whole, so that a failed build is never cloned."""
    building = f"{TEMPLATE}building"
    drop_database(CLUSTER.root_url(), building)
    create_database(CLUSTER.root_url(), building)
    done = subprocess.run(
        [sys.executable, "-m", "wayhome.cli", "migrate"],
        env={**os.environ, **CLUSTER.environment(building)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode != 0:
        raise RuntimeError(f"The template database could not be migrated:\n{done.stdout}\n{done.stderr}")
    with psycopg.connect(CLUSTER.root_url(), autocommit=True) as connection:
        connection.execute(f'alter database "{building}" rename to "{name}"')
        old = connection.execute(
            "select datname from pg_database where datname like %s order by oid desc offset %s",
            [f"{TEMPLATE}%", TEMPLATES_KEPT],
        ).fetchall()
    for (stale,) in old:
        drop_database(CLUSTER.root_url(), str(stale))


def _sweep_up() -> None:
    """Drop what killed test processes left behind."""
    with psycopg.connect(CLUSTER.root_url(), autocommit=True) as connection:
        names = connection.execute("select datname from pg_database where datname like %s", [f"{PREFIX}%"]).fetchall()
    for (name,) in names:
        if not Path(f"/proc/{str(name).removeprefix(PREFIX)}").exists():
            drop_database(CLUSTER.root_url(), str(name))


@dataclass(frozen=True, slots=True)
class House:
    """A running web process and what a test needs to know of it."""

    address: str
    environment: dict[str, str]
    process: subprocess.Popen[bytes]

    def fall_down(self) -> None:
        """Kill the web process and all its threads at once, as a power cut does."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    @contextlib.contextmanager
    def worker(self) -> Iterator[subprocess.Popen[bytes]]:
        """Run a worker beside the web process for as long as the block lasts."""
        with _running([sys.executable, "-m", "wayhome.cli", "worker"], self.environment) as process:
            yield process


@contextlib.contextmanager
def house(threads: int = 24, port: int = 0) -> Iterator[House]:
    """Serve this process's database with the product's own server on a free port of this machine, or on this one."""
    if not port:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
    # By name, not number: passkeys are tied to a name.
    address = f"http://localhost:{port}"
    environment = {**os.environ, **CLUSTER.environment(DATABASE), "WAYHOME_POOL": "4", "WAYHOME_SITE_URL": address}
    command = [
        sys.executable, "-m", "gunicorn", "wayhome.config.wsgi:application", "--bind", f"127.0.0.1:{port}",
        "--worker-class", "gthread", "--threads", str(threads), "--log-level", "warning", "--no-control-socket",
        "--graceful-timeout", "2",
    ]  # fmt: skip
    with _running(command, environment) as process:
        _wait_for(address, process)
        yield House(address=address, environment=environment, process=process)


@contextlib.contextmanager
def _running(command: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(command, env=environment, cwd=ROOT, start_new_session=True)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"The web process stopped by itself with code {process.returncode}.")
        try:
            urllib.request.urlopen(address, timeout=START_SECONDS).read()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"The web process did not answer at {address} in {START_SECONDS} s.")


if __name__ == "__main__":
    prepare()
