from django.apps import AppConfig


class ForumsConfig(AppConfig):
    name = "wayhome.forums"
    label = "forums"
