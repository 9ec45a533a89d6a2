"""Every address of the product, gathered from the rooms."""

from django.urls import include, path

from wayhome.config.signin import SignIn
from wayhome.desk.web import plain
from wayhome.platform.web.headers import security_txt
from wayhome.platform.web.health import healthy
from wayhome.platform.web.session import session

urlpatterns = [
    path("", plain.home, name="home"),
    path("healthy", healthy, name="healthy"),
    path("help", plain.help_page, name="help"),
    path("accessibility", plain.accessibility, name="accessibility"),
    path("privacy", plain.privacy, name="privacy"),
    path("", include("wayhome.desk.web.urls")),
    path("", include("wayhome.record.web.urls")),
    path("", include("wayhome.missing.web.urls")),
    path("", include("wayhome.plans.web.urls")),
    path("", include("wayhome.assessment.web.urls")),
    path("", include("wayhome.contexts.web.urls")),
    path("", include("wayhome.intelligence.web.urls")),
    path("", include("wayhome.clocks.web.urls")),
    path("", include("wayhome.worklists.web.urls")),
    path("", include("wayhome.escalation.web.urls")),
    path("", include("wayhome.forums.web.urls")),
    path("", include("wayhome.disclosure.web.urls")),
    path("", include("wayhome.retention.web.urls")),
    path(".well-known/security.txt", security_txt, name="security-txt"),
    path("session", session, name="session"),
    path("accounts/login/", SignIn.as_view(), name="account_login"),
    path("accounts/", include("wayhome.platform.web.accounts")),
]

handler500 = "wayhome.desk.web.plain.broken"
