"""The worklists' addresses: my work, and one notice."""

from django.urls import URLPattern, path

from wayhome.worklists.web.my_work import my_work
from wayhome.worklists.web.notice import notice

urlpatterns: list[URLPattern] = [
    path("my-work", my_work, name="my-work"),
    path("notices/<uuid:notice>", notice, name="notice"),
]
