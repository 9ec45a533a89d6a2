from django.apps import AppConfig


class RecordConfig(AppConfig):
    name = "wayhome.record"
    label = "record"
