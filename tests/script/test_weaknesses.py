"""A locked version with a known weakness stops the checks; a register that nobody reaches does not, and is said."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from script import weaknesses
from script.environment import ROOT
from script.weaknesses import SOUND, UNASKED, WEAK

WORD = "PYSEC-INVENTED-1"
PLANTED = ("jinja2", "2.11.2")


class Register(BaseHTTPRequestHandler):
    """OSV's interface over one invented weakness: `querybatch` gives ids, `vulns/<id>` what they are."""

    asked: ClassVar[list[dict[str, object]]] = []

    def do_POST(self) -> None:
        given = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.asked.extend(given["queries"])
        told = [
            {"vulns": [{"id": WORD, "modified": "2026-01-01T00:00:00Z"}]} if _planted(q) else {}
            for q in given["queries"]
        ]
        self._answer({"results": told})

    def do_GET(self) -> None:
        self._answer({
            "id": WORD, "modified": "2026-01-01T00:00:00Z", "published": "2026-01-01T00:00:00Z",
            "summary": "An invented weakness", "details": "Invented for a test",
            "affected": [{"package": {"ecosystem": "PyPI", "name": PLANTED[0]}, "versions": [PLANTED[1]]}],
        })  # fmt: skip

    def _answer(self, said: dict[str, object]) -> None:
        body = json.dumps(said).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing in the tests' output."""


def _planted(query: dict[str, object]) -> bool:
    package = query["package"]
    assert isinstance(package, dict)
    return (package["name"], query["version"]) == PLANTED


@pytest.fixture
def register() -> Iterator[str]:
    """Serve the register on this machine and give its address."""
    Register.asked.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Register)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_every_locked_version_is_asked_about_and_a_planted_one_found(register: str) -> None:
    locked = weaknesses.pins(path.read_text() for path in (ROOT / "requirements").glob("*.txt"))
    assert len(locked) > 60 and ("django", dict(locked)["django"]) in locked and PLANTED not in locked
    assert weaknesses.python_packages(locked, service=register).outcome == SOUND
    told = {(q["package"]["name"], q["version"]) for q in Register.asked}  # type: ignore[index]
    assert told == set(locked), "not one is left out"
    found = weaknesses.python_packages([*locked, PLANTED], service=register)
    assert found.outcome == WEAK and WORD in found.words and PLANTED[0] in found.words.lower()


def test_a_register_that_cannot_be_reached_is_said_loudly_and_breaks_nothing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UV_HTTP_RETRIES", "0")
    found = weaknesses.python_packages([PLANTED], service="http://127.0.0.1:1/")
    assert found.outcome == UNASKED
    monkeypatch.setattr(weaknesses, "python_packages", lambda _: found)
    monkeypatch.setattr(weaknesses, "npm_packages", lambda _: weaknesses.Found(SOUND, ""))
    assert weaknesses.main() == 0
    assert "NOBODY WAS ASKED" in capsys.readouterr().out
    monkeypatch.setattr(weaknesses, "npm_packages", lambda _: weaknesses.Found(WEAK, "minimist: critical, <1.2.6"))
    assert weaknesses.main() == 1
    assert "minimist" in capsys.readouterr().out


def test_what_npm_answers_is_read() -> None:
    weak = {"minimist": {"severity": "critical", "range": "<1.2.6"}}
    assert weaknesses.npm_answer(json.dumps({"auditReportVersion": 2, "vulnerabilities": weak}), "").outcome == WEAK
    assert weaknesses.npm_answer(json.dumps({"auditReportVersion": 2, "vulnerabilities": {}}), "").outcome == SOUND
    refused = {"message": "405 Method Not Allowed", "error": {"summary": "", "detail": ""}}
    assert weaknesses.npm_answer(json.dumps(refused), "").outcome == UNASKED
    with pytest.raises(weaknesses.Broken):
        weaknesses.npm_answer("", "a fault of npm's own")
