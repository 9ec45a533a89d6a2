"""Setting the product up for a verb that needs its database."""

from __future__ import annotations

import os

import click


def ready(*, as_owner: bool = False) -> None:
    """Load the settings and the rooms; as the owner for verbs that set up, load or rebuild."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wayhome.config.settings")
    if as_owner:
        owner = os.environ.get("WAYHOME_OWNER_URL")
        if not owner:
            raise click.ClickException(
                "WAYHOME_OWNER_URL is not set. This verb writes as wayhome_owner; see docs/how-to/operate.md."
            )
        os.environ["DATABASE_URL"] = owner
    import django

    django.setup()
