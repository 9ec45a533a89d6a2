"""The record's addresses: finding a child, and opening a record."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
