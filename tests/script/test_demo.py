"""`./wayhome demo` as a person meets it: it comes up, says where and that nobody is real, and goes away."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests import scratch
from tests.architecture.rules import ROOT
from wayhome.platform.postgres import Cluster


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def demonstration(folder: Path, port: int) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run the demonstration in a folder of its own until the block ends; give it and what it said by then."""
    alone = {k: v for k, v in os.environ.items() if not k.startswith(("WAYHOME_", "DATABASE_URL", "DJANGO_"))}
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "wayhome"), "demo", "--port", str(port)],
        env={**alone, "WAYHOME_FOLDER": str(folder), "PYTHONUNBUFFERED": "1"}, cwd=ROOT,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
    )  # fmt: skip
    said: list[str] = []
    try:
        assert process.stdout is not None
        for line in process.stdout:
            said.append(line)
            if "Ctrl-C" in line:
                break
        yield process, "".join(said)
    finally:
        process.terminate()
        process.wait(30)


@pytest.fixture(scope="module")
def folder() -> Path:
    """Keep one demonstration between runs: inventing a year of it takes longer than all else here together."""
    return scratch.FOLDER / "demonstration"


def test_it_comes_up_says_who_is_in_it_and_stops(folder: Path) -> None:
    port = free_port()
    with demonstration(folder, port) as (process, said):
        assert f"http://localhost:{port}" in said, said
        assert "invented" in said
        with urllib.request.urlopen(f"http://localhost:{port}/") as page:
            assert "/login" in page.url
        assert process.poll() is None, process.stdout.read() if process.stdout else ""
        begun = time.monotonic()
        process.send_signal(signal.SIGINT)
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
        assert time.monotonic() - begun < 15
    assert not Cluster(folder / "database").is_running()
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


def test_second_start_prepares_nothing_again_and_says_the_same(folder: Path) -> None:
    """How quick that makes it is measured where nothing else runs: docs/performance.md."""
    stamps = {path: path.stat().st_mtime_ns for path in folder.glob("prepared-*.json")}
    assert stamps
    with demonstration(folder, free_port()) as (_, said):
        assert "Inventing" not in said
        assert all(email in said for email in ("ola.tamarisk@", "imogen.fairwind@")), said
    assert {path: path.stat().st_mtime_ns for path in folder.glob("prepared-*.json")} == stamps


def test_killed_demonstration_leaves_no_process_and_starts_again(folder: Path) -> None:
    port = free_port()
    with demonstration(folder, port) as (process, _):
        process.kill()
        process.wait(10)
        end = time.monotonic() + 10
        while time.monotonic() < end:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) != 0:
                    break
            time.sleep(0.1)
        else:
            pytest.fail("the web process outlived the one that started it")
    with demonstration(folder, port) as (_, said):
        assert f"http://localhost:{port}" in said, said
    assert not Cluster(folder / "database").is_running()
