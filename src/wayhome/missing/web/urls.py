"""Missing's addresses: its own forms."""

from django.urls import URLPattern, path

from wayhome.missing.web import closing, coming_back, conversation, conversation_held, held, mending, safe_place, update
from wayhome.missing.web.acts import record_act
from wayhome.missing.web.asked_log import log_asked
from wayhome.missing.web.history import child_missing
from wayhome.missing.web.listening import listening_page
from wayhome.missing.web.report import report_missing, save_report
from wayhome.missing.web.telling import who_was_told

urlpatterns: list[URLPattern] = [
    path("children/<uuid:child>/report-missing", report_missing, name="report-missing"),
    path("children/<uuid:child>/missing", child_missing, name="child-missing"),
    path("children/<uuid:child>/report-missing/save", save_report, name="save-report"),
    path("reports/<uuid:report>", held.receipt, name="report-receipt"),
    path("episodes/<uuid:episode>/reports/<uuid:report>", held.add_report, name="add-report"),
    path("episodes/<uuid:episode>/asked", log_asked, name="log-asked"),
    path("episodes/<uuid:episode>/told", who_was_told, name="who-was-told"),
    path("episodes/<uuid:episode>/update", update.add_update, name="add-update"),
    path("episodes/<uuid:episode>/category", update.change_category, name="change-category"),
    path("episodes/<uuid:episode>/error", update.recorded_in_error, name="recorded-in-error"),
    path("episodes/<uuid:episode>/came-back", coming_back.came_back, name="came-back"),
    path("episodes/<uuid:episode>/safe-and-well", coming_back.safe_and_well, name="safe-and-well"),
    path("episodes/<uuid:episode>/harm", coming_back.decide_harm, name="decide-harm"),
    path("episodes/<uuid:episode>/offer", conversation.offer, name="offer-conversation"),
    path("episodes/<uuid:episode>/answer", conversation.answer, name="conversation-answer"),
    path("episodes/<uuid:episode>/parent", conversation.parent, name="ask-parent"),
    path("episodes/<uuid:episode>/conversation", conversation_held.held, name="hold-conversation"),
    path("episodes/<uuid:episode>/not-safe", safe_place.not_safe, name="not-safe"),
    path("episodes/<uuid:episode>/listening", listening_page, name="listening"),
    path("episodes/<uuid:episode>/close", closing.close, name="close-episode"),
    path("episodes/<uuid:episode>/record/<str:kind>", record_act, name="record-act"),
    path("facts/<uuid:fact>/correct", mending.correct, name="correct-fact"),
    path("facts/<uuid:fact>/withdraw", mending.withdraw, name="withdraw-fact"),
]
