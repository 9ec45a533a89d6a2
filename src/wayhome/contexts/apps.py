from django.apps import AppConfig


class ContextsConfig(AppConfig):
    name = "wayhome.contexts"
    label = "contexts"
