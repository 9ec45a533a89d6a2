from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "wayhome.assessment"
    label = "assessment"
