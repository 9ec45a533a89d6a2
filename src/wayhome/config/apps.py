from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "wayhome.config"
    label = "config"

    def ready(self) -> None:
        from wayhome.config import pages, subscriptions

        subscriptions.connect()
        pages.connect()
