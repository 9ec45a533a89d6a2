"""The addresses of keeping and disposing."""

from django.urls import URLPattern, path

from wayhome.retention.web.listing import listing
from wayhome.retention.web.pages import dispose, end_hold, keeping, proposal, set_years

urlpatterns: list[URLPattern] = [
    path("keeping", listing, name="retention"),
    path("keeping/rules/<slug:rule>", set_years, name="set-years"),
    path("keeping/proposals/<uuid:proposal>", proposal, name="proposal"),
    path("keeping/proposals/<uuid:proposal>/dispose", dispose, name="dispose"),
    path("children/<uuid:child>/keeping", keeping, name="keeping"),
    path("children/<uuid:child>/keeping/<uuid:hold>/end", end_hold, name="end-hold"),
]
