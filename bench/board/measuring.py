"""What is measured: a board page against its own statements, a new fact to stored readings, how soon late is shown."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from time import perf_counter, sleep
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from wayhome.clocks import announcements as clocks
from wayhome.clocks.announcements import Fired
from wayhome.clocks.operations import recompute
from wayhome.clocks.queries import duties
from wayhome.engine.facts import Moment
from wayhome.missing.operations import episodes
from wayhome.platform import wall
from wayhome.platform.actor import Actor
from wayhome.platform.models import User
from wayhome.platform.roles import enter
from wayhome.record import announcements
from wayhome.record.announcements import Recorded
from wayhome.record.operations.facts import Draft, record
from wayhome.record.subjects import Subject
from wayhome.worklists.operations import worker

ADDRESS = "/missing/board"


def calibration() -> float:
    """Time two million additions, in seconds: how busy this machine is."""
    began, total = perf_counter(), 0
    for i in range(2_000_000):
        total += i
    return perf_counter() - began


def milliseconds(times: Sequence[float]) -> dict[str, float]:
    """Return the middle and the tails, in milliseconds."""
    ordered = sorted(times)

    def at(share: float) -> float:
        return round(ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000, 2)

    return {"p50": at(0.5), "p95": at(0.95), "p99": at(0.99)}


def _time(act: Callable[[], object]) -> float:
    began = perf_counter()
    act()
    return perf_counter() - began


def board(reader: UUID, requests: int) -> dict[str, Any]:
    """Ask for the board as one reader; interleave its own statements, replayed on the same connection."""
    client = Client(headers={"host": "localhost"})
    client.force_login(_user(reader), backend="wayhome.platform.web.backend.Entering")
    for _ in range(5):
        answer = client.get(ADDRESS)
    assert answer.status_code == 200, answer.status_code
    with CaptureQueriesContext(connection) as captured:
        client.get(ADDRESS)
    statements = [q["sql"] for q in captured.captured_queries]
    page, floor = [], []
    for _ in range(requests):
        page.append(_time(lambda: client.get(ADDRESS)))
        floor.append(_time(lambda: _replay(statements)))
    pages, floors = milliseconds(page), milliseconds(floor)
    return {
        "statements": len(statements),
        "bytes": len(answer.content),
        "page_ms": pages,
        "own_sql_ms": floors,
        "p95_ratio": round(pages["p95"] / floors["p95"], 2),
        "p50_ratio": round(pages["p50"] / floors["p50"], 2),
    }


def _replay(statements: Sequence[str]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for sql in statements:
            if sql not in {"BEGIN", "COMMIT"}:
                cursor.execute(sql)
                if cursor.description:
                    cursor.fetchall()


def _user(reader: UUID) -> User:
    with transaction.atomic():
        return User.objects.get(id=reader)


def _actor(reader: UUID) -> Actor:
    user = _user(reader)
    assert user.agency_id and user.authority_id
    return Actor(user.id, user.display_name, user.agency_id, user.authority_id, "bench")


def writes(reader: UUID, children: Sequence[UUID], count: int) -> dict[str, Any]:
    """Record one new fact for each of many children, of kinds in turn.

    Timed: the whole write; within it, from the recorded fact to its stored readings, and to the notices of the steps of
    escalation that fell due by it (nobody holds a post here, so each climbs the whole ladder); a recomputation of its
    own, that finds nothing changed; and that one's statements, replayed.
    """
    actor = _actor(reader)
    stored, told = _within_writes()
    whole, again, floor = [], [], []

    for place in range(count + 10):
        child = children[place % len(children)]
        whole.append(_time(partial(_write, actor, child, *KINDS[place % len(KINDS)])))
        again.append(_time(partial(_again, child)))
        if not floor:
            with CaptureQueriesContext(connection) as captured:
                _again(child)
        floor.append(_time(lambda: _replay([q["sql"] for q in captured.captured_queries])))
    times = {"whole_write_ms": whole, "fact_to_readings_ms": stored, "fact_to_notices_ms": told}
    times |= {"recompute_ms": again, "own_sql_ms": floor}
    return {name: milliseconds(each[10:]) for name, each in times.items()}


KINDS = (
    ("child.plan", "child-protection"), ("child.care-status", "looked-after"), ("child.placement", "here"),
    ("child.plan", "none"), ("child.care-status", "not-looked-after"),
)  # fmt: skip


def _write(actor: Actor, child: UUID, kind: str, code: str) -> None:
    with transaction.atomic():
        enter(actor.user)
        now = wall.now()
        record(actor=actor, child=child, drafts=[Draft(kind, Moment(now, now), now, code=code)])


def _again(child: UUID) -> None:
    with transaction.atomic():
        recompute.recompute(Subject.child(child), now=wall.now())


def _within_writes() -> tuple[list[float], list[float]]:
    """Return two lists that fill with seconds from each recorded fact: to its stored readings, and to the notices sent."""
    began, readings, notices = [0.0], list[float](), list[float]()

    def before(_: Recorded) -> None:
        began[0] = perf_counter()

    def stored(_: Sequence[Fired]) -> None:
        readings.append(perf_counter() - began[0])

    def after(_: Recorded) -> None:
        notices.append(perf_counter() - began[0])
        if len(readings) < len(notices):  # no step fell due: the end of the readings is the end of all
            readings.append(notices[-1])

    clocks.subscribe("bench.stored", stored, first=True)
    announcements.subscribe(29, "bench.before", before, lambda children, each: None)
    announcements.subscribe(31, "bench.after", after, lambda children, each: None)
    return readings, notices


def overdue(reader: UUID, child: UUID) -> dict[str, float]:
    """Let a duty fall due while a worker runs; say how long after that it is shown and how long until it is noticed."""
    actor = _actor(reader)
    due = wall.now() + timedelta(seconds=4)
    began = due - timedelta(hours=24)
    with transaction.atomic():
        enter(actor.user)
        now = wall.now()
        drafts = [
            Draft("child.care-status", Moment(began, began), now, code="looked-after"),
            Draft("child.placement", Moment(began, began), now, code="here"),
        ]
        record(actor=actor, child=child, drafts=drafts)
        report = episodes.Report(category="missing", since=Moment(began, began), immediate_danger="no")
        episode = episodes.report(actor=actor, child=child, report=report, told_at=now)
    stop = threading.Event()
    working = threading.Thread(target=_work, args=(stop,))
    working.start()
    shown = noticed = 0.0
    try:
        while not (shown and noticed) and wall.now() < due + timedelta(seconds=20):
            with transaction.atomic():
                enter(actor.user)
                duty = next(d for d in duties.of_episode(episode) if d.clock == "strategy-to-locate")
            now = wall.now()
            if not shown and duty.state_at(now) == "breached":
                shown = (now - due).total_seconds()
            if not noticed and duty.state == "breached":
                noticed = (now - due).total_seconds()
            sleep(0.02)
    finally:
        stop.set()
        working.join()
    return {"shown_after_s": round(shown, 3), "noticed_after_s": round(noticed, 3)}


def _work(stop: threading.Event) -> None:
    try:
        worker.run(stop)
    finally:
        connection.close()
