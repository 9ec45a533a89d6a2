"""The worklists' addresses: my work, whose work, one duty on a list, time away, and one notice."""

from django.urls import URLPattern, path

from wayhome.worklists.web.arrange import arrange
from wayhome.worklists.web.away import away
from wayhome.worklists.web.letters import day_mail, undelivered
from wayhome.worklists.web.lists import lists
from wayhome.worklists.web.my_work import my_work
from wayhome.worklists.web.notice import notice

urlpatterns: list[URLPattern] = [
    path("my-work", my_work, name="my-work"),
    path("my-work/duty", arrange, name="arrange"),
    path("whose-work", lists, name="whose-work"),
    path("my-work/e-mail", day_mail, name="day-mail"),
    path("undelivered", undelivered, name="undelivered"),
    path("time-away", away, name="time-away"),
    path("notices/<uuid:notice>", notice, name="notice"),
]
