"""One duty on a list: who has it, and giving it, taking it, giving it back, putting it off."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from wayhome.clocks.queries import duties
from wayhome.clocks.queries.duties import Duty
from wayhome.clocks.web.deadlines import cell
from wayhome.packs.roles import load_roles
from wayhome.platform import wall
from wayhome.platform.actor import Actor
from wayhome.platform.web.requests import actor_of, write_down
from wayhome.record.operations.errors import NotFound, Refused
from wayhome.record.web import banner
from wayhome.ui.forms import TimedForm
from wayhome.worklists.operations import giving
from wayhome.worklists.queries import gestures
from wayhome.worklists.queries.reach import reach
from wayhome.worklists.web import said
from wayhome.worklists.web.arrange_forms import BackForm, GiveForm, PutOffForm
from wayhome.worklists.web.whom import page_of, whom

DONE = {
    "give": "It is theirs now, and they have been told.", "take": "It is yours now.", "back": "It is back with the post that owns it.",
    "off": "It is put off, and comes back by itself.", "bring": "It is back on the list.",
}  # fmt: skip


def address(key: str) -> str:
    """Return the address at which a duty is arranged."""
    return f"{reverse('arrange')}?{urlencode({'key': key})}"


def arrange(request: HttpRequest) -> HttpResponseBase:
    """Show who has a duty, or record a gesture. To somebody who may not see the duty there is none."""
    actor, now, key = actor_of(request), wall.now(), request.GET.get("key", "")
    duty = duties.duty(key) if "\x00" not in key else None
    about = whom([duty.subject]).get(duty.subject) if duty else None
    if duty is None or about is None:
        raise Http404("no such duty")
    write_down(request, "duty", [duty.subject.id])
    given, off = gestures.given([key]).get(key), gestures.put_off([key]).get(key)
    sent = request.POST.get("do", "") if request.method == "POST" else ""
    forms = _forms(request, sent, duty, actor, now)
    if sent and sent not in forms:
        messages.error(request, "That cannot be done with it now. What can be done is below.")
        return redirect(address(key))
    if sent and _done(actor, duty, sent, forms, now, request):
        messages.success(request, DONE[sent])
        return redirect("my-work")
    history = gestures.history(key)
    known = said.names(actor.authority, history)
    role = load_roles().get(duty.owner)
    page = {
        "banner": banner.of(duty.subject.id, now) if duty.subject.kind == "child" else None,
        "whom": about,
        "duty": duty,
        "deadline": cell(duty, now),
        "owner": role.label if role else duty.owner,
        "with_whom": said.with_whom(given, known),
        "off": said.until_when(off, known) if off and gestures.still_off(duty, off, now) else "",
        "may": duty.open and reach(actor.user, now=now).may(duty, given),
        "is_mine": bool(given and given.user == actor.user),
        "given": given,
        "events": said.events(history, known),
        "form": forms.get(sent),
        "off_form": None,
        **{f"{name}_form": form for name, form in forms.items()},
        "href": page_of(about, duty.episode_id),
    }
    return render(request, "worklists/arrange.html", page, status=422 if sent else 200)


def _forms(request: HttpRequest, sent: str, duty: Duty, actor: Actor, now: datetime) -> dict[str, TimedForm]:
    def data(name: str) -> object:
        return request.POST if sent == name else None

    latest = giving.latest_put_off(duty, now)
    forms: dict[str, TimedForm] = {
        "give": GiveForm(data("give"), now=now, authority=actor.authority, prefix="give"),
        "back": BackForm(data("back"), now=now, prefix="back"),
        "take": TimedForm(data("take"), now=now, prefix="take"),
        "bring": TimedForm(data("bring"), now=now, prefix="bring"),
    }
    if latest is not None:
        forms["off"] = PutOffForm(data("off"), now=now, latest=latest, prefix="off")
    return forms


def _done(
    actor: Actor, duty: Duty, sent: str, forms: dict[str, TimedForm], now: datetime, request: HttpRequest
) -> bool:
    form = forms.get(sent)
    if form is None or not form.is_valid():
        return False
    key, told = duty.key, form.cleaned_data
    acts: dict[str, Callable[[], None]] = {
        "give": lambda: giving.give(actor=actor, key=key, to=form.to(), reason=told["reason"], now=now),  # type: ignore[attr-defined]
        "take": lambda: giving.take(actor=actor, key=key, now=now),
        "back": lambda: giving.give_back(actor=actor, key=key, reason=told["reason"], now=now),
        "off": lambda: giving.put_off(actor=actor, key=key, until=form.until(), reason=told["reason"], now=now),  # type: ignore[attr-defined]
        "bring": lambda: giving.bring_back(actor=actor, key=key, now=now),
    }
    try:
        acts[sent]()
    except NotFound:
        raise Http404("no such duty") from None
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True
