"""The ui room as a Django application: it brings templates and static files, and no tables."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Registers the room under the label `ui`."""

    name = "wayhome.ui"
    label = "ui"
