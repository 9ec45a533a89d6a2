from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "wayhome.intake"
    label = "intake"
