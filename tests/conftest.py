"""What every test stands on: settings that point at a database of this process's own, made only when a test asks.

No test runs as the role that migrates: pages and operations are tested as `wayhome_app`, which the policies bind.
"""

from __future__ import annotations

import gc
import os
import select
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING
from uuid import UUID

import psycopg
import pytest
from pytest_django import DjangoDbBlocker

from tests import scratch

if TYPE_CHECKING:  # the second needs Django set up, which happens below
    from playwright.sync_api import Browser, Playwright

    from tests.partnership import Partnership

# Before anything imports the settings. Plain storage: the hashed one would need the static files gathered first.
os.environ.update(
    {
        **scratch.CLUSTER.environment(scratch.DATABASE),
        "DJANGO_SETTINGS_MODULE": "wayhome.config.settings",
        "WAYHOME_SECRET_KEY": "only-for-tests",
        "WAYHOME_LOCAL": "1",
        "WAYHOME_EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend",
        "WAYHOME_STATIC_STORAGE": "django.contrib.staticfiles.storage.StaticFilesStorage",
        # The browser's synchronous driver runs an event loop, and Django would take that for an async view.
        "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
    }
)

# The processes that tests start must find compiled what the one before them compiled, whatever this machine says.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

AsApp = Callable[[UUID | None], AbstractContextManager[psycopg.Connection[tuple[object, ...]]]]


def pytest_configure(config: pytest.Config) -> None:
    """Set Django up before any test is collected; `-p no:django` leaves it out, for rooms that need none."""
    if config.pluginmanager.hasplugin("django"):
        import django
        from django.conf import settings

        # A worker of a parallel run inherits its parent's environment, and may have read the settings from it already.
        for database in settings.DATABASES.values():
            database["NAME"] = scratch.DATABASE
        django.setup()


def leave_dead_connections() -> None:
    """Let no test begin on a connection whose server is gone; one that lives is kept from test to test.

    A new connection must learn every table and policy again, which costs more than most tests do. But Django opens a
    transaction without a word to the server, so a dead one would only show inside the test. It keeps one set of them
    while a browser's driver runs an event loop, and another while none does: each is looked at when its turn comes.
    """
    if "django.db" in sys.modules:
        from django.db import connections

        for each in connections.all(initialized_only=True):
            if each.connection is not None and not each.in_atomic_block and _hung_up(each.connection):
                each.close()


def _hung_up(connection: psycopg.Connection[object]) -> bool:
    """Whether the other end has closed the line, or said something that nobody asked for."""
    return connection.closed or bool(select.select([connection.fileno()], [], [], 0)[0])


@pytest.fixture(scope="session")
def django_db_setup() -> Iterator[None]:
    """Give this process its own copy of the migrated template, for as long as it runs."""
    with scratch.served():
        yield


@pytest.fixture
def owner_connection(django_db_setup: None) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """Connect as the role that migrates, outside Django's transaction; rolled back unless the test commits."""
    with psycopg.connect(scratch.CLUSTER.url("wayhome_owner", scratch.DATABASE)) as connection:
        yield connection
        connection.rollback()


@pytest.fixture
def as_app(django_db_setup: None) -> AsApp:
    """Connect as the role that serves: `with as_app(user_id) as connection`, nobody when None; rolled back after."""

    @contextmanager
    def connect(user: UUID | None) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
        with psycopg.connect(scratch.CLUSTER.url("wayhome_app", scratch.DATABASE)) as connection:
            if user is not None:
                connection.execute("select set_config('wayhome.user', %s, true)", [str(user)])
            yield connection
            connection.rollback()

    return connect


@pytest.fixture
def north(db: None) -> Partnership:
    """Give a test Northhaven, which runs Portsmouth's protocol, inside the test's own transaction."""
    from tests import partnership

    return partnership.northhaven()


@pytest.fixture
def south(db: None) -> Partnership:
    """Give a test Southhaven, which runs Lewisham's protocol, inside the test's own transaction."""
    from tests import partnership

    return partnership.southhaven()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the long files, those with a browser, then the proofs, so that no process waits at the end for the other."""
    items.sort(key=lambda item: 0 if item.get_closest_marker("browser") else 1 if "proofs" in item.path.parts else 2)


def pytest_collection_finish() -> None:
    """Leave what was loaded and collected out of every later search for garbage: it stays to the end."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="module")
def fresh_module_database(django_db_setup: None) -> Iterator[None]:
    """Give this module a new copy of the template: the ledger is append-only, so nothing is ever flushed."""
    scratch.renew()
    yield
    scratch.renew()


@pytest.fixture
def committed_db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Let one test commit, from as many threads as it likes, and throw the database away behind it."""
    with django_db_blocker.unblock():
        yield
    scratch.renew()


@pytest.fixture(scope="module")
def house(fresh_module_database: None) -> Iterator[scratch.House]:
    """Serve the module's fresh database from a real web process at `house.address`; `house.worker()` adds a worker."""
    with scratch.house() as served:
        yield served


# Switched off: what the driver itself switches off, for its own list is put aside by ours; and the drop-down of the
# address bar, a page of its own that every window loads, though nobody types there.
NOT_IN_CHROMIUM = (
    "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades", "PaintHolding",
    "HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "ThirdPartyStoragePartitioning", "AimEnabled",
    "AvoidCorsURLLoaderRestartOnRedirect", "OptimizationHints", "NetworkTimeServiceQuerying", "PreconnectToSearch",
    "WebUIOmniboxPopup", "WebUIOmniboxAimPopup",
)  # fmt: skip
# A browser that speaks to nobody but the house.
CHROMIUM_FLAGS = [
    f"--disable-features={','.join(NOT_IN_CHROMIUM)}",
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


class Window:
    """The one Chromium of this process: started by the first test that looks at pages, gone before the next that does not.

    Not started anew for each module, which costs four seconds of work; and no longer there than that, because while its
    driver runs no other test of the process can use asyncio.
    """

    def __init__(self) -> None:
        self._driver: Playwright | None = None
        self._browser: Browser | None = None

    def browser(self) -> Browser:
        """Return the browser, starting it when there is none or it has died."""
        if self._browser is None or not self._browser.is_connected():
            self.close()
            from playwright.sync_api import sync_playwright

            path = os.environ.get("WAYHOME_CHROMIUM") or shutil.which("chromium")
            self._driver = sync_playwright().start()
            self._browser = self._driver.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
            leave_dead_connections()
        return self._browser

    def close(self) -> None:
        """Stop the browser and its driver, if they run."""
        if self._browser is not None:
            self._browser.close()
        if self._driver is not None:
            self._driver.stop()
        self._browser = self._driver = None


WINDOW = Window()


@pytest.fixture
def chromium() -> Iterator[Browser]:
    """Give a test the process's Chromium; what it opened there is closed behind it."""
    browser = WINDOW.browser()
    yield browser
    for left_open in browser.contexts:
        left_open.close()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Close the window before a test that needs none, and dead connections before any fixture opens a transaction."""
    if "chromium" not in getattr(item, "fixturenames", ()):
        WINDOW.close()
    leave_dead_connections()


def pytest_sessionfinish() -> None:
    """Close the window behind the last test."""
    WINDOW.close()
