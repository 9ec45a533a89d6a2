"""Every address of the product, gathered from the rooms."""

from django.urls import include, path

urlpatterns = [
    path("", include("wayhome.desk.web.urls")),
    path("", include("wayhome.record.web.urls")),
    path("", include("wayhome.missing.web.urls")),
    path("", include("wayhome.worklists.web.urls")),
    path("accounts/", include("allauth.urls")),
]
