"""The board in a real browser: a change arrives by itself, by events and, where they cannot reach, by polling."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connections
from django.test import override_settings
from playwright.sync_api import Browser, Page
from pytest_django import DjangoDbBlocker

from tests import browsing, scratch
from tests.partnership import Partnership, acting, invented_child, northhaven, reported, said
from wayhome.missing.operations import episodes as operations

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def assets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("static")
    with override_settings(STATIC_ROOT=folder):
        call_command("collectstatic", interactive=False, verbosity=0)
    return folder


@pytest.fixture(params=["events", "polling"])
def served(
    request: pytest.FixtureRequest,
    assets: Path,
    committed_db: None,
    django_db_blocker: DjangoDbBlocker,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[scratch.House]:
    monkeypatch.setenv("WAYHOME_STATIC", str(assets))
    monkeypatch.setenv("WAYHOME_LIVE_LIMIT", "8" if request.param == "events" else "0")
    with scratch.house() as house:
        yield house


def opened(chromium: Browser, house: scratch.House, place: Partnership) -> Page:
    """Open the board as the worker, with the browser's clock in the test's hands."""
    sign = browsing.browser(place, "worker").cookies["sessionid"].value
    context = chromium.new_context()
    context.add_cookies([{"name": "sessionid", "value": sign, "url": house.address}])
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.clock.install()
    page.goto(f"{house.address}/missing/board")
    return page


def test_a_board_is_true_without_anyone_refreshing(
    chromium: Browser, served: scratch.House, request: pytest.FixtureRequest
) -> None:
    polling = "polling" in request.node.callspec.id
    place = northhaven()
    reported(place, invented_child(place), hours_ago=5)
    page = opened(chromium, served, place)
    page.get_by_text("Reconnecting." if polling else "Live.").wait_for()
    assert page.locator("tr[id^=episode-]").count() == 1
    second = reported(place, invented_child(place), hours_ago=30)
    told = time.monotonic()
    if polling:
        page.clock.fast_forward(15_000)
    else:
        page.clock.run_for(400)  # the moment by which many boards do not all ask at once
    row = page.locator(f"#episode-{second}")
    while not row.count() and time.monotonic() - told < 2:
        page.clock.run_for(100)
        page.wait_for_timeout(20)
    assert row.count() == 1, "the new episode did not appear within two seconds"
    assert "Overdue" in row.inner_text()
    with acting(place, "inspector") as actor:
        operations.add(actor=actor, episode=second, drafts=[said("missing.risk-graded", 1, code="high")])
    told = time.monotonic()
    if polling:
        page.clock.fast_forward(15_000)
    while "HIGH" not in row.inner_text().upper() and time.monotonic() - told < 2:
        page.clock.run_for(100)
        page.wait_for_timeout(20)
    assert "HIGH" in row.inner_text().upper()
    page.context.close()
    connections.close_all()
