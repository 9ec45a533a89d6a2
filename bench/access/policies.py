"""Each question asked under the row policies, and with the same predicate by hand."""

from __future__ import annotations

import re
import statistics
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from time import perf_counter
from typing import Any
from uuid import UUID

import psycopg
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from wayhome.clocks.queries import duties
from wayhome.missing.queries import episodes
from wayhome.platform import wall
from wayhome.platform.models import User
from wayhome.platform.roles import enter
from wayhome.record.models import Child, ChildNow, Fact
from wayhome.record.queries import children

AUDIENCES, GRANTS = 64, 500  # the longest arrays that a policy may compare with
LIMITS = {"search": 1.5}  # of the ratio; 1.3 for every other question
SLACK_MS = 0.15  # below this a difference is the round trip's noise, not the policy's
_SUBJECT = {"record_child": "id", "record_fact": "coalesce(child_id, adult_id, context_id, authority_id)"}
_TABLES = ("record_child", "record_childnow", "record_fact", "missing_episode", "clocks_standing", "clocks_reading")
_NAMED = re.compile(
    rf'\b(from|join) "?({"|".join(_TABLES)})"?(?![\w.])(?: (?!where|cross|join|left|inner|on|order|group|limit)(\w+))?',
    re.IGNORECASE,
)
_HELD = {
    "mine": "wayhome_audiences()", "shared": "wayhome_shared()", "of_shared": "wayhome_shared_audiences()",
    "opened": "wayhome_opened()", "of_opened": "wayhome_opened_audiences()", "granted": "wayhome_granted()",
    "shut": "wayhome_excluded()",
}  # fmt: skip
_BY_HAND = """(select * from {table} where (audience_id = any('{mine}'::smallint[])
  or {subject} = any('{shared}'::uuid[]) and audience_id = any('{of_shared}'::smallint[])
  or {subject} = any('{opened}'::uuid[]) and audience_id = any('{of_opened}'::smallint[]))
  and (not restricted or {subject} = any('{granted}'::uuid[])) and not ({subject} = any('{shut}'::uuid[])))"""


def measured(reader: UUID, rounds: int, root_url: str) -> dict[str, dict[str, float]]:
    """Ask each question of the product's in turn both ways, on one connection; return medians and their ratio."""
    found = {}
    for name, ask in _questions(reader).items():
        with transaction.atomic():
            enter(reader)
            held = _arrays()
            with CaptureQueriesContext(connection) as captured:
                ask()
            (sql,) = [q["sql"] for q in captured.captured_queries]
        by_hand = _by_hand(sql, held)
        found[name] = _compared(reader, sql, by_hand, rounds, root_url)
    return found


def _questions(reader: UUID) -> dict[str, Callable[[], object]]:
    authority = User.objects.values_list("authority_id", flat=True).get(id=reader)
    with transaction.atomic():
        enter(reader)
        child = Child.objects.order_by("reference").values_list("id", flat=True)[0]
        fact = Fact.objects.filter(child_id=child).values_list("id", flat=True)[0]
        open_now = [each.episode_id for each in duties.board(closed_since=wall.now() - timedelta(days=7)).places]
    return {
        "a child by key": lambda: children.banner(child),
        "a fact by key": lambda: list(Fact.objects.filter(id=fact)),
        "a child's facts": lambda: list(Fact.objects.filter(child_id=child).order_by("-happened_from")[:50]),
        "episodes by key": lambda: episodes.by_ids(open_now),
        "board": lambda: duties.board(closed_since=wall.now() - timedelta(days=7)),
        "count of children": lambda: ChildNow.objects.filter(authority_id=authority).count(),
        "count of episodes": lambda: Fact.objects.filter(authority_id=authority, kind="missing.began").count(),
        "search: a name's beginning": lambda: children.find(authority, words="coral co"),
        "search: a reference": lambda: children.find(authority, words="B-00003"),
        "search: a day of birth": lambda: children.find(authority, born_on=date(2012, 2, 29)),
        "search: words in a timeline": lambda: _words(child),
    }


def _words(child: UUID) -> list[Any]:
    """Look for words among one child's facts, as the timeline does."""
    return list(Fact.objects.filter(child_id=child, text__icontains="news").order_by("-happened_from")[:50])


def _arrays() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("select " + ", ".join(f"({each})::text" for each in _HELD.values()))
        return dict(zip(_HELD, cursor.fetchone(), strict=True))


def _by_hand(sql: str, held: dict[str, str]) -> str:
    def guarded(match: re.Match[str]) -> str:
        word, table, alias = match.groups()
        subject = _SUBJECT.get(table, "child_id")
        return f"{word} {_BY_HAND.format(table=table, subject=subject, **held)} {alias or table}"

    return _NAMED.sub(guarded, sql)


def _compared(reader: UUID, sql: str, by_hand: str, rounds: int, root_url: str) -> dict[str, float]:
    """Ask both ways in turn of one process of the server, so that neither has a quicker core of the machine."""
    took: dict[str, list[float]] = {"wayhome_app": [], "wayhome_owner": []}
    asked = {"wayhome_app": sql, "wayhome_owner": by_hand}
    with psycopg.connect(root_url, cursor_factory=psycopg.ClientCursor) as raw, raw.cursor() as cursor:
        cursor.execute("select set_config('wayhome.user', %s, true)", [str(reader)])
        cursor.execute("set local max_parallel_workers_per_gather = 0")
        told = []
        for role, text in asked.items():
            cursor.execute(f"set local role {role}")
            told.append(_rows(cursor, text))
        assert told[0] == told[1], f"the two ways differ: {sql}"
        for _ in range(rounds):
            for role, text in asked.items():
                cursor.execute(f"set local role {role}")
                took[role].append(_timed(cursor, text))
    policy, hand = (statistics.median(each) * 1000 for each in took.values())
    return {"policy_ms": round(policy, 3), "by_hand_ms": round(hand, 3), "ratio": round(policy / hand, 2)}


def _rows(cursor: Any, sql: str) -> list[str]:
    cursor.execute(sql)
    return sorted(map(repr, cursor.fetchall()))


def _timed(cursor: Any, sql: str) -> float:
    began = perf_counter()
    cursor.execute(sql)
    cursor.fetchall()
    return perf_counter() - began


def arrays(reader: UUID) -> dict[str, int]:
    """Return how long the arrays are that the policies compare this reader's rows with."""
    with transaction.atomic():
        enter(reader)
        with connection.cursor() as cursor:
            cursor.execute("select " + ", ".join(f"cardinality({each})" for each in _HELD.values()))
            return dict(zip(_HELD, cursor.fetchone(), strict=True))


def over(asks: dict[str, dict[str, dict[str, float]]]) -> Iterable[str]:
    """Say of which questions the policy costs more than it may."""
    for reader, questions in asks.items():
        for name, each in questions.items():
            limit = LIMITS.get(name.partition(":")[0], 1.3)
            if each["ratio"] > limit and each["policy_ms"] - each["by_hand_ms"] > SLACK_MS:
                yield f"{name}, reader of {reader}: {each['ratio']} times the predicate by hand (at most {limit})"


def too_long(found: dict[str, dict[str, int]]) -> Iterable[str]:
    """Say of which readers an array is longer than a policy may compare with."""
    for reader, each in found.items():
        for name, most in (("mine", AUDIENCES), ("granted", GRANTS)):
            if each[name] > most:
                yield f"reader of {reader}: {each[name]} entries in {name} (at most {most})"
