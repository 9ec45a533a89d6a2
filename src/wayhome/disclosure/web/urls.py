"""The addresses of sharing."""

from django.urls import URLPattern, path

from wayhome.disclosure.web import requests
from wayhome.disclosure.web.listing import received_list, sharings
from wayhome.disclosure.web.one import acknowledge, correct, paper, received, sharing
from wayhome.disclosure.web.sharing import share, withhold

urlpatterns: list[URLPattern] = [
    path("children/<uuid:child>/share", share, name="share"),
    path("children/<uuid:child>/decide-not-to-share", withhold, name="withhold"),
    path("children/<uuid:child>/own-record", requests.listing, name="own-records"),
    path("own-record/<uuid:which>", requests.one, name="own-record"),
    path("own-record/<uuid:which>/copy", requests.copy, name="own-record-copy"),
    path("sharings", sharings, name="sharings"),
    path("sharings/<uuid:disclosure>", sharing, name="sharing"),
    path("sharings/<uuid:disclosure>/paper", paper, name="shared-paper"),
    path("sharings/<uuid:disclosure>/paper/<uuid:step>", paper, name="correction-paper"),
    path("sharings/<uuid:disclosure>/acknowledge", acknowledge, name="acknowledge-sharing"),
    path("sharings/<uuid:disclosure>/correct/<uuid:item>", correct, name="send-correction"),
    path("shared-with-me", received_list, name="shared-with-me"),
    path("shared-with-me/<uuid:disclosure>", received, name="received"),
]
