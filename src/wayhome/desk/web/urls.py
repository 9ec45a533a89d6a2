"""The desk's addresses: pages that bring several rooms together."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
