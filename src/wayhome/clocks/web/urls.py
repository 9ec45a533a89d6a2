"""The clocks' addresses: recording what the partnership has done, or what was done about a context or a child."""

from django.urls import URLPattern, path

from wayhome.clocks.web.acts import child_act, context_act, partnership_act

urlpatterns: list[URLPattern] = [
    path("partnership/duties/<str:kind>", partnership_act, name="partnership-act"),
    path("contexts/<uuid:context>/duties/<str:kind>", context_act, name="context-act"),
    path("children/<uuid:child>/record/<str:kind>", child_act, name="child-act"),
]
