from django.apps import AppConfig


class PlatformConfig(AppConfig):
    name = "wayhome.platform"
    label = "platform"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wayhome.platform import checks  # noqa: F401  registers the start-up checks
