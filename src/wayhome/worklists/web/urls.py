"""The worklists' addresses: one's notices."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
