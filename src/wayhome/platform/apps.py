from django.apps import AppConfig


class PlatformConfig(AppConfig):
    name = "wayhome.platform"
    label = "platform"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from allauth.account.signals import password_changed
        from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
        from django.contrib.auth.signals import user_logged_in, user_logged_out

        from wayhome.platform import checks  # noqa: F401  registers the start-up checks
        from wayhome.platform.web import adapter, second_step, signed

        # The library's own announcements: there is no other place that every way of signing in passes.
        user_logged_in.connect(signed.on_signed_in)
        user_logged_out.connect(signed.on_signed_out)
        authenticator_removed.connect(second_step.on_removed)
        for changed in (authenticator_added, authenticator_removed, authenticator_reset, password_changed):
            changed.connect(adapter.on_changed)
