"""Escalation's addresses: briefings, and what was raised about a child."""

from django.urls import URLPattern, path

from wayhome.escalation.web import briefing, raised

urlpatterns: list[URLPattern] = [
    path("episodes/<uuid:episode>/briefings/<str:kind>", briefing.write, name="write-briefing"),
    path("briefings/<uuid:briefing>", briefing.read, name="briefing"),
    path("briefings/<uuid:briefing>/pdf", briefing.on_paper, name="briefing-pdf"),
    path("children/<uuid:child>/raised", raised.raised, name="child-raised"),
    path("children/<uuid:child>/raised/new", raised.raise_it, name="raise-disagreement"),
    path("disagreements/<uuid:disagreement>", raised.disagreement, name="disagreement"),
]
