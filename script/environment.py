"""Make `.venv` from the locked requirements, once, and step into it. Standard library only."""

import fcntl
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "wayhome-stamp.json"
# Where the database, its log, the signing key and the gathered static files are; a test names another folder.
LOCAL = Path(os.environ.get("WAYHOME_FOLDER") or ROOT / ".local").absolute()
TOOLS_LOCK = ROOT / "requirements" / "uv.txt"
RUN, TEST = "run", "test"
OLDEST = (3, 11)


class EnvironmentTrouble(RuntimeError):
    """The environment cannot be made; the message says the one thing to do."""


def enter(lock: str) -> None:
    """Make sure `.venv` holds what `lock` ("run" or "test") names, then go on inside it.

    Does not return when called from another Python: the same command is run again by the environment's own.
    Raises EnvironmentTrouble when Python is too old, cannot make environments, or a package cannot be fetched.
    """
    if sys.version_info < OLDEST:
        found = ".".join(map(str, sys.version_info[:3]))
        raise EnvironmentTrouble(f"Wayhome needs Python 3.11 or newer; this is {found}. Try: python3.11 ./wayhome")
    LOCAL.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (LOCAL / "environment.lock").open("a") as door:
        fcntl.flock(door, fcntl.LOCK_EX)
        if not _holds(lock):
            # Who has once run the tests here will again: never take their tools away.
            _make(TEST if _stamp().get("lock") == TEST else lock)
    # Some machines forbid Python to keep what it compiled; then each of the many processes compiles all of it again.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    if Path(sys.prefix).resolve() != VENV:
        os.execv(PYTHON, [str(PYTHON), str(ROOT / "wayhome"), *sys.argv[1:]])


def _holds(lock: str) -> bool:
    """Say whether the environment was last filled from these very locks, here. The test lock contains the run lock."""
    stamp = _stamp()
    filled = stamp.get("lock", "")
    return PYTHON.exists() and filled in {lock, TEST} and stamp.get("digest") == _digest(filled)


def _stamp() -> dict[str, str]:
    """Return what the environment was last filled from; empty when that is not known."""
    try:
        return dict(json.loads(STAMP.read_text()))
    except (OSError, ValueError):
        return {}


def _digest(lock: str) -> str:
    """Hash all that decides what is in the environment, and where it stands: its programs know their own path."""
    parts = [str(VENV).encode()]
    parts += [path.read_bytes() for path in (TOOLS_LOCK, _requirements(lock), ROOT / "pyproject.toml")]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _requirements(lock: str) -> Path:
    return ROOT / "requirements" / f"{lock}.txt"


def _make(lock: str) -> None:
    _say(f"Filling the environment ({lock}); the first time takes about a minute.")
    if not _usable():
        _new_environment()
    STAMP.write_text(json.dumps({"lock": lock, "digest": ""}))  # half filled until the end
    words = {
        **os.environ,
        "VIRTUAL_ENV": str(VENV),
        "UV_PYTHON_DOWNLOADS": "never",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    }
    uv, into = [str(VENV / "bin" / "uv"), "pip"], ["--quiet", "--python", str(PYTHON)]
    steps = [
        [str(PYTHON), "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(TOOLS_LOCK)],
        [*uv, "sync", *into, "--require-hashes", str(TOOLS_LOCK), str(_requirements(lock))],
        [*uv, "install", *into, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)],
    ]
    for step in steps:
        if subprocess.run(step, env=words, cwd=ROOT, check=False).returncode != 0:
            raise EnvironmentTrouble(
                "The environment could not be filled; the lines above say why. It needs a network that reaches the "
                "Python package index. Nothing outside .venv was changed; run the same command again."
            )
    STAMP.write_text(json.dumps({"lock": lock, "digest": _digest(lock)}))


def _usable() -> bool:
    """Say whether `.venv` has a working Python with pip that was made at this very path."""
    if not PYTHON.exists():
        return False
    asked = "import pip, sys; print(sys.prefix)"
    said = subprocess.run([str(PYTHON), "-c", asked], capture_output=True, text=True, check=False)
    scripts = (VENV / "bin" / "pip").exists() and str(VENV) in (VENV / "bin" / "pip").read_text(errors="replace")
    return said.returncode == 0 and said.stdout.strip() == str(VENV) and scripts


def _new_environment() -> None:
    missing = [name for name in ("venv", "ensurepip") if importlib.util.find_spec(name) is None]
    if missing:
        version = ".".join(map(str, sys.version_info[:2]))
        raise EnvironmentTrouble(
            "This Python cannot make an environment of its own. On Debian and Ubuntu one command adds what it needs:\n"
            f"    sudo apt-get install -y python{version}-venv"
        )
    if VENV.exists():
        shutil.rmtree(VENV)
    made = subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=False)
    if made.returncode != 0:
        raise EnvironmentTrouble(f"{VENV} could not be made; the lines above say why.")


def _say(words: str) -> None:
    sys.stderr.write(f"{words}\n")
    sys.stderr.flush()
