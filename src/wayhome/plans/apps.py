from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "wayhome.plans"
    label = "plans"
