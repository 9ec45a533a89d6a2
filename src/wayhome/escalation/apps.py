from django.apps import AppConfig


class EscalationConfig(AppConfig):
    name = "wayhome.escalation"
    label = "escalation"
