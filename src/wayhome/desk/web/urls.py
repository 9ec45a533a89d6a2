"""The desk's addresses: pages that bring several rooms together."""

from django.urls import URLPattern, path

from wayhome.desk.web import account, adults, agreeing, contexts, new_account, people, tracker
from wayhome.desk.web.alert import episode_alert, episode_alert_pdf
from wayhome.desk.web.audit import audit
from wayhome.desk.web.board import board
from wayhome.desk.web.child import child
from wayhome.desk.web.chronology import pin, timeline
from wayhome.desk.web.decisions import decisions
from wayhome.desk.web.duties import context_duties, partnership_duties
from wayhome.desk.web.entry_access import entry_access
from wayhome.desk.web.episode import episode
from wayhome.desk.web.language import language_guide
from wayhome.desk.web.night import at_night, at_night_pdf
from wayhome.desk.web.protocols import browse, indicator, instrument, national, protocol, protocol_meeting, rule
from wayhome.desk.web.recording import something_else
from wayhome.desk.web.what_if import what_if
from wayhome.desk.web.workload import workload
from wayhome.platform.web.events import events

urlpatterns: list[URLPattern] = [
    path("missing/board", board, name="board"),
    path("episodes/<uuid:episode>", episode, name="episode"),
    path("episodes/<uuid:episode>/alert", episode_alert, name="episode-alert"),
    path("episodes/<uuid:episode>/alert/pdf", episode_alert_pdf, name="episode-alert-pdf"),
    path("children", tracker.listed, name="children"),
    path("children/mine", tracker.mine, name="my-children"),
    path("children/export", tracker.export, name="export-children"),
    path("children/lists", tracker.keep, name="keep-list"),
    path("children/lists/<uuid:view>/forget", tracker.forget, name="forget-list"),
    path("team", workload, name="team-work"),
    path("children/<uuid:child>", child, name="child"),
    path("children/<uuid:child>/decisions", decisions, name="child-decisions"),
    path("children/<uuid:child>/record", something_else, name="child-record"),
    path("children/<uuid:child>/at-night", at_night, name="child-at-night"),
    path("children/<uuid:child>/at-night/pdf", at_night_pdf, name="child-at-night-pdf"),
    path("children/<uuid:child>/timeline", timeline, name="child-timeline"),
    path("children/<uuid:child>/timeline/<uuid:fact>/pin", pin, name="pin-entry"),
    path("children/<uuid:child>/timeline/<uuid:fact>/who-may-see", entry_access, name="entry-access"),
    path("protocols/what-if", what_if, name="what-if"),
    path("protocols", browse, name="protocols"),
    path("protocols/england/<slug:catalogue>", national, name="national"),
    path("protocols/<slug:line>", protocol, name="protocol"),
    path("protocols/<slug:line>/instruments/<slug:instrument>", instrument, name="instrument"),
    path("protocols/<slug:line>/measured/<slug:indicator>", indicator, name="indicator"),
    path("protocols/<slug:line>/meetings/<slug:forum>", protocol_meeting, name="protocol-meeting"),
    path("protocols/<slug:line>/<slug:clock>", rule, name="rule"),
    path("contexts", contexts.listed, name="contexts"),
    path("contexts/<uuid:context>", contexts.context, name="context"),
    path("adults", adults.listed, name="adults"),
    path("contexts/<uuid:context>/actions/new", agreeing.for_context, name="agree-for-context"),
    path("adults/<uuid:adult>/actions/new", agreeing.for_adult, name="agree-for-adult"),
    path("adults/<uuid:adult>", adults.adult, name="adult"),
    path("partnership/duties", partnership_duties, name="partnership-duties"),
    path("contexts/<uuid:context>/duties", context_duties, name="context-duties"),
    path("account", account.account, name="account"),
    path("account/sign-ins/<uuid:sign_in>/end", account.end, name="end-sign-in"),
    path("account/sign-ins/end-others", account.end_others, name="end-other-sign-ins"),
    path("partnership/people", people.people, name="people"),
    path("partnership/people/new", new_account.add_person, name="add-person"),
    path("partnership/people/<uuid:user>/link", new_account.send_link, name="send-link"),
    path("partnership/people/<uuid:user>", people.person, name="person"),
    path("partnership/people/<uuid:user>/posts/new", people.put_in_post, name="put-in-post"),
    path("partnership/people/<uuid:user>/posts/<uuid:holding>/end", people.end_holding, name="end-holding"),
    path("partnership/people/<uuid:user>/vetting/new", people.record_vetting, name="record-vetting"),
    path("partnership/people/<uuid:user>/vetting/<uuid:vetting>/end", people.end_vetting, name="end-vetting"),
    path("partnership/people/<uuid:user>/sign-ins/end", people.end_sign_ins, name="end-person-sign-ins"),
    path("partnership/people/<uuid:user>/close", people.close, name="close-account"),
    path("partnership/people/<uuid:user>/second-step", people.forget_second_step, name="forget-second-step"),
    path("partnership/posts", people.posts, name="posts"),
    path("partnership/posts/new", people.add_post, name="add-post"),
    path("partnership/teams/new", people.add_team, name="add-team"),
    path("audit", audit, name="audit"),
    path("events", events, name="events"),
    path("language-guide.json", language_guide, name="language-guide"),
]
