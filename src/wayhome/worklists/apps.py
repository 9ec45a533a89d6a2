from django.apps import AppConfig


class WorklistsConfig(AppConfig):
    name = "wayhome.worklists"
    label = "worklists"
