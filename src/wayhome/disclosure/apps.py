from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    name = "wayhome.disclosure"
    label = "disclosure"
