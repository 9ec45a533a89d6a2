"""The house a bench measures: a scratch server of its own, migrated, served as the role that the policies bind."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from wayhome.platform.postgres import Cluster

DATABASE = "bench"
SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "wayhome.config.settings",
    "WAYHOME_SECRET_KEY": "bench",
    "WAYHOME_LOCAL": "1",
    "WAYHOME_STATIC_STORAGE": "django.contrib.staticfiles.storage.StaticFilesStorage",
}


@dataclass(frozen=True, slots=True)
class House:
    """An empty, migrated database. `root_url`: as the superuser; `owner_url`: as who migrates; `app_url`: as who serves."""

    root_url: str
    owner_url: str
    app_url: str

    def served(self, *, analyzed: bool = True) -> None:
        """From here on let every statement be the serving role's; first let the planner know what was filled in.

        What was filled in passes no request: memory is set apart as where the product begins to serve.
        """
        from django.db import connections

        from wayhome.config.settings import database
        from wayhome.platform.lasting import ready_to_serve

        if analyzed:
            with psycopg.connect(self.root_url, autocommit=True) as raw:
                raw.execute("vacuum analyze")
        connections["default"].close()
        found = database(self.app_url)
        connections["default"].settings_dict.update({k: found[k] for k in ("USER", "PASSWORD", "HOST", "PORT", "NAME")})
        ready_to_serve()


@contextmanager
def scratch(*, throwaway: bool = True, as_owner: bool = True) -> Iterator[House]:
    """Start a server, migrate, and throw it away after the block.

    `throwaway` trades safety after a power cut for speed; without it a commit is as dear as in the product.
    `as_owner`: Django's statements are the owner's until `served`, so that a bench may fill in what no page writes.
    """
    with tempfile.TemporaryDirectory() as folder, Cluster(Path(folder), throwaway=throwaway).used() as cluster:
        cluster.ensure_database(DATABASE)
        os.environ.update({**cluster.environment(DATABASE), **SETTINGS})
        app_url = os.environ["DATABASE_URL"]
        from wayhome.cli.product import ready

        ready(as_owner=as_owner)
        from wayhome.cli.migrate import migrate

        migrate()
        yield House(cluster.root_url(DATABASE), os.environ["WAYHOME_OWNER_URL"], app_url)


def told(found: dict[str, Any], asked: argparse.Namespace) -> None:
    """Print what was found, and write it down where `--json` says."""
    said = json.dumps(found, indent=2) + "\n"
    sys.stdout.write(said)
    if asked.json:
        asked.json.write_text(said)
