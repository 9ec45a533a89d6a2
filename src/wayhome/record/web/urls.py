"""The record's addresses: finding a child, opening a record, and what is recorded of the child's status."""

from django.urls import URLPattern, path

from wayhome.record.web.find import find
from wayhome.record.web.new_child import new_child
from wayhome.record.web.status import change_status

urlpatterns: list[URLPattern] = [
    path("children/find", find, name="find-child"),
    path("children/new", new_child, name="new-child"),
    path("children/<uuid:child>/status/<slug:status>", change_status, name="change-status"),
]
