"""Import order, strict types and migrations: each contract holds, and each goes red when it is broken."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.planted import checkout, plant
from tests.architecture.rules import ROOT

LINT_IMPORTS = Path(sys.executable).parent / "lint-imports"
IMPORT_FAULTS = {
    "a room above": ("src/wayhome/record/up.py", "import wayhome.clocks\n", "A room imports only rooms below it"),
    "a stranger": ("src/wayhome/platform/over.py", "import wayhome.ui\n", "A room imports only rooms below it"),
    "a room nobody placed": ("src/wayhome/attic/__init__.py", "", "A room imports only rooms below it"),
    "engine wants Django": ("src/wayhome/engine/up.py", "import django\n", "needs nothing but the standard library"),
    "engine wants YAML": ("src/wayhome/engine/up.py", "import yaml\n", "needs nothing but the standard library"),
    "packs want Django": ("src/wayhome/packs/up.py", "import django.conf\n", "without Django or a database"),
}


def run(command: list[str], root: Path) -> subprocess.CompletedProcess[str]:
    """Run `command` on the sources in `root` instead of those of this checkout."""
    environment = {**os.environ, "PYTHONPATH": str(root / "src")}
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)


def lint(root: Path) -> subprocess.CompletedProcess[str]:
    return run([str(LINT_IMPORTS), "--no-logo", "--no-cache"], root)


def test_rooms_import_downwards_only() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = checkout(tmp_path_factory.mktemp("house"))
    for room in ("clocks", "ui", "record", "platform"):
        plant(root, f"src/wayhome/{room}/__init__.py", "")
    return root


@pytest.mark.parametrize("name", IMPORT_FAULTS)
def test_an_import_against_the_order_breaks_its_contract(house: Path, name: str) -> None:
    path, fault, contract = IMPORT_FAULTS[name]
    plant(house, path, fault)
    try:
        done = lint(house)
    finally:
        (house / path).unlink()
        if (house / path).name == "__init__.py":
            shutil.rmtree((house / path).parent)
    assert done.returncode != 0
    assert re.search(rf"{contract}.*(BROKEN|\n)|{contract}", done.stdout), done.stdout
    assert "BROKEN" in done.stdout or "not listed" in done.stdout or "exhaustive" in done.stdout.lower(), done.stdout


@pytest.mark.parametrize("room", ["engine", "packs", "record/operations", "record/queries"])
def test_an_untyped_function_is_refused_where_types_are_strict(tmp_path: Path, room: str) -> None:
    plant(tmp_path, f"src/wayhome/{room}/loose.py", "def due(hours):\n    return hours\n")
    plant(tmp_path, f"src/wayhome/{room}/firm.py", "def due(hours: int) -> int:\n    return hours\n")
    for folder in {
        Path("src/wayhome"),
        *(Path("src/wayhome") / p for p in [room, *Path(room).parents] if str(p) != "."),
    }:
        plant(tmp_path, str(folder / "__init__.py"), "")
    # Django's own types are of no concern to a planted function, and need the whole product to be importable.
    settings = (ROOT / "pyproject.toml").read_text().replace('plugins = ["mypy_django_plugin.main"]', "")
    (tmp_path / "pyproject.toml").write_text(settings)
    done = run([sys.executable, "-m", "mypy", "src"], tmp_path)
    assert "loose.py:1: error: Function is missing a type annotation  [no-untyped-def]" in done.stdout, done.stdout
    assert "firm.py" not in done.stdout


def test_engine_runs_where_nothing_is_installed(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "src" / "wayhome" / "engine", tmp_path / "wayhome" / "engine")
    shutil.copy(ROOT / "src" / "wayhome" / "__init__.py", tmp_path / "wayhome")
    modules = ["wayhome.engine", *(f"wayhome.engine.{p.stem}" for p in (tmp_path / "wayhome/engine").glob("[a-z]*.py"))]
    program = f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n" + "".join(f"import {name}\n" for name in modules)
    program += "import importlib.util\nassert importlib.util.find_spec('django') is None\n"
    # -I -S: no site-packages, no settings from outside; only the standard library is there.
    done = subprocess.run([sys.executable, "-I", "-S", "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert len(modules) > 3
