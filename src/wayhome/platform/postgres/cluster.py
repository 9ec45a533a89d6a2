"""One private cluster: make it, start it, share it, stop it."""

import fcntl
import os
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg

from . import binaries
from .errors import PostgresTrouble
from .places import PORT, Places, lay_out
from .privileges import command_prefix
from .roles import APP, OWNER, ROOT, create_database, database_exists, prepare_roles

START_SECONDS = 60
# A killed server's children hold its shared memory for a moment; a new one cannot start until they are gone.
TRIES_AFTER_KILL = 40
PAUSE = 0.25  # seconds

# What the server always runs with. The log keeps no statement and no row: a child's name must never reach it.
ALWAYS: Mapping[str, str] = {
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_parameter_max_length_on_error": "0",
    "max_connections": "200",
}
# For tests only: faster, and a power cut may lose the whole cluster.
THROWAWAY: Mapping[str, str] = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Cluster:
    """A private PostgreSQL in one folder, reached by a socket that only its owner can open."""

    def __init__(self, folder: Path, *, throwaway: bool = False) -> None:
        """Name the cluster's `folder` (made when absent); `throwaway` trades safety after a power cut for speed."""
        programs = binaries.programs_folder()
        self.places: Places = lay_out(folder, binaries.major_version(programs), programs)
        self._settings = {**ALWAYS, **(THROWAWAY if throwaway else {})}

    # -- starting and stopping ------------------------------------------------------------------------------------

    def start(self) -> None:
        """Make the cluster if it is new, start it if it is down, and see that its roles exist.

        Raises PostgresTrouble with the end of the server's log when it does not come up.
        """
        with self._door():
            self._start()

    def stop(self) -> None:
        """Stop the server, ending its connections; nothing happens when it is down."""
        with self._door():
            self.places.kept.unlink(missing_ok=True)
            self._stop()

    def keep(self) -> None:
        """Start the server and leave it up after its users have gone, until `stop`."""
        with self._door():
            self._start()
            self.places.kept.touch()

    @contextmanager
    def used(self) -> Iterator["Cluster"]:
        """Hold the server up for as long as the block runs; the last user out stops it.

        Users share a file lock, which the kernel drops when a process dies, so a killed user is never counted.
        """
        with self.places.users.open("a") as users:
            with self._door():
                fcntl.flock(users, fcntl.LOCK_SH)
                self._start()
            try:
                yield self
            finally:
                with self._door():
                    if self._last_out(users.fileno()) and not self.places.kept.exists():
                        self._stop()

    def is_running(self) -> bool:
        """Say whether the server is up."""
        return self._pg_ctl("status").returncode == 0

    def postmaster_pid(self) -> int:
        """Return the server's process id, for proofs that kill it. Raises PostgresTrouble when it is down."""
        note = self.places.data / "postmaster.pid"
        if not note.exists():
            raise PostgresTrouble(f"No server is running in {self.places.folder}.")
        return int(note.read_text().splitlines()[0])

    # -- addresses ------------------------------------------------------------------------------------------------

    def url(self, role: str, database: str) -> str:
        """Return the address of `database` for `role`: `postgresql://role@/database?host=<socket folder>&port=…`."""
        return f"postgresql://{role}@/{quote(database)}?host={quote(str(self.places.socket), safe='')}&port={PORT}"

    def root_url(self, database: str = "postgres") -> str:
        """Return the address for the cluster's superuser. Only the launcher may use it: it sees past every policy."""
        return self.url(ROOT, database)

    def environment(self, database: str) -> dict[str, str]:
        """Return what the product is given: the address it serves with and the one it migrates with."""
        return {"DATABASE_URL": self.url(APP, database), "WAYHOME_OWNER_URL": self.url(OWNER, database)}

    def ensure_database(self, name: str) -> bool:
        """Create the empty database `name`, owned by the migrating role, unless it is there; say if it was made."""
        if database_exists(self.root_url(), name):
            return False
        create_database(self.root_url(), name)
        return True

    # -- inside ---------------------------------------------------------------------------------------------------

    @contextmanager
    def _door(self) -> Iterator[None]:
        with self.places.door.open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    @staticmethod
    def _last_out(users: int) -> bool:
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _start(self) -> None:
        if not (self.places.data / "PG_VERSION").exists():
            self._initdb()
        for _ in range(TRIES_AFTER_KILL):
            if not self.is_running():
                self._start_server()
            try:
                prepare_roles(self.root_url())
            except psycopg.OperationalError:
                time.sleep(PAUSE)  # a server that was just killed still looks alive for a moment
            else:
                return
        raise PostgresTrouble(f"The server in {self.places.folder} is up but answers nobody:\n{self._log_end()}")

    def _stop(self) -> None:
        if self.is_running():
            done = self._pg_ctl("stop", "-m", "fast", "-w", "-t", str(START_SECONDS))
            if done.returncode != 0:
                raise PostgresTrouble(f"The server in {self.places.folder} did not stop: {done.stdout.strip()}")

    def _initdb(self) -> None:
        major = binaries.major_version(self.places.programs)
        builtin = major >= 17
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if builtin else []
        done = self._run(
            "initdb", "-D", str(self.places.data), "-U", ROOT, "--auth=trust", "-E", "UTF8",
            "--data-checksums", "--no-instructions", *locale, "--locale=C",
        )  # fmt: skip
        if done.returncode != 0:
            raise PostgresTrouble(f"A new cluster could not be made in {self.places.data}: {done.stdout.strip()}")

    def _start_server(self) -> None:
        options = f"-h '' -p {PORT} -k '{self.places.socket}'"
        options += "".join(f" -c {name}={value}" for name, value in self._settings.items())
        for _ in range(TRIES_AFTER_KILL):
            done = self._pg_ctl("start", "-w", "-t", str(START_SECONDS), "-l", str(self.places.log), "-o", options)
            if done.returncode == 0:
                return
            if "shared memory" not in self._log_end():
                break
            time.sleep(PAUSE)
        raise PostgresTrouble(
            f"The server in {self.places.folder} did not start. The end of {self.places.log} says:\n{self._log_end()}"
        )

    def _log_end(self) -> str:
        if not self.places.log.exists():
            return "(no log was written)"
        return "\n".join(self.places.log.read_text(errors="replace").splitlines()[-8:])

    def _pg_ctl(self, verb: str, *words: str) -> subprocess.CompletedProcess[str]:
        return self._run("pg_ctl", verb, "-D", str(self.places.data), *words)

    def _run(self, program: str, *words: str) -> subprocess.CompletedProcess[str]:
        """Run one of the server's programs, its words and complaints to a file.

        Never through pipes: the server inherits them, and a reader of the pipe would wait for as long as it runs.
        """
        said = self.places.folder / f"{program}.said"
        command = [*command_prefix(), str(self.places.programs / program), *words]
        clean = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        with said.open("w") as out:
            done = subprocess.run(
                command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, cwd="/", env=clean, check=False
            )
        return subprocess.CompletedProcess(command, done.returncode, stdout=said.read_text(errors="replace"))
