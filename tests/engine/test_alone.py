"""The engine stands alone: standard library only, no Django, no clock on the wall, no files."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import wayhome.engine

HOME = Path(wayhome.engine.__file__).parent
MODULES = sorted(HOME.rglob("*.py"))
FORBIDDEN = {"now", "today", "utcnow", "time_ns", "open", "read_text", "getenv"}

WITHOUT_DJANGO = """
import sys
class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"django", "yaml", "holidays", "numpy"}:
            raise ImportError(name + " is blocked here")
sys.meta_path.insert(0, Blocked())
import importlib, pkgutil, wayhome.engine
for module in pkgutil.walk_packages(wayhome.engine.__path__, "wayhome.engine."):
    importlib.import_module(module.name)
from datetime import UTC, date, datetime
from wayhome.engine.calendars import Calendar
from wayhome.engine.clocks import read
from wayhome.engine.facts import Fact, Situation
from wayhome.engine.language import *
from wayhome.engine.moments import exact_moment
at = datetime(2026, 3, 2, 10, tzinfo=UTC)
clock = Clock("check", "Check", (Citation("A", "1"),), Per.EPISODE, StartsAt(Trigger(("missing.began",))),
              Due(Span(1, Unit.HOURS)), "worker", (Trigger(("done",)),))
fact = Fact("f", "f", "missing.began", "c", exact_moment(at), at, at, "e")
(reading,) = read(Protocol("p@1", "p", "P", Vocabulary({}), (clock,)), Situation("c", (fact,)),
                  Calendar("E", frozenset(), date(2026, 1, 1), date(2026, 12, 31), "h"), at)
assert not any(name.partition(".")[0] == "django" for name in sys.modules)
print(reading.state, reading.due.isoformat())
"""


def imports_beyond_the_library(source: str) -> list[str]:
    """List what a module imports that is neither the standard library nor the engine."""
    found = []
    for node in ast.walk(ast.parse(source)):
        names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        found += [
            name
            for name in names
            if name.partition(".")[0] not in sys.stdlib_module_names and not name.startswith("wayhome.engine")
        ]
    return found


def impure_calls(source: str) -> list[str]:
    """List calls that would ask the time or read a file."""
    calls = [node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    names = [call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "") for call in calls]
    return [name for name in names if name in FORBIDDEN]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_only_the_standard_library_and_no_clock_on_the_wall(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert imports_beyond_the_library(source) == []
    assert impure_calls(source) == []


def test_the_scan_sees_a_fault() -> None:
    assert imports_beyond_the_library("import django.db\nfrom wayhome.packs import x") == ["django.db", "wayhome.packs"]
    assert impure_calls("datetime.now()\nopen('x')") == ["now", "open"]


def test_reads_a_duty_where_django_cannot_be_imported() -> None:
    run = subprocess.run([sys.executable, "-c", WITHOUT_DJANGO], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert run.stdout.split() == ["due-soon", "2026-03-02T11:00:00+00:00"]
