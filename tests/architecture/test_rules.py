"""The house keeps its rules, and each rule can be broken: a planted fault is found."""

import subprocess
from collections.abc import Callable, Collection
from functools import cache
from pathlib import Path

import pytest

from tests.architecture import rules
from tests.architecture.planted import checkout, plant

Rule = Callable[[Path], Collection[str]]

# Over the limit today, with the size they may not outgrow. This list only ever gets shorter.
ALLOWED_FILES: dict[str, int] = {}
ALLOWED_FUNCTIONS: dict[str, int] = {}

# rule, where a fault is planted, the fault
FAULTS: list[tuple[Rule, str, str]] = [
    (rules.clock_reads, "src/wayhome/engine/late.py", "import datetime\nx = datetime.datetime.now()\n"),
    (rules.clock_reads, "src/wayhome/engine/late.py", "from datetime import date\nx = date.today()\n"),
    (rules.clock_reads, "src/wayhome/record/late.py", "import time\nx = time.time()\n"),
    (rules.clock_reads, "src/wayhome/record/late.py", "from django.utils import timezone\nx = timezone.now()\n"),
    (rules.clock_reads, "src/wayhome/record/late.py", "from django.utils.timezone import now\n"),
    (rules.odd_digits, "src/wayhome/desk/page.py", "x = int(y) if y.isdigit() else 1\n"),
    (rules.uncharted_rooms, "src/wayhome/attic/__init__.py", '"""The attic. Owns: boxes. Reads: nothing."""\n'),
    (rules.homeless_names, "src/wayhome/record/utils.py", "\n"),
    (rules.homeless_names, "src/wayhome/common/__init__.py", "\n"),
    (rules.long_files, "src/wayhome/engine/long.py", "x = 1\n" * 401),
    (rules.long_functions, "src/wayhome/engine/long.py", "def f():\n" + "    x = 1\n" * 51),
    (rules.borrowed_models, "src/wayhome/desk/reach.py", "from wayhome.record.models import Fact\n"),
    (rules.borrowed_models, "src/wayhome/desk/reach.py", "from wayhome.record import models\n"),
    (rules.borrowed_models, "src/wayhome/desk/reach.py", "from ..record.models.fact import Fact\n"),
    (rules.page_faults, "src/wayhome/desk/templates/desk/p.html", "<script>go()</script>\n"),
    (rules.page_faults, "src/wayhome/desk/templates/desk/p.html", '<p style="color: red">\n'),
    (rules.page_faults, "src/wayhome/desk/templates/desk/p.html", '<a href="#" onclick="go()">\n'),
    (rules.page_faults, "src/wayhome/desk/templates/desk/p.html", '<img src="//tiles.example/1.png">\n'),
    (rules.page_faults, "src/wayhome/ui/theme.css", "@font-face { src: url(https://fonts.example/a.woff2) }\n"),
    (rules.lock_hosts, "requirements/run.txt", "--index-url https://packages.example/simple\n"),
    (rules.lock_hosts, "uv.lock", "version = 1\n"),
    (rules.lock_hosts, "assets/package-lock.json", '"resolved": "https://packages.example/a.tgz",\n'),
    (rules.misnumbered_decisions, "docs/adr/9999-late.md", "# 7. Late\n"),
    (rules.uncited_values, "protocols/elsewhere/clocks/a.yaml", "clocks:\n  - id: told\n    due: {hours: 24}\n"),
]


def test_the_clock_is_read_in_the_platform_only() -> None:
    assert rules.clock_reads(rules.ROOT) == []


def test_a_number_is_asked_for_as_it_is_read() -> None:
    assert rules.odd_digits(rules.ROOT) == []


def test_every_room_has_its_charter() -> None:
    assert rules.uncharted_rooms(rules.ROOT) == []


def test_no_file_is_called_nothing_in_particular() -> None:
    assert rules.homeless_names(rules.ROOT) == []


@pytest.mark.parametrize(
    ("measure", "allowed"), [(rules.long_files, ALLOWED_FILES), (rules.long_functions, ALLOWED_FUNCTIONS)]
)
def test_nothing_is_too_long_and_the_excuses_shrink(
    measure: Callable[[Path], dict[str, int]], allowed: dict[str, int]
) -> None:
    found = measure(rules.ROOT)
    assert {name: size for name, size in found.items() if size > allowed.get(name, 0)} == {}
    assert [name for name in allowed if name not in found] == [], "no longer too long: take it off the list"


def test_a_room_keeps_its_tables_to_itself() -> None:
    assert rules.borrowed_models(rules.ROOT) == []


def test_pages_hold_no_inline_code_and_ask_no_other_server() -> None:
    assert rules.page_faults(rules.ROOT) == []


def test_locks_name_no_host() -> None:
    assert rules.lock_hosts(rules.ROOT) == []


def test_decisions_are_numbered_as_they_say() -> None:
    assert rules.misnumbered_decisions(rules.ROOT) == []


def test_every_clock_is_cited() -> None:
    assert rules.uncited_values(rules.ROOT) == []


def test_nothing_names_one_machine() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=rules.ROOT, capture_output=True, text=True, check=True)
    files = [rules.ROOT / name for name in listed.stdout.split("\0") if name]
    assert len(files) > 1
    assert rules.machine_paths(rules.ROOT, files) == []


def test_a_path_of_one_machine_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("See /" + "home/somebody/wayhome/notes.txt for more.\n")
    assert rules.machine_paths(tmp_path, [page]) == ["page.md:1"]


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return checkout(tmp_path_factory.mktemp("clean"))


@cache
def clean_faults(rule: Rule, clean: Path) -> frozenset[str]:
    """Return what a rule finds in the copy before anything is planted; each test takes its fault out again."""
    return frozenset(rule(clean))


@pytest.mark.parametrize(
    ("rule", "path", "fault"), FAULTS, ids=[f"{rule.__name__}-{n}" for n, (rule, _, _) in enumerate(FAULTS)]
)
def test_a_planted_fault_is_found(clean: Path, rule: Rule, path: str, fault: str) -> None:
    target = clean / path
    before = target.read_bytes() if target.exists() else None
    known = clean_faults(rule, clean)
    plant(clean, path, fault)
    try:
        assert set(rule(clean)) - known
    finally:
        target.unlink() if before is None else target.write_bytes(before)


def test_an_address_in_a_pack_or_a_link_is_not_a_request(tmp_path: Path) -> None:
    plant(tmp_path, "src/wayhome/desk/templates/desk/p.html", '<a href="https://www.gov.uk/">GOV.UK</a>\n')
    assert rules.page_faults(tmp_path) == []
