"""Setting the product up for a verb that needs its database."""

from __future__ import annotations

import os


def ready() -> None:
    """Load the settings and the rooms."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wayhome.config.settings")
    import django

    django.setup()
