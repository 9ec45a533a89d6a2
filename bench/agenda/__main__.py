"""Run the agenda's bench: `python -m bench.agenda [--children N] [--facts N] [--times N] [--json FILE]`.

A region of four authorities keeps one weekly meeting's agenda. Uses a scratch server of its own and throws it away.
Making the agenda, making it again, and showing it are each a ratio to the time the database took for it;
the number of statements may not depend on how many children there are.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from time import perf_counter, process_time
from typing import Any
from uuid import UUID

from bench import house


@dataclass(frozen=True, slots=True)
class Took:
    """One request in seconds: whole, its statements, our own processor's time and the database's; how many statements.

    The last two do not count what other work on the machine took: on cores of its own a request takes about their sum.
    """

    whole: float
    sql: float
    cpu: float
    database_cpu: float
    statements: int


def main() -> int:
    """Fill, measure, print; return 1 when the agenda asks more of the database for more children."""
    parser = argparse.ArgumentParser(prog="bench.agenda", description=__doc__)
    parser.add_argument("--children", type=int, default=3000)
    parser.add_argument("--facts", type=int, default=40, help="facts a child, besides what puts some on the agenda")
    parser.add_argument("--times", type=int, default=9)
    parser.add_argument("--seed", type=int, default=20260701)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    with house.scratch() as place:
        found = _run(asked, place)
    house.told(found, asked)
    return 0 if found["statements_are_steady"] else 1


def _run(asked: argparse.Namespace, place: house.House) -> dict[str, Any]:

    from bench.agenda import region
    from bench.board import measuring
    from wayhome.platform import wall

    sizes = {"few": 40, "many": asked.children}
    chairs = {name: region.found(name) for name in sizes}
    facts = {
        name: region.fill(chairs[name], place.root_url, size, asked.facts, asked.seed, wall.now())
        for name, size in sizes.items()
    }
    # From here on as the role that serves, which the policies bind.
    place.served()
    agendas = {f"{sizes[name]} children": _agenda(each.chair, asked.times) for name, each in chairs.items()}
    counts = [tuple(each[step]["statements"] for step in ("made", "made_again", "shown")) for each in agendas.values()]
    return {
        "calibration_s": statistics.median(measuring.calibration() for _ in range(3)),
        "authorities": len(region.AUTHORITIES),
        "facts": facts["many"],
        "agendas": agendas,
        # A long agenda's first page may lack what a short one has (contexts come last): it may ask less, never more.
        "statements_are_steady": all(many <= few for few, many in zip(*counts, strict=True)),
    }


def _agenda(chair: UUID, times: int) -> dict[str, Any]:
    """Measure the first making, and the making again, each of so many meetings; then the page.

    On a connection of its own: one that checked a foreign key while the meetings' tables were all but empty keeps the
    plan it made for that, until the server next analyzes them of itself, which a bench does not wait for.
    """
    from django.db import connection, transaction
    from django.test import Client

    from wayhome.forums.operations import diary
    from wayhome.platform import wall
    from wayhome.platform.actor import Actor
    from wayhome.platform.models import User
    from wayhome.platform.roles import enter

    connection.close()
    with transaction.atomic():
        user = User.objects.get(id=chair)
    assert user.agency_id and user.authority_id
    actor = Actor(user.id, user.display_name, user.agency_id, user.authority_id, "bench")
    meetings = []
    for place in range(times + 1):
        with transaction.atomic():
            enter(chair)
            opens = wall.now() + timedelta(days=2, minutes=place)
            meetings.append(diary.plan(actor=actor, forum="weekly-met", opens_at=opens))
    client = Client(headers={"host": "localhost"})
    client.force_login(user, backend="wayhome.platform.web.backend.Entering")
    made = [_gathered(client, meeting) for meeting in meetings]
    again = [_gathered(client, meeting) for meeting in meetings]
    shown = [_shown(client, meeting) for meeting in meetings]
    return {"made": _summed(made), "made_again": _summed(again), "shown": _summed(shown)}


def _gathered(client: Any, meeting: UUID) -> Took:
    return _asked(lambda: client.post(f"/meetings/{meeting}/do", {"do": "gather"}), 302)


def _shown(client: Any, meeting: UUID) -> Took:
    return _asked(lambda: client.get(f"/meetings/{meeting}"), 200)


def _asked(ask: Any, status: int) -> Took:
    """Return how long a request took, how long of it the database did, and in how many statements."""
    from django.db import connection

    spent: list[float] = []

    def timed(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        began = perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            spent.append(perf_counter() - began)

    began, busy, base = perf_counter(), process_time(), _backend()
    with connection.execute_wrapper(timed):
        answer = ask()
    took, busy = perf_counter() - began, process_time() - busy
    assert answer.status_code == status, answer.status_code
    return Took(took, sum(spent), busy, _backend() - base, len(spent))


def _backend() -> float:
    """Return the seconds of processor our connection's server process has had, as Linux counts them."""
    from django.db import connection

    connection.ensure_connection()
    pid = connection.connection.info.backend_pid
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


def _summed(asked: list[Took]) -> dict[str, Any]:
    from bench.board.measuring import milliseconds

    warm = asked[1:]
    whole, floor = milliseconds([each.whole for each in warm]), milliseconds([each.sql for each in warm])
    return {
        "statements": max(each.statements for each in warm),
        "server_ms": whole,
        "own_sql_ms": floor,
        "python_cpu_ms": milliseconds([each.cpu for each in warm]),
        "database_cpu_ms": milliseconds([each.database_cpu for each in warm]),
        "both_cpu_ms": milliseconds([each.cpu + each.database_cpu for each in warm]),
        "p50_ratio": round(whole["p50"] / floor["p50"], 2),
    }


if __name__ == "__main__":
    sys.exit(main())
