"""What the ui room's tests share: the one environment, and a moment to stand at."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from jinja2 import Environment


@pytest.fixture(scope="session")
def pages() -> Environment:
    """Return the one environment every page is drawn in."""
    import django

    from wayhome.ui.environment import environment

    django.setup()
    return environment()


@pytest.fixture
def now() -> datetime:
    """Return a Saturday morning in November, 10:55am, when London and UTC agree."""
    return datetime(2026, 11, 21, 10, 55, tzinfo=UTC)
