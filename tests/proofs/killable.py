"""A house that can be killed a part at a time: its own server and database, a real web process and a real worker.

A stall is a trigger that exists only in this scratch database: it waits for a lock that the proof holds, so that a
kill can be landed inside one step of one process. The product has no hook for it.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psycopg

from tests.scratch import ROOT
from wayhome.platform.postgres import Cluster

DATABASE = "wayhome_proof"
WEB, WORKER, SERVER = "web", "worker", "database"
# Where a transaction can be caught, and the table whose write is that step.
POINTS = {
    "fact": "record_fact", "recompute": "clocks_reading", "rung": "clocks_firedrung", "notice": "worklists_notice",
}  # fmt: skip
PATIENCE = 60  # seconds to wait for a part to come up, or for a process to arrive at a stall

_STALL = """
create or replace function proof_stall() returns trigger language plpgsql as $$ begin
  perform pg_advisory_xact_lock_shared(hashtext(current_setting('application_name')), hashtext(tg_argv[0]));
  return null;
end $$
"""


class Killable:
    """The parts, and how to kill and mend each."""

    def __init__(self, folder: Path, *, throwaway: bool = False) -> None:
        """Name the folder everything lives in; `throwaway` is quicker, and such a server does not survive a kill."""
        self.cluster = Cluster(folder / "server", throwaway=throwaway)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.address = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **os.environ,
            **self.cluster.environment(DATABASE),
            "DJANGO_SETTINGS_MODULE": "wayhome.config.settings",
            "WAYHOME_SECRET_KEY": "only-for-proofs",
            "WAYHOME_LOCAL": "1",
            "WAYHOME_POOL": "4",
            "WAYHOME_SITE_URL": self.address,
            "WAYHOME_EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "WAYHOME_EMAIL_FOLDER": str(folder / "mail"),
            "WAYHOME_STATIC_STORAGE": "django.contrib.staticfiles.storage.StaticFilesStorage",
        }
        self._log = (folder / "processes.log").open("ab")
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def prepare(self) -> None:
        """Start the server and bring its database up to date."""
        self.cluster.start()
        self.cluster.ensure_database(DATABASE)
        subprocess.run([sys.executable, "-m", "wayhome.cli", "migrate"], env=self.environment, cwd=ROOT, check=True)
        with self.root() as root:
            root.execute(_STALL)
            for point, table in POINTS.items():
                root.execute(
                    f"create or replace trigger proof_{point} after insert or update on {table} "  # type: ignore[call-overload]
                    f"for each row execute function proof_stall('{point}')"
                )

    def root(self) -> psycopg.Connection[tuple[object, ...]]:
        """Connect past every policy, committing each statement."""
        return psycopg.connect(self.cluster.root_url(DATABASE), autocommit=True)

    def start(self, part: str) -> None:
        """Start one part, and wait until it does its work."""
        if part == SERVER:
            self.cluster.start()
        elif part == WORKER:
            self._spawn(WORKER, [sys.executable, "-m", "wayhome.cli", "worker"])
        else:
            self._spawn(
                WEB,
                [
                    sys.executable, "-m", "gunicorn", "wayhome.config.wsgi:application", "--bind",
                    f"127.0.0.1:{self.port}", "--worker-class", "gthread", "--threads", "4", "--log-level", "error",
                    "--no-control-socket",
                ],
            )  # fmt: skip
            self._wait_for_web()

    def kill(self, part: str) -> None:
        """End one part at once, without a word: SIGKILL, children and all."""
        if part == SERVER:
            os.kill(self.cluster.postmaster_pid(), signal.SIGKILL)
            return
        process = self._running.pop(part)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def stop(self) -> None:
        """End everything that runs."""
        for part in list(self._running):
            self.kill(part)
        self.cluster.stop()
        self._log.close()

    @contextlib.contextmanager
    def stalled(self, part: str, point: str) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
        """Hold `part` at `point` from its next arrival there until the block ends."""
        holder = self.root()
        holder.execute("select pg_advisory_lock(hashtext(%s), hashtext(%s))", [_name(part), point])
        try:
            yield holder
        finally:
            holder.close()  # lets go of the lock, if the server still lives

    def wait_until_stalled(self, holder: psycopg.Connection[tuple[object, ...]]) -> None:
        """Wait until some process waits at the stall. Raises TimeoutError when none came."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            waiting = holder.execute(
                "select 1 from pg_locks where locktype = 'advisory' and objsubid = 2 and not granted"
            ).fetchone()
            if waiting:
                return
            time.sleep(0.01)
        raise TimeoutError("no process came to the stall")

    def _spawn(self, part: str, command: list[str]) -> None:
        self._running[part] = subprocess.Popen(
            command, env={**self.environment, "PGAPPNAME": _name(part)}, cwd=ROOT, start_new_session=True,
            stdout=self._log, stderr=self._log,
        )  # fmt: skip

    def _wait_for_web(self) -> None:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                urllib.request.urlopen(f"{self.address}/healthy", timeout=5).read()
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise TimeoutError("the web process does not answer")


def _name(part: str) -> str:
    return f"proof-{part}"
