"""What must be true of any house, whatever was killed in it: each promise returns the complaints it has, in words.

They read as the cluster's superuser, past every policy, so that nothing can hide.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

import psycopg

from wayhome.clocks.operations import sweep
from wayhome.platform import wall

Root = psycopg.Connection[tuple[object, ...]]


def acknowledged_writes_are_in_the_ledger_once(root: Root, acknowledged: Mapping[str, UUID]) -> list[str]:
    """Each write that was answered with success is in the ledger, current, once, on the episode it was answered with."""
    found: dict[str, list[UUID]] = {}
    rows = root.execute(
        "select text, episode_id from record_fact where text = any(%s)", [list(acknowledged)]
    ).fetchall()
    for text, episode in rows:
        found.setdefault(str(text), []).append(episode)  # type: ignore[arg-type]
    return [
        f"“{words}” was acknowledged on episode {episode} and is in the ledger on {found.get(words, 'none')}"
        for words, episode in acknowledged.items()
        if found.get(words) != [episode]
    ]


def readings_equal_recomputation(_: Root, __: Mapping[str, UUID]) -> list[str]:
    """What is stored of every duty is what the ledger gives."""
    return [f"{d.key}: stored {d.stored!r}, recomputed {d.recomputed!r}" for d in sweep.check(now=wall.now())]


def nothing_happened_twice(root: Root, _: Mapping[str, UUID]) -> list[str]:
    """No rung fired twice, nobody was told twice of one step, nothing was posted twice, no child is missing twice."""
    twice = {
        "rung": "select key || '#' || rung from clocks_firedrung group by 1 having count(*) > 1",
        "notice": "select key from worklists_notice group by 1 having count(*) > 1",
        "outbox": "select key from platform_outbox group by 1 having count(*) > 1",
        "missing": "select child_id::text from missing_episode where section = 'missing' group by 1 having count(*) > 1",
    }
    return [f"{what} twice: {key}" for what, query in twice.items() for (key,) in root.execute(query)]


def no_rung_is_lost(root: Root, _: Mapping[str, UUID]) -> list[str]:
    """Every step of escalation whose moment has come has fired."""
    rows = root.execute(
        "select r.key, x.rung from clocks_reading r, jsonb_to_recordset(r.rungs) as x(rung text, at timestamptz) "
        "where x.at <= r.read_at and not exists (select from clocks_firedrung f where f.key = r.key and f.rung = x.rung)"
    )
    return [f"never fired: {key}#{rung}" for key, rung in rows]


def no_notice_is_lost(root: Root, _: Mapping[str, UUID]) -> list[str]:
    """Every fired step told somebody, or says that there was nobody; everybody told of what is urgent has something in the post."""
    untold = root.execute(
        "select f.key, f.rung from clocks_firedrung f "
        "where not exists (select from worklists_notice n where n.reading_key = f.key and n.rung = f.rung)"
    )
    complaints = [f"fired and nobody told: {key}#{rung}" for key, rung in untold]
    unposted = root.execute(
        "select n.key from worklists_notice n where n.recipient is not null and n.acknowledge_by - n.told_at < interval '1 day' "
        "and not exists (select from platform_outbox o where o.key = 'notice:' || n.id || ':told')"
    )
    return complaints + [f"told and nothing posted: {key}" for (key,) in unposted]


def everything_was_delivered(root: Root, _: Mapping[str, UUID]) -> list[str]:
    """What waited in the outbox has left."""
    rows = root.execute("select key from platform_outbox where delivered_at is null")
    return [f"still waiting: {key}" for (key,) in rows]


def the_trail_ends_where_the_duty_stands(root: Root, _: Mapping[str, UUID]) -> list[str]:
    """The last transition of every duty is into the state it is in."""
    rows = root.execute(
        "select r.key, r.state, t.after from clocks_reading r left join lateral (select after from clocks_transition t "
        "where t.key = r.key order by noticed_at desc, id desc limit 1) t on true where t.after is distinct from r.state"
    )
    return [f"{key} is {state}, but its trail ends with {after}" for key, state, after in rows]


def every_write_was_written_down(root: Root, acknowledged: Mapping[str, UUID]) -> list[str]:
    """Each acknowledged write has its audit sentence, by whoever recorded it."""
    rows = root.execute(
        "select f.text from record_fact f where f.text = any(%s) and not exists (select from platform_auditentry a "
        "where a.user_id = f.by_user and a.verb = 'record' and a.subjects ? f.child_id::text "
        "and a.at between f.recorded_at - interval '1 minute' and f.recorded_at + interval '1 minute')",
        [list(acknowledged)],
    )
    return [f"recorded without an audit entry: “{text}”" for (text,) in rows]


PROMISES: tuple[Callable[[Root, Mapping[str, UUID]], list[str]], ...] = (
    acknowledged_writes_are_in_the_ledger_once,
    readings_equal_recomputation,
    nothing_happened_twice,
    no_rung_is_lost,
    no_notice_is_lost,
    everything_was_delivered,
    the_trail_ends_where_the_duty_stands,
    every_write_was_written_down,
)


def broken(root: Root, acknowledged: Mapping[str, UUID]) -> dict[str, list[str]]:
    """Return every promise with its complaints; an empty list is a promise kept."""
    return {promise.__name__.replace("_", " "): promise(root, acknowledged) for promise in PROMISES}
