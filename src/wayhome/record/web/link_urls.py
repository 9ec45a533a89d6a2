"""The addresses of links, and of what they lead to."""

from django.urls import URLPattern, path

from wayhome.record.web import links, mentioned, network

urlpatterns: list[URLPattern] = [
    path("children/<uuid:child>/network", network.child_network, name="child-network"),
    path("things/<uuid:thing>", network.thing, name="thing"),
    path("links/new/<slug:kind>/<uuid:end>/<slug:other>", links.new_link, name="new-link"),
    path("links/<uuid:link>", links.link, name="link"),
    path("links/<uuid:link>/change", links.change_link, name="change-link"),
    path("links/<uuid:link>/withdraw", links.withdraw_link, name="withdraw-link"),
    path("episodes/<uuid:episode>/mentioned", mentioned.mentioned, name="mentioned"),
]
