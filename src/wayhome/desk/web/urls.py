"""The desk's addresses: pages that bring several rooms together."""

from django.urls import URLPattern, path

from wayhome.desk.web.board import board
from wayhome.platform.web.events import events

urlpatterns: list[URLPattern] = [
    path("missing/board", board, name="board"),
    path("events", events, name="events"),
]
