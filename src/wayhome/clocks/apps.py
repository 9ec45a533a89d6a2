from django.apps import AppConfig


class ClocksConfig(AppConfig):
    name = "wayhome.clocks"
    label = "clocks"
