"""Single sign-on by OpenID Connect: it opens an account that is there, and never makes one or lets anybody in by itself."""

from __future__ import annotations

from typing import Any

import requests
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from wayhome.platform.models import User

PROVIDER = "sign-on"


class SignOn(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # the library has no types
    """Reads what the provider says, and takes nothing on trust that can be checked."""

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> SocialLogin:
        """Return who it is, by a signed statement made for us and by claims about the same subject.

        Raises OAuth2Error when there is no such statement, when it was signed, issued or meant otherwise, or when the
        claims are of somebody else (OpenID Connect Core 1.0, 3.1.3.7 and 5.3.2).
        """
        statement = kwargs["response"].get("id_token")
        if not statement:
            raise OAuth2Error("no id_token")
        said, claims = self._decode_id_token(app, statement), self._fetch_user_info(token.token)
        if said.get("sub") != claims.get("sub"):
            raise OAuth2Error("the claims are of another subject")
        found = self.get_provider().sociallogin_from_response(request, {"userinfo": claims, "id_token": said})
        found.account.extra_data = {}  # who it is stands in `uid`; nothing more of them is kept
        return found

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        decoded: dict[str, Any] = jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
            verify_signature=True,
        )
        return decoded


class Existing(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Lets in whom the partnership has made an account for, by a subject known already or by a confirmed address."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Link the first time, by an address that the provider has confirmed. Raises the refusal, the same for all else."""
        if sociallogin.is_existing:
            return
        person = _person_of(sociallogin)
        if person is None:
            raise ImmediateHttpResponse(refused(request))
        # Somebody else of that address was linked before: addresses are given to newcomers, accounts are not.
        if SocialAccount.objects.filter(user_id=person.id, provider=sociallogin.account.provider).exists():
            raise ImmediateHttpResponse(refused(request))
        said = sociallogin.account
        sociallogin.account = SocialAccount.objects.create(user=person, provider=said.provider, uid=said.uid)
        sociallogin.user = person

    def on_authentication_error(self, request: HttpRequest, provider: Any, **why: Any) -> None:
        """Say that it did not work, in our words; somebody who stopped it is led back to the sign-in page."""
        away = isinstance(why.get("exception"), requests.RequestException)
        raise ImmediateHttpResponse(refused(request, away=away, stopped=str(why.get("error")) == "cancelled"))


def _person_of(sociallogin: SocialLogin) -> User | None:
    confirmed = {each.email for each in sociallogin.email_addresses if each.verified is True}
    found = [u for address in confirmed for u in User.objects.filter(email__iexact=address, is_active=True)]
    return found[0] if len(found) == 1 else None


def refused(request: HttpRequest, *, away: bool = False, stopped: bool = False) -> HttpResponse:
    """Return the page that says why nobody was let in, without saying which accounts there are."""
    page = {"away": away, "stopped": stopped, "name": settings.SIGN_ON_NAME}
    return render(request, "account/sign_on_refused.html", page, status=503 if away else 403)


def login(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Lead to the provider. Only from our own form, and only to sign in: never to link to whoever is signed in."""
    if provider_id != PROVIDER or not settings.SIGN_ON_ISSUER:
        raise Http404("no single sign-on here")
    if request.method != "POST" or {"process", "auth_params", "scope"} & {*request.GET, *request.POST}:
        return redirect("account_login")
    return _answered(request, OAuth2LoginView)


def callback(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Come back from the provider."""
    if provider_id != PROVIDER or not settings.SIGN_ON_ISSUER:
        raise Http404("no single sign-on here")
    return _answered(request, OAuth2CallbackView)


def _answered(request: HttpRequest, view: Any) -> HttpResponseBase:
    try:
        answer: HttpResponseBase = view.adapter_view(SignOn(request, PROVIDER))(request)
    except (requests.RequestException, KeyError, ValueError):
        # It is away, or what it says of itself is not what such a service says.
        return refused(request, away=True)
    return answer
