"""Signing in, searching and opening in an emergency so often and no oftener, counted for every process at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import psycopg
import pytest
from django.test import Client
from django.urls import reverse

from tests import browsing, scratch
from tests.partnership import QUICK_PASSWORDS, Partnership
from wayhome.platform.web import limits
from wayhome.platform.web.limits import Limit

FEW = Limit(3, timedelta(minutes=10), "searched")


@pytest.mark.django_db
def test_who_searches_too_often_is_told_when_to_come_back(north: Partnership, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(limits.SENT, "find-child", FEW)
    mine, other = browsing.browser(north, "met"), browsing.browser(north, "worker")
    said = [mine.post(reverse("find-child"), {"words": "Nobody"}).status_code for _ in range(5)]
    assert said == [200, 200, 200, 429, 429]
    page = mine.post(reverse("find-child"), {"words": "Nobody"})
    assert page["Retry-After"] == "600"
    assert "Please wait a little" in browsing.words(page)
    assert mine.get(reverse("find-child")).status_code == 200, "the form itself is not counted"
    assert other.post(reverse("find-child"), {"words": "Nobody"}).status_code == 200, "nobody else waits"


@pytest.mark.django_db
def test_a_name_is_tried_so_often_from_wherever(north: Partnership, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "BY_NAME", FEW)
    with QUICK_PASSWORDS:
        said = [
            Client(REMOTE_ADDR=f"192.0.2.{n}").post(
                reverse("account_login"), {"login": "Nobody@x.example", "password": "x"}
            )
            for n in range(5)
        ]
    assert [each.status_code for each in said][-2:] == [429, 429]
    assert said[0].status_code == 200


def test_two_processes_count_together_and_the_time_runs_out(committed_db: None) -> None:
    url = scratch.CLUSTER.url("wayhome_app", scratch.DATABASE)

    def ask(_: int) -> bool:
        with psycopg.connect(url, autocommit=True) as line:
            return bool((line.execute("select wayhome_count('a key', 5, 600)").fetchone() or (None,))[0])

    with ThreadPoolExecutor(8) as many:
        assert sum(many.map(ask, range(16))) == 5
    with psycopg.connect(url) as line:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            line.execute("update platform_tally set number = 0")
        line.rollback()
        assert line.execute("select wayhome_count('a key', 5, 0)").fetchone() == (True,), "the time is over: from one"
