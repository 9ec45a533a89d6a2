"""A fortieth of the proof of who may see what; and leaks and refusals planted on purpose are found."""

from __future__ import annotations

import random

import psycopg
from django.db import connections

from tests import scratch
from tests.proofs import access
from tests.proofs.access_world import tables_of

SHARE = 40
# A table, what is done to its policies, and what the proof then says.
PLANTED = (
    ("record_document", "create policy slip on record_document for select to wayhome_app using (true)", "LEAK"),
    ("record_link", "create policy slip on record_link as restrictive for select to wayhome_app using (false)", "REFUSED"),
    ("clocks_reading", "grant update on clocks_reading to wayhome_app; create policy slip on clocks_reading "
     "for update to wayhome_app using (true)", "LEAK"),
)  # fmt: skip


def test_no_leak_and_no_wrongful_refusal_and_planted_ones_are_found(committed_db: None) -> None:
    seed, url = random.randrange(2**31), scratch.CLUSTER.url("wayhome_app", scratch.DATABASE)
    with psycopg.connect(scratch.CLUSTER.root_url(scratch.DATABASE)) as root:
        tally = access.prove(root, url, seed=seed, count=access.COUNT // SHARE)
        connections.close_all()
        assert tally.complaints == [], f"seed {seed}"
        assert sum(tally.tries.values()) >= access.COUNT // SHARE
        for table, statement, said in PLANTED:
            root.execute(statement)  # type: ignore[call-overload]
            found = access.Tally()
            access.past_every_page(root, url, tables_of(root), found, random.Random(seed), only=table)
            assert any(line.startswith(said) for line in found.complaints), table
