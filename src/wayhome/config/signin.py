"""Signing in, and the sign-ins of the demonstration, which only a demonstration shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from allauth.account.views import LoginView
from django.conf import settings


@dataclass(frozen=True, slots=True)
class SampleSignIn:
    """One invented member of staff one may sign in as, and what there is to see."""

    name: str
    job_title: str
    agency: str
    shown: str
    email: str
    password: str


class SignIn(LoginView):  # type: ignore[misc]  # the library has no types
    """The sign-in page."""

    def get_form(self, form_class: Any = None) -> Any:
        """Ask as our other pages do: a label and no words inside the box."""
        form = super().get_form(form_class)
        form.fields["login"].label, form.fields["password"].help_text = "E-mail address", ""
        for field in form.fields.values():
            field.widget.attrs.pop("placeholder", None)
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the demonstration's sign-ins, where this is a demonstration."""
        asked = self.request.GET
        ended = {"ended": "ended" in asked, "kept": "kept=" in asked.get("next", ""), "chosen": "chosen" in asked}
        sign_on = settings.SIGN_ON_NAME if settings.SIGN_ON_ISSUER else ""
        more = {**ended, "sign_on": sign_on, "samples": sample_sign_ins()}
        return {**super().get_context_data(**kwargs), **more}


def sample_sign_ins() -> tuple[SampleSignIn, ...]:
    """Return whom one may sign in as; nobody unless the settings say this is a demonstration."""
    if not settings.DEMONSTRATION:
        return ()
    from wayhome.demonstration.furnishing import PASSWORD
    from wayhome.demonstration.people import people

    seaport = people()
    agencies = {agency.slug: agency.name for agency in seaport.agencies}
    return tuple(
        SampleSignIn(who.display_name, who.job_title, agencies[who.agency], who.shown, who.email, PASSWORD)
        for who in seaport.people
        if who.shown and not who.on_leave
    )
