from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "wayhome.desk"
    label = "desk"
