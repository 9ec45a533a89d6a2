"""The clocks' addresses: recording what the partnership has done, or what was done about a context."""

from django.urls import URLPattern, path

from wayhome.clocks.web.acts import context_act, partnership_act

urlpatterns: list[URLPattern] = [
    path("partnership/duties/<str:kind>", partnership_act, name="partnership-act"),
    path("contexts/<uuid:context>/duties/<str:kind>", context_act, name="context-act"),
]
