"""The second step of signing in: a passkey, or a code from an app; asked of everybody outside a demonstration."""

from __future__ import annotations

import base64
import hashlib
import io
from typing import Any

import qrcode
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from allauth.mfa.webauthn.internal import auth
from allauth.mfa.webauthn.views import AddWebAuthnView
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django import forms
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from qrcode.image.svg import SvgPathImage

from wayhome.platform.models import Authority, User

SETTLED = "second_step"  # in the session: that this person has a second step, or needs none
KINDS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
# What somebody may open who still has to set a second step up.
SETTING_UP = frozenset(
    {"mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_view_recovery_codes", "account_reauthenticate"}
    | {"mfa_reauthenticate", "mfa_reauthenticate_webauthn", "account_change_password", "session"}
)


def required_of(user: User) -> bool:
    """Whether somebody must have a second step: everybody, but for the invented people of a demonstration."""
    if settings.SECOND_STEP == "always":
        return True
    if user.authority_id is None:
        return False  # belongs to no partnership, so there is nothing to see
    invented = Authority.objects.filter(id=user.authority_id).values_list("demonstration", flat=True).first()
    return not invented


def settle(request: HttpRequest, user: User) -> None:
    """Write into the session whether the second step is settled. The reader is set."""
    has = Authenticator.objects.filter(user_id=user.id, type__in=KINDS).exists()
    request.session[SETTLED] = has or not required_of(user)


def settled(request: HttpRequest) -> bool:
    """Whether the person of this request may go on; looked up again only for somebody who could not so far."""
    if not request.session.get(SETTLED) and isinstance(request.user, User):
        settle(request, request.user)
    return bool(request.session.get(SETTLED))


def on_removed(*, request: HttpRequest, **_: Any) -> None:
    """Look again at the next page whether the person still has a second step."""
    request.session.pop(SETTLED, None)


class SecondStep(DefaultMFAAdapter):  # type: ignore[misc]  # the library has no types
    """Our words, our name, and secrets that are not in the clear in the database."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "That code is not right, or it has run out. Enter the code that is shown now.",
        "cannot_delete_authenticator": "This is your only second step. Set another one up first.",
    }

    def get_totp_issuer(self) -> str:
        """Return what the app calls the account."""
        return "Wayhome"

    def _get_site_name(self) -> str:
        return "Wayhome"

    def encrypt(self, text: str) -> str:
        """Return a secret as it is stored."""
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return a secret as it was. Raises ImproperlyConfigured when it was stored under another key."""
        try:
            return _keys().decrypt(encrypted_text.encode()).decode()
        except InvalidToken as trouble:
            raise ImproperlyConfigured(
                "A second step was stored under another WAYHOME_SECRET_KEY. Put the former key into "
                "WAYHOME_FORMER_KEYS, or let the administrator take the second step away."
            ) from trouble

    def build_totp_svg(self, url: str) -> str:
        """Return the code to scan: drawn here, black on white in dark mode too, with its quiet border."""
        drawn = io.BytesIO()
        qrcode.make(url, image_factory=SvgPathImage, border=4).save(drawn)
        return drawn.getvalue().decode()

    def generate_authenticator_name(self, user: AbstractBaseUser, type: str) -> str:  # noqa: A002  the library's name
        """Return a name for a new passkey that tells it from the others."""
        there = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return "My passkey" if there == 0 else f"My passkey {there + 1}"

    def send_notification_mail(self, *_: Any, **__: Any) -> None:
        """Say nothing by e-mail here: `announce` in the adapter of accounts does, through the outbox."""


def _keys() -> MultiFernet:
    given = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    made = [hashlib.sha256(b"wayhome second step\x00" + key.encode()).digest() for key in given]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in made])


_CODE = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}


def _as_ours(form: forms.Form, label: str, hint: str) -> None:
    """Ask for a code as our pages do: a label, a hint, no words in the box, no box wider than the answer."""
    field = form.fields["code"]
    field.label, field.help_text = label, hint
    field.error_messages["required"] = "Enter the code"
    field.widget.attrs = dict(_CODE)
    field.width = 10  # type: ignore[attr-defined]


class Code(AuthenticateForm):  # type: ignore[misc]
    """The code at sign-in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _as_ours(self, "Code", "Six figures from your app, or one of your recovery codes")


class CodeAgain(ReauthenticateForm):  # type: ignore[misc]
    """The code before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _as_ours(self, "Code", "Six figures from your app, or one of your recovery codes")


class FirstCode(ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _as_ours(self, "Code", "The six figures that the app shows now")


class NewPasskey(AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey: always one that makes sure of the person, by a finger, a face or a number."""

    passwordless = forms.BooleanField(required=True, initial=True, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = self.fields["name"]
        name.label, name.help_text, name.required = (
            "A name for it",
            "So that you know it again, such as: work laptop",
            True,
        )


class NamedPasskey(EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "A name for it"


class AddPasskey(AddWebAuthnView):  # type: ignore[misc]
    """The page that adds a passkey."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Ask the browser for a passkey that can be found without a name and makes sure of the person."""
        page: dict[str, Any] = super().get_context_data(**kwargs)
        return page | {"js_data": {"creation_options": auth.begin_registration(self.request.user, True)}}
