"""After five wrong passwords an account is shut for a while, to the right password too, and says so in words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests import browsing
from tests.partnership import PASSWORD, QUICK_PASSWORDS, Partnership

pytestmark = pytest.mark.django_db
ALLOWED = 5


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """Begin and end with nobody shut out: the count is kept in the process, not in the database."""
    cache.clear()
    yield
    cache.clear()


def sign_in(name: str, password: str) -> tuple[int, str]:
    with (
        connection.cursor() as cursor
    ):  # whoever signed in last is not who comes now: each request is its own transaction
        cursor.execute("select set_config('wayhome.user', '', true)")
    with QUICK_PASSWORDS:
        page = Client().post(reverse("account_login"), {"login": f"{name}@northhaven.example", "password": password})
    return page.status_code, browsing.words(page)


def test_five_wrong_passwords_shut_the_account_and_no_other(north: Partnership) -> None:
    assert sign_in("worker", PASSWORD)[0] == 302
    for _ in range(ALLOWED):
        assert sign_in("worker", "wrong")[0] == 200
    status, said = sign_in("worker", PASSWORD)
    assert status == 200
    assert "Too many tries" in said
    assert sign_in("met", PASSWORD)[0] == 302


def test_a_name_nobody_has_is_shut_in_the_same_words(north: Partnership) -> None:
    said = {}
    for name in ("worker", "nobody"):
        cache.clear()
        for _ in range(ALLOWED + 1):
            said[name] = sign_in(name, "wrong")[1].replace(f"{name}@", "")
    assert said["worker"] == said["nobody"]
    assert "Too many tries" in said["nobody"]
