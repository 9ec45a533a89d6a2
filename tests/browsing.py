"""Looking at pages as somebody of an invented partnership does: signed in, as the role that serves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.partnership import Partnership
from wayhome.platform.roles import enter
from wayhome.ui.when import WhenEntry


def browser(place: Partnership, name: str, *, checks: bool = False) -> Client:
    """Return a browser in which somebody is signed in; with `checks` it refuses forms without their token."""
    client = Client(enforce_csrf_checks=checks)
    with transaction.atomic():
        enter(place.people[name])
        client.force_login(get_user_model().objects.get(id=place.people[name]))
    return client


def words(response: Any) -> str:
    """Return the words of a page, without tags, single-spaced."""
    without = re.sub(r"<script.*?</script>|<[^>]+>", " ", response.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", without.replace("&#39;", "'")).strip()


def hidden(response: Any, name: str) -> str:
    """Return the value of a hidden box of the page."""
    found = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)"', response.content.decode())
    assert found, f"there is no hidden box {name}"
    return found[1]


def title(response: Any) -> str:
    """Return the title of the page."""
    found = re.search(r"<title>(.*?)</title>", response.content.decode(), flags=re.S)
    assert found
    return found[1]


def at_day(name: str, hours_ago: float) -> dict[str, str]:
    """Return the boxes of a time so many hours ago."""
    from tests.partnership import ago
    from wayhome.ui.words import local

    here = local(ago(hours_ago))
    return WhenEntry.on(here.date(), f"{here:%H:%M}", fold="after" if here.fold else "before").as_data(name)


@contextmanager
def counted() -> Iterator[list[str]]:
    """Gather the statements of the block."""
    said: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield said
    said += [query["sql"] for query in captured.captured_queries]
