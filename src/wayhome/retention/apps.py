from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "wayhome.retention"
    label = "retention"
