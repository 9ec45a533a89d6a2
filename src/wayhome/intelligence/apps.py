from django.apps import AppConfig


class IntelligenceConfig(AppConfig):
    name = "wayhome.intelligence"
    label = "intelligence"
