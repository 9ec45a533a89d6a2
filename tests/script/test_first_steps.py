"""What a person meets first: the messages of `./wayhome` when something stands in its way."""

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from script import checks, database, demo, environment
from tests.architecture.rules import ROOT
from wayhome.platform.postgres import PostgresTrouble


def test_python_that_cannot_make_environments_is_told_the_one_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    with pytest.raises(environment.EnvironmentTrouble, match=r"apt-get install -y python3\.\d+-venv"):
        environment._new_environment()


def test_old_python_is_told_which_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    with pytest.raises(environment.EnvironmentTrouble, match="3.11 or newer; this is 3.9.2"):
        environment.enter(environment.RUN)


def test_environment_is_filled_again_when_a_lock_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("uv", "run", "test"):
        (tmp_path / f"{name}.txt").write_text("a==1\n")
    (tmp_path / "requirements").mkdir()
    for name in ("run", "test"):
        (tmp_path / "requirements" / f"{name}.txt").write_text("a==1\n")
    (tmp_path / "pyproject.toml").write_text("")
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "TOOLS_LOCK", tmp_path / "uv.txt")
    monkeypatch.setattr(environment, "STAMP", tmp_path / "stamp.json")
    assert not environment._holds("run")
    (tmp_path / "stamp.json").write_text(json.dumps({"lock": "test", "digest": environment._digest("test")}))
    assert environment._holds("test")
    assert environment._holds("run"), "what the tests need contains what the product needs"
    (tmp_path / "requirements" / "test.txt").write_text("a==2\n")
    assert not environment._holds("run")
    assert environment._stamp()["lock"] == "test", "so that filling it again keeps the tests' tools"


def test_script_needs_only_the_standard_library_to_begin() -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r}); import script.environment"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_taken_port_is_named_with_the_way_round_it(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert demo.main(["--port", str(port)]) == 2
    assert f"Port {port} is taken" in capsys.readouterr().err


def test_second_request_to_stop_changes_nothing() -> None:
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        stop = demo._Stop()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGINT):
            os.kill(os.getpid(), number)
        assert stop.asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def test_own_server_needs_both_addresses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://wayhome_app@db.example/wayhome")
    monkeypatch.delenv("WAYHOME_OWNER_URL", raising=False)
    with pytest.raises(PostgresTrouble, match="WAYHOME_OWNER_URL"), database.product_environment(tmp_path):
        pass


def test_own_server_is_never_given_invented_people(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://wayhome_app@db.example/wayhome")
    monkeypatch.setenv("WAYHOME_OWNER_URL", "postgresql://wayhome_owner@db.example/wayhome")
    monkeypatch.setenv(database.DEMONSTRATION, "1")
    with database.product_environment(tmp_path / "unused") as given:
        assert database.DEMONSTRATION not in given
    assert not (tmp_path / "unused").exists()


def test_unknown_room_is_told_which_there_are() -> None:
    with pytest.raises(checks._CannotTest, match="no tests for a room called attic. There are: .*architecture"):
        checks._targets(["attic"])


def test_one_room_brings_the_rules_of_the_house() -> None:
    assert checks._targets(["platform"]) == [str(checks.TESTS / "platform"), str(checks.TESTS / "architecture")]


def test_missing_chromium_is_named_with_the_one_command(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("WAYHOME_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(checks._CannotTest, match="apt-get install -y --no-install-recommends chromium"):
        checks._chromium()


def test_nothing_tested_is_not_a_pass(tmp_path: Path) -> None:
    (tmp_path / "test_nothing.py").write_text("")
    assert checks._pytest([str(tmp_path)], dict(os.environ), browser=True) == checks.FAILED


def test_failing_test_fails_and_passing_test_passes(tmp_path: Path) -> None:
    page = tmp_path / "test_one.py"
    page.write_text("def test_one():\n    assert 1 + 1 == 3\n")
    assert checks._pytest([str(tmp_path)], dict(os.environ), browser=True) == checks.FAILED
    page.write_text("def test_one():\n    assert 1 + 1 == 2\n")
    assert checks._pytest([str(tmp_path)], dict(os.environ), browser=True) == checks.PASSED
