"""`./wayhome test`: style, types, import order, migrations, then the tests, whose own closing line comes last."""

import argparse
import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from wayhome.platform.postgres import Cluster

from .environment import LOCAL, ROOT

TESTS = ROOT / "tests"
SCRATCH = LOCAL / "tests"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ADD_BROWSER = "apt-get update && apt-get install -y --no-install-recommends chromium"
PASSED, FAILED, NOT_WHOLE, NO_TESTS = 0, 1, 3, 5
PYTHON = [sys.executable, "-m"]
# Quick ones first: the sooner a slip is named the better.
STATIC = {
    "style": [*PYTHON, "ruff", "check", "--quiet", "."],
    "format": [*PYTHON, "ruff", "format", "--check", "--quiet", "."],
    "import order": [str(Path(sys.executable).parent / "lint-imports"), "--no-logo"],
    "types": [*PYTHON, "mypy"],
}
MIGRATIONS = [*PYTHON, "django", "makemigrations", "--check", "--dry-run"]
# What every test clones; made here, beside the types, because both processes of the tests would wait for it.
DATABASE = [*PYTHON, "tests.scratch"]


def main(words: list[str]) -> int:
    """Run every check, or those of some rooms. Returns 0, 1 when one failed, 2 when asked wrongly, 3 when not whole."""
    asked = _arguments(words)
    try:
        targets = _targets(asked.room)
        environment = _environment(browser=not asked.without_browser)
    except _CannotTest as reason:
        sys.stderr.write(f"{reason}\n")
        return 2
    # One holder for the whole run, so that the server is not stopped and started between the steps.
    with Cluster(SCRATCH, throwaway=True).used() as cluster:
        slips = _static_checks({**environment, **_settings(cluster)})
        code = _pytest(targets, environment, browser=not asked.without_browser)
    if code == PASSED and slips:
        return FAILED
    if code == PASSED and asked.without_browser:
        sys.stdout.write("NOT WHOLE: the tests that need a browser were left out.\n")
        return NOT_WHOLE
    return code


class _CannotTest(Exception):
    """The checks cannot begin; the message says the one thing to do."""


def _arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./wayhome test", description="Every check, or those of some rooms.")
    parser.add_argument("room", nargs="*", help="a folder under tests/, e.g. engine; the rules of the house come along")
    parser.add_argument(
        "--without-browser", action="store_true", help="leave out what needs Chromium; ends with code 3"
    )
    return parser.parse_args(words)


def _targets(rooms: list[str]) -> list[str]:
    if not rooms:
        return [str(TESTS)]
    there = sorted(folder.name for folder in TESTS.iterdir() if folder.is_dir() and not folder.name.startswith("_"))
    for room in rooms:
        if room not in there:
            raise _CannotTest(f"There are no tests for a room called {room}. There are: {', '.join(there)}.")
    return [str(TESTS / room) for room in dict.fromkeys([*rooms, "architecture"])]


def _environment(*, browser: bool) -> dict[str, str]:
    environment = dict(os.environ)
    if browser:
        environment["WAYHOME_CHROMIUM"] = _chromium()
    return environment


def _chromium() -> str:
    """Return a Chromium to drive, adding Debian's own when we are root there. Raises _CannotTest when there is none."""
    found = _find_chromium()
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        sys.stderr.write("There is no Chromium; adding Debian's (about 500 MB).\n")
        subprocess.run(ADD_BROWSER, shell=True, stdout=subprocess.DEVNULL, check=False)
        found = _find_chromium()
    if found is None:
        raise _CannotTest(
            "The journeys need Chromium and there is none. On Debian and Ubuntu one command adds it:\n"
            f"    sudo sh -c '{ADD_BROWSER}'\n"
            "Or name yours in WAYHOME_CHROMIUM, or run the rest: ./wayhome test --without-browser"
        )
    return found


def _find_chromium() -> str | None:
    named = os.environ.get("WAYHOME_CHROMIUM")
    if named:
        return named if Path(named).exists() else None
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def _static_checks(environment: dict[str, str]) -> list[str]:
    """Run what is not pytest, two at a time; return the names of those that failed, having shown their complaints."""

    def run(command: list[str]) -> tuple[subprocess.CompletedProcess[str], float]:
        begun = time.monotonic()
        done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
        return done, time.monotonic() - begun

    slips = []
    checks = {**STATIC, "migrations": MIGRATIONS, "database": DATABASE}
    with ThreadPoolExecutor(2) as two:
        for name, (done, seconds) in zip(checks, two.map(run, checks.values()), strict=True):
            good = done.returncode == 0
            sys.stdout.write(f"{name:<14}{'good' if good else 'FAILED'}  {seconds:.1f} s\n")
            if not good:
                slips.append(name)
                sys.stdout.write(done.stdout + done.stderr)
            sys.stdout.flush()
    if slips:
        sys.stdout.write(f"FAILED before the tests: {', '.join(slips)}. The tests run all the same.\n")
    return slips


def _settings(cluster: Cluster) -> dict[str, str]:
    """Give what the product must be told to be imported at all; no check here reads a row."""
    return {
        **cluster.environment("postgres"),
        "WAYHOME_SECRET_KEY": "only-for-checks",
        "WAYHOME_LOCAL": "1",
        "DJANGO_SETTINGS_MODULE": "wayhome.config.settings",
    }


def _pytest(targets: list[str], environment: dict[str, str], *, browser: bool) -> int:
    marks = [] if browser else ["-m", "not browser"]
    command = [*PYTHON, "pytest", "-q", "-n", "2", "--dist", "loadfile", "--no-loadscope-reorder", *marks, *targets]
    code = subprocess.run(command, env=environment, cwd=ROOT, check=False).returncode
    if code == NO_TESTS:
        sys.stderr.write("No test was found there, and nothing tested is not a pass.\n")
        return FAILED
    return code
