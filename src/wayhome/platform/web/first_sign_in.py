"""The page a link leads to, on which somebody chooses their password. It signs nobody in: the sign-in page does."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from wayhome.platform.models import User
from wayhome.platform.operations import inviting
from wayhome.platform.web.adapter import announce


class ChoosePassword(forms.Form):
    """A password, twice."""

    password = forms.CharField(
        label="Your password", strip=False, max_length=200, error_messages={"required": "Enter a password"},
        help_text="At least twelve characters. Three words that nobody would put together are easiest to remember",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    again = forms.CharField(
        label="The same once more", strip=False, max_length=200, error_messages={"required": "Enter it once more"},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean(self) -> dict[str, Any]:
        """Refuse a password that is short, common, or not the same twice."""
        said = super().clean() or {}
        password, again = said.get("password"), said.get("again")
        if password:
            try:
                validate_password(password, self.person)
            except ValidationError as refusal:
                self.add_error("password", refusal)
        if password and again and password != again:
            self.add_error("again", "The two are not the same: enter it once more")
        return said


def first_sign_in(request: HttpRequest, secret: str) -> HttpResponseBase:
    """Ask for a password, and set it. A link that is used, too old, ended or never was gets one and the same answer."""
    answer = _answer(request, secret)
    # Django writes the address of what was refused into the log, and this address is a secret.
    answer._has_been_logged = True  # type: ignore[attr-defined]
    return answer


def _answer(request: HttpRequest, secret: str) -> HttpResponseBase:
    if request.user.is_authenticated:
        return render(request, "account/first-sign-in-signed-in.html", status=409)
    person = inviting.whose(secret)
    if person is None:
        return render(request, "account/first-sign-in-over.html", status=410)
    form = ChoosePassword(request.POST if request.method == "POST" else None, person=person)
    if form.is_bound and form.is_valid():
        if inviting.use(secret=secret, password=form.cleaned_data["password"]) is None:
            return render(request, "account/first-sign-in-over.html", status=410)
        announce(person)
        return redirect(reverse("account_login") + "?chosen=1")
    page = {"form": form, "person": person}
    return render(request, "account/first-sign-in.html", page, status=422 if form.is_bound else 200)
