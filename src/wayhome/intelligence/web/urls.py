"""Intelligence's addresses: its own forms. The list and the page of one adult bring rooms together, at the desk."""

from django.urls import URLPattern, path

from wayhome.intelligence.web import adults

urlpatterns: list[URLPattern] = [
    path("adults/new", adults.new_adult, name="new-adult"),
    path("adults/<uuid:adult>/tell/<slug:what>", adults.tell_adult, name="tell-adult"),
    path("adults/<uuid:adult>/told/<uuid:fact>/end", adults.end_told, name="end-told"),
    path("adults/<uuid:adult>/told/<uuid:fact>/withdraw", adults.withdraw_told, name="withdraw-told"),
]
