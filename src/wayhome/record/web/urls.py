"""The record's addresses: finding a child, opening a record, and what is recorded of the child's status."""

from django.urls import URLPattern, path

from wayhome.record.web import about, access_page, authorities, directory, documents, odd_looks, openings, topic_pages
from wayhome.record.web.emergency import emergency, end_opening
from wayhome.record.web.find import find
from wayhome.record.web.home_postcode import home
from wayhome.record.web.link_urls import urlpatterns as links
from wayhome.record.web.new_child import new_child
from wayhome.record.web.same import same
from wayhome.record.web.status import change_status

urlpatterns: list[URLPattern] = [
    path("directory", directory.directory, name="directory"),
    path("directory/<uuid:fact>/change", directory.change, name="directory-change"),
    path("directory/<uuid:fact>/take-out", directory.take_out, name="directory-take-out"),
    path("directory/<slug:kind>/add", directory.tell, name="directory-tell"),
    path("children/find", find, name="find-child"),
    path("children/new", new_child, name="new-child"),
    path("children/<uuid:child>/about", about.about, name="child-about"),
    path("children/<uuid:child>/about/<slug:topic>/record", topic_pages.tell, name="tell-topic"),
    path("children/<uuid:child>/about/<uuid:fact>/correct", topic_pages.correct, name="correct-told"),
    path("children/<uuid:child>/about/<uuid:fact>/still-so", topic_pages.still, name="still-so"),
    path("children/<uuid:child>/authorities", authorities.authorities, name="child-authorities"),
    path("children/<uuid:child>/access", access_page.access, name="child-access"),
    path("children/<uuid:child>/access/<slug:act>", access_page.decide, name="child-access-decide"),
    path("children/<uuid:child>/access/<slug:act>/<uuid:which>", access_page.end, name="child-access-end"),
    path("children/<uuid:child>/same-child", same, name="same-child"),
    path("children/<uuid:child>/documents", documents.listing, name="child-documents"),
    path("children/<uuid:child>/documents/add", documents.add, name="add-document"),
    path("children/<uuid:child>/documents/photograph", documents.photograph, name="add-photograph"),
    path("documents/<uuid:document>", documents.download, name="document"),
    path("documents/<uuid:document>/photograph", documents.picture, name="photograph"),
    path("children/<uuid:child>/people", about.people, name="child-people"),
    path("children/<uuid:child>/status/<slug:status>", change_status, name="change-status"),
    path("emergency", emergency, name="emergency"),
    path("opened", openings.listing, name="openings"),
    path("opened/<uuid:opening>", openings.one, name="opening"),
    path("opened/<uuid:opening>/end", end_opening, name="end-opening"),
    path("odd-looks", odd_looks.listing, name="odd-looks"),
    path("odd-looks/<uuid:odd_look>", odd_looks.one, name="odd-look"),
    path("partnership/people/<uuid:user>/home", home, name="home-postcode"),
    *links,
]
