"""Contexts' addresses: its own forms. The list and the page of one context bring rooms together, at the desk."""

from django.urls import URLPattern, path

from wayhome.contexts.web import considering, life, new, team

urlpatterns: list[URLPattern] = [
    path("contexts/new", new.new_context, name="new-context"),
    path("contexts/<uuid:context>/describe", life.describe, name="describe-context"),
    path("contexts/<uuid:context>/decide", life.decide, name="decide-context"),
    path("contexts/<uuid:context>/weigh", life.weigh, name="weigh-context"),
    path("contexts/<uuid:context>/review", life.review, name="review-context"),
    path("contexts/<uuid:context>/close", life.close, name="close-context"),
    path("contexts/<uuid:context>/team", team.team, name="context-team"),
    path("contexts/<uuid:context>/team/<uuid:member>/leave", team.leave, name="leave-team"),
    path("contexts/<uuid:context>/edge/<uuid:child>", considering.consider, name="consider-child"),
]
