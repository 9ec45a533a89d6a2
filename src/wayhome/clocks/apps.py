from django.apps import AppConfig


class ClocksConfig(AppConfig):
    name = "wayhome.clocks"
    label = "clocks"

    def ready(self) -> None:
        from wayhome.clocks import checks  # noqa: F401
