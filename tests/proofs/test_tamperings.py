"""The proof of the audit trail can be seen broken: without heads kept elsewhere, what was sealed again goes unseen."""

from __future__ import annotations

import random
from typing import Any

import psycopg
import pytest

from tests import scratch
from tests.proofs import audit
from tests.proofs.tamperings import RESEALED, TAMPERINGS


@pytest.mark.usefixtures("committed_db")
def test_only_heads_kept_elsewhere_find_everything(capsys: pytest.CaptureFixture[str]) -> None:
    audit.laid(random.Random(1))
    with psycopg.connect(scratch.CLUSTER.root_url(scratch.DATABASE)) as root:
        anyone: psycopg.Connection[tuple[Any, ...]] = root
        assert audit.tamper(anyone, seed=1, count=2 * len(TAMPERINGS)) == []
        missed = audit.tamper(anyone, seed=1, count=len(TAMPERINGS), blind=True)
    unseen = {name for name in TAMPERINGS if any(f": {name}, at" in line for line in missed)}
    assert unseen <= set(RESEALED) | {
        "the tail cut off with its seals",
        "emptied",
        "a seal dated anew and signed again",
    }
    assert len(unseen & set(RESEALED)) >= 5
    assert "an entry altered" in capsys.readouterr().out
