"""The addresses of meetings."""

from django.urls import URLPattern, path

from wayhome.forums.web.agenda import acts, add, left_off, meeting
from wayhome.forums.web.answers import answers
from wayhome.forums.web.attendance import attendance
from wayhome.forums.web.between import between_meetings, find
from wayhome.forums.web.child_meetings import child_meetings
from wayhome.forums.web.diary import meetings, new_meeting
from wayhome.forums.web.display import display
from wayhome.forums.web.entering import enter
from wayhome.forums.web.feed import calendar_address, feed
from wayhome.forums.web.for_agency import minutes_for, minutes_for_pdf, papers, papers_pdf
from wayhome.forums.web.item import item, keep
from wayhome.forums.web.minutes import minutes, minutes_pdf
from wayhome.forums.web.minutes_given import minutes_about

urlpatterns: list[URLPattern] = [
    path("meetings", meetings, name="meetings"),
    path("meetings/between", find, name="find-between-meetings"),
    path("meetings/calendar", calendar_address, name="meetings-calendar"),
    path("meetings/feed/<str:secret>.ics", feed, name="meetings-feed"),
    path("meetings/new/<slug:forum>", new_meeting, name="new-meeting"),
    path("meetings/<uuid:meeting>", meeting, name="meeting"),
    path("meetings/<uuid:meeting>/left-off", left_off, name="meeting-left-off"),
    path("meetings/<uuid:meeting>/answers", answers, name="meeting-answers"),
    path("meetings/<uuid:meeting>/enter", enter, name="enter-meeting"),
    path("meetings/<uuid:meeting>/screen", display, name="meeting-display"),
    path("meetings/<uuid:meeting>/do", acts, name="meeting-acts"),
    path("meetings/<uuid:meeting>/add", add, name="meeting-add"),
    path("meetings/<uuid:meeting>/attendance", attendance, name="meeting-attendance"),
    path("meetings/<uuid:meeting>/minutes", minutes, name="meeting-minutes"),
    path("meetings/<uuid:meeting>/minutes/pdf", minutes_pdf, name="meeting-minutes-pdf"),
    path("meetings/<uuid:meeting>/papers/<uuid:agency>", papers, name="meeting-papers"),
    path("meetings/<uuid:meeting>/papers/<uuid:agency>/pdf", papers_pdf, name="meeting-papers-pdf"),
    path("meetings/<uuid:meeting>/minutes/<uuid:agency>", minutes_for, name="meeting-minutes-for"),
    path("meetings/<uuid:meeting>/minutes/<uuid:agency>/pdf", minutes_for_pdf, name="meeting-minutes-for-pdf"),
    path("meetings/items/<uuid:item>/minutes", minutes_about, name="meeting-minutes-about"),
    path("meetings/items/<uuid:item>", item, name="meeting-item"),
    path("meetings/items/<uuid:item>/keep", keep, name="keep-meeting-note"),
    path("children/<uuid:child>/meetings", child_meetings, name="child-meetings"),
    path("children/<uuid:child>/meetings/between", between_meetings, name="between-meetings"),
]
