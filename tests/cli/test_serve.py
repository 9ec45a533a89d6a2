"""`wayhome serve`: answers, and refuses a database role that the policies do not bind."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from tests import scratch

ROOT = Path(__file__).resolve().parents[2]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _serve(url: str, port: int) -> subprocess.Popen[str]:
    environment = {**os.environ, **scratch.CLUSTER.environment(scratch.DATABASE), "DATABASE_URL": url}
    return subprocess.Popen(
        [sys.executable, "-m", "wayhome.cli", "serve", "--port", str(port)],
        env=environment, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


def test_it_answers(django_db_setup: None) -> None:
    port = _free_port()
    process = _serve(scratch.CLUSTER.url("wayhome_app", scratch.DATABASE), port)
    try:
        end = time.monotonic() + 60
        while True:
            try:
                with urllib.request.urlopen(f"http://localhost:{port}/healthy", timeout=10) as answer:
                    assert answer.status == 200
                    break
            except OSError:
                assert process.poll() is None and time.monotonic() < end
                time.sleep(0.1)
    finally:
        process.terminate()
        process.wait(20)


def test_the_owner_serves_nobody(django_db_setup: None) -> None:
    process = _serve(scratch.CLUSTER.url("wayhome_owner", scratch.DATABASE), _free_port())
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "wayhome_owner owns tables" in said
    assert "wayhome_app" in said
