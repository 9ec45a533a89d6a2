"""A real browser at a real house: one Chromium for the whole run, one fresh database and web process for each module."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command
from django.test import override_settings
from playwright.sync_api import Browser, sync_playwright
from pytest_django import DjangoDbBlocker

from tests import scratch

if TYPE_CHECKING:  # they need Django set up, which is only so when a test asks
    from tests.journeys.reception import Reception

# A browser that speaks to nobody but the house.
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start Chromium once; it is slower to start than a page is to look at."""
    path = os.environ.get("WAYHOME_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def static_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Gather style sheet and script where the house serves them from."""
    folder = tmp_path_factory.mktemp("static")
    with override_settings(STATIC_ROOT=folder), pytest.MonkeyPatch.context() as patch:
        call_command("collectstatic", interactive=False, verbosity=0)
        patch.setenv("WAYHOME_STATIC", str(folder))
        yield


@pytest.fixture(scope="module")
def served(static_files: None, house: scratch.House, django_db_blocker: DjangoDbBlocker) -> Iterator[scratch.House]:
    """Serve the module's own database, with a worker beside the web process; tests may write to it too."""
    with house.worker(), django_db_blocker.unblock():
        yield house


@pytest.fixture
def reception(chromium: Browser, served: scratch.House) -> Iterator[Reception]:
    """Open browsers for people; when the test is over, nothing may have gone wrong in any of them."""
    from tests.journeys.reception import Reception

    opened = Reception(chromium, served)
    yield opened
    opened.close()
