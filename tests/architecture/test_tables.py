"""Every table has a policy or an excuse, and the migrations are the models."""

import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.core.management import call_command

from tests.architecture.planted import checkout, plant
from tests.scratch import CLUSTER, DATABASE
from wayhome.platform import rows


@pytest.mark.django_db(databases=["default", "owner"])
def test_every_table_has_a_policy_or_an_excuse() -> None:
    assert rows.unguarded("owner") == []


@pytest.mark.django_db(databases=["default", "owner"], transaction=False)
def test_a_table_without_a_policy_is_found() -> None:
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute("create table left_open (a integer)")
        cursor.execute("create table half_shut (a integer)")
        cursor.execute("alter table half_shut enable row level security")
    assert rows.unguarded("owner") == ["half_shut", "left_open"]


def test_the_serving_role_owns_nothing(owner_connection: psycopg.Connection[tuple[object, ...]]) -> None:
    owned = owner_connection.execute(
        "select relname from pg_class where relowner = 'wayhome_app'::regrole or relowner = 'wayhome_clock'::regrole"
    ).fetchall()
    assert owned == []


@pytest.mark.django_db
def test_the_models_are_what_the_migrations_make() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_a_field_without_its_migration_is_found(tmp_path: Path) -> None:
    root = checkout(tmp_path)
    plant(root, "src/wayhome/platform/models/agency.py", "\n\nclass Planted(models.Model):\n    pass\n")
    plant(root, "src/wayhome/platform/models/__init__.py", "\nfrom .agency import Planted  # noqa: E402, F401\n")
    done = subprocess.run(
        [sys.executable, "-m", "django", "makemigrations", "--check", "--dry-run"],
        cwd=root, env={**_settings(), "PYTHONPATH": str(root / "src")}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert "Planted" in done.stdout


def _settings() -> dict[str, str]:
    import os

    return {**os.environ, **CLUSTER.environment(DATABASE)}
