"""A real browser at a real house: a fresh database, web process and worker for each module."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command
from django.test import override_settings
from playwright.sync_api import Browser
from pytest_django import DjangoDbBlocker

from tests import scratch

if TYPE_CHECKING:  # they need Django set up, which is only so when a test asks
    from tests.journeys.reception import Reception


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
