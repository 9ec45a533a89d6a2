"""Run the audit's bench: `python -m bench.audit [--seconds S] [--rounds N] [--writers N] [--json FILE]`.

Each writer adds rows to a table, a transaction each. Three tables stand side by side in one scratch database: one with no
trigger; one whose trigger writes a plain line into a partitioned log with two indexes; one whose trigger writes an entry
into the product's own audit trail, placed, salted and indexed, while a worker hashes and seals it every second. The
sealed round lasts until all it wrote is under a root. Writers keep their connections from round to round, as the product
does. Rounds are short and interleaved, so that what else the machine does falls on all three alike; every figure is a
ratio inside this run.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import threading
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from time import perf_counter

import psycopg
from psycopg import sql

from bench import house

LIMIT = 1.25  # the cost at four writers beside a plain audit trigger
SORTS = ("none", "plain", "sealed")
WARM = 0.3  # seconds a sort, not counted: a connection learns its tables

TABLES = """
create table bench_none (id bigserial primary key, body text not null);
create table bench_plain (like bench_none including all);
create table bench_sealed (like bench_none including all);
create table bench_log (id bigserial, at timestamptz not null default clock_timestamp(), authority_id uuid not null,
  user_id uuid, agency_id uuid, verb text not null, what text not null, through text not null, subjects jsonb not null,
  primary key (at, id)) partition by range (at);
create table bench_log_all partition of bench_log default;
create index on bench_log (authority_id, user_id, at);
create index on bench_log using gin (subjects jsonb_path_ops);
create function bench_plain() returns trigger language plpgsql as $$ begin
  insert into bench_log (authority_id, user_id, agency_id, verb, what, through, subjects)
  values (wayhome_bench(), wayhome_bench(), wayhome_bench(), 'record', 'a fact', 'bench',
    jsonb_build_array(gen_random_uuid()));
  return null; end $$;
create function bench_sealed() returns trigger language plpgsql as $$ begin
  insert into platform_auditentry (at, authority_id, user_id, agency_id, verb, what, through, subjects)
  values (clock_timestamp(), wayhome_bench(), wayhome_bench(), wayhome_bench(), 'record', 'a fact', 'bench',
    jsonb_build_array(gen_random_uuid()));
  return null; end $$;
create trigger audit after insert on bench_plain for each row execute function bench_plain();
create trigger audit after insert on bench_sealed for each row execute function bench_sealed();
"""
ONE = (
    "create function wayhome_bench() returns uuid language sql immutable as "
    "$$ select '00000000-0000-4000-8000-000000000001'::uuid $$"
)


def main() -> int:
    """Measure and print; return 1 when sealing costs more than it may."""
    parser = argparse.ArgumentParser(prog="bench.audit", description=__doc__)
    parser.add_argument("--seconds", type=float, default=1)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--writers", type=int, default=4)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    with house.scratch(throwaway=False, as_owner=False) as place:
        found = _run(asked, place)
    house.told(found, asked)
    return 0 if found["cost_beside_a_plain_trigger"] <= LIMIT else 1


def _run(asked: argparse.Namespace, place: house.House) -> dict[str, float]:
    url = place.owner_url
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute(ONE)
        owner.execute(TABLES)
    stop, sealing = threading.Event(), threading.Lock()
    sealer = threading.Thread(target=_seal_on, args=(stop, sealing))
    rates: dict[str, list[float]] = {sort: [] for sort in SORTS}
    with ExitStack() as kept:
        writers = [kept.enter_context(psycopg.connect(url, autocommit=True)) for _ in range(asked.writers)]
        for sort in SORTS:
            _round(writers, sort, WARM, sealing)
        sealer.start()
        try:
            for number in range(asked.rounds):
                for sort in SORTS[number % 3 :] + SORTS[: number % 3]:
                    rates[sort].append(_round(writers, sort, asked.seconds, sealing))
        finally:
            stop.set()
            sealer.join()
    return _figures(url, rates, asked.writers)


def _figures(url: str, rates: dict[str, list[float]], writers: int) -> dict[str, float]:
    middle = {sort: statistics.median(found) for sort, found in rates.items()}
    each = [plain / sealed for plain, sealed in zip(rates["plain"], rates["sealed"], strict=True)]
    with psycopg.connect(url) as owner:
        row = owner.execute("select count(*), coalesce(max(size), 0) from platform_auditseal").fetchone() or (0, 0)
    return {
        "writers": writers,
        **{f"{sort}_rows_a_second": round(rate, 1) for sort, rate in middle.items()},
        "cost_beside_a_plain_trigger": round(statistics.median(each), 3),
        "lowest": round(min(each), 3),
        "highest": round(max(each), 3),
        "cost_beside_no_audit": round(middle["none"] / middle["sealed"], 3),
        "seals": row[0],
        "sealed_entries": row[1],
    }


def _round(writers: list[psycopg.Connection], sort: str, seconds: float, sealing: threading.Lock) -> float:
    """Let the writers add rows for so many seconds, and seal what is to be sealed; return rows a second."""
    done = [0] * len(writers)
    start = threading.Barrier(len(writers) + 1)
    insert = sql.SQL("insert into {} (body) values ('some words of a fact')").format(sql.Identifier(f"bench_{sort}"))

    def write(which: int) -> None:
        start.wait()
        end = perf_counter() + seconds
        while perf_counter() < end:
            writers[which].execute(insert)
            done[which] += 1

    threads = [threading.Thread(target=write, args=(which,)) for which in range(len(writers))]
    for thread in threads:
        thread.start()
    start.wait()
    began = perf_counter()
    for thread in threads:
        thread.join()
    if sort == "sealed":
        _seal(timedelta(0), sealing)
    return sum(done) / (perf_counter() - began)


def _seal(every: timedelta, one_at_a_time: threading.Lock) -> None:
    from wayhome.platform import wall
    from wayhome.platform.operations import sealing

    with one_at_a_time:
        sealing.seal(now=wall.now(), every=every)


def _seal_on(stop: threading.Event, one_at_a_time: threading.Lock) -> None:
    while not stop.wait(1):
        _seal(timedelta(seconds=1), one_at_a_time)


if __name__ == "__main__":
    sys.exit(main())
