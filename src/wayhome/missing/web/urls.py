"""Missing's addresses: its own forms."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
