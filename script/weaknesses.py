"""Ask the registers of known weaknesses about every locked dependency: OSV of the Python ones, npm's of the assets' own.

`python -m script.weaknesses` ends with 1 when one has a weakness. Where a register cannot be reached it says so, loudly,
and goes on: a check that breaks whenever a network is closed would be switched off.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from .environment import ROOT

SOUND, WEAK, UNASKED = 0, 1, 2
PINNED = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==([^\s;\\]+)", flags=re.M)
# What uv says when nobody answers. Whatever else goes wrong is trouble of ours, and is not passed over.
NOBODY = ("error sending request", "Request failed", "timed out", "HTTP status")
FAULT = "could not be read"


@dataclass(frozen=True, slots=True)
class Found:
    """What a register answered: SOUND, WEAK or UNASKED, and its own words."""

    outcome: int
    words: str


class Broken(RuntimeError):
    """The check itself failed, and nobody was asked; the message says what to mend."""


def main() -> int:
    """Ask both registers and say what they answered. Returns 0, or 1 when a dependency has a known weakness."""
    locks = sorted((ROOT / "requirements").glob("*.txt"))
    asked = {
        "Python": python_packages(pins(path.read_text() for path in locks)),
        "assets": npm_packages(ROOT / "assets"),
    }
    for name, found in asked.items():
        print(_said(name, found))
    return WEAK if any(found.outcome == WEAK for found in asked.values()) else SOUND


def pins(locks: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Return each package and version that any of these locks names, once, by name."""
    return tuple(sorted({(name.lower(), version) for text in locks for name, version in PINNED.findall(text)}))


def python_packages(pinned: Iterable[tuple[str, str]], *, service: str = "") -> Found:
    """Ask OSV, or `service` in its place, about these packages by way of uv. Raises Broken when uv cannot be asked."""
    with tempfile.TemporaryDirectory() as folder:
        _as_project(Path(folder), tuple(pinned))
        command = [str(Path(sys.executable).parent / "uv"), "audit", "--frozen", "--preview-features", "audit-command"]
        command += ["--service-url", service] if service else []
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    said = f"{done.stdout}\n{done.stderr}".strip()
    if done.returncode == SOUND:
        return Found(SOUND, said)
    if any(sign in said for sign in NOBODY):
        return Found(UNASKED, said)
    if done.returncode == WEAK:
        return Found(WEAK, said)
    raise Broken(f"uv audit {FAULT}:\n{said}")


def npm_packages(folder: Path) -> Found:
    """Ask npm's register about what package-lock.json names, what only builds the assets too."""
    npm = shutil.which("npm")
    if npm is None:
        return Found(UNASKED, "npm is not here")
    done = subprocess.run(
        [npm, "audit", "--package-lock-only", "--json"], cwd=folder, capture_output=True, text=True, check=False
    )
    return npm_answer(done.stdout, done.stderr)


def npm_answer(answer: str, trouble: str) -> Found:
    """Return what npm's register answered, read from `npm audit --json`. Raises Broken for no answer of it at all."""
    try:
        said: Mapping[str, object] = json.loads(answer)
    except json.JSONDecodeError as fault:
        raise Broken(f"npm audit {FAULT}:\n{answer}\n{trouble}") from fault
    if "auditReportVersion" not in said:
        return Found(UNASKED, str(said.get("message") or trouble))
    weak = said.get("vulnerabilities")
    if not isinstance(weak, dict) or not weak:
        return Found(SOUND, "")
    return Found(WEAK, "\n".join(f"{name}: {each.get('severity')}, {each.get('range')}" for name, each in weak.items()))


def _as_project(folder: Path, pinned: tuple[tuple[str, str], ...]) -> None:
    """Lay the locked versions out as uv reads them: it asks about a lock of its own kind only."""
    (folder / "pyproject.toml").write_text('[project]\nname = "locked"\nversion = "0"\nrequires-python = ">=3.11"\n')
    lines = ["version = 1", "revision = 3", 'requires-python = ">=3.11"', "", "[[package]]", 'name = "locked"']
    # One package in two versions, by platform, is told apart by its version.
    needs = ", ".join(
        f'{{ name = "{name}", version = "{v}", source = {{ registry = "locked" }} }}' for name, v in pinned
    )
    lines += ['version = "0"', 'source = { virtual = "." }', f"dependencies = [{needs}]"]
    for name, version in pinned:
        lines += ["", "[[package]]", f'name = "{name}"', f'version = "{version}"', 'source = { registry = "locked" }']
    (folder / "uv.lock").write_text("\n".join(lines) + "\n")


def _said(name: str, found: Found) -> str:
    if found.outcome == SOUND:
        return f"{name}: no known weakness in any locked version."
    if found.outcome == WEAK:
        return (
            f"{name}: A LOCKED VERSION HAS A KNOWN WEAKNESS. Lock a newer one, as CONTRIBUTING.md says.\n{found.words}"
        )
    line = "!" * 100
    return (
        f"{line}\n{name}: NOBODY WAS ASKED. The register of weaknesses could not be reached from here, so this says nothing\n"
        f"about the dependencies. Run `python -m script.weaknesses` where it can be.\n{found.words}\n{line}"
    )


if __name__ == "__main__":
    sys.exit(main())
