"""The addresses of signing in that this house has pages for. Everything else of the library has no address here."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

from wayhome.platform.web import sign_on
from wayhome.platform.web.first_sign_in import first_sign_in
from wayhome.platform.web.second_step import AddPasskey


def nothing_here(request: HttpRequest) -> HttpResponse:
    """Answer an address that the library names and this house does not have."""
    raise Http404("accounts are made by the partnership's administrator")


urlpatterns = [
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("first/<str:secret>/", first_sign_in, name="first-sign-in"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("second-step/", mfa.index, name="mfa_index"),
    path("second-step/now/", mfa.authenticate, name="mfa_authenticate"),
    path("second-step/again/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("second-step/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("second-step/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("second-step/recovery-codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("second-step/recovery-codes/new/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("passkeys/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("passkeys/add/", AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("passkeys/again/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("passkeys/sign-in/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("passkeys/<int:pk>/name/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path("passkeys/<int:pk>/remove/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
    path("single-sign-on/<slug:provider_id>/", sign_on.login, name="openid_connect_login"),
    path("single-sign-on/<slug:provider_id>/back/", sign_on.callback, name="openid_connect_callback"),
    # The library leads here who has no password; nobody gives themselves one.
    path("none/", nothing_here, name="account_set_password"),
]
