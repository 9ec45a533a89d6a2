"""Naming a context: what it is, what belongs to it, what harm is seen there, and how it came to notice."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from wayhome.contexts.operations import contexts as operations
from wayhome.contexts.web import words
from wayhome.platform import wall
from wayhome.platform.web.requests import actor_of
from wayhome.record.names import folded
from wayhome.record.operations.children import AlreadyOpened
from wayhome.record.operations.errors import Refused
from wayhome.record.queries import ends
from wayhome.record.queries.links import End
from wayhome.ui.forms import Checkboxes, Radios, Text, Textarea, TimedForm, WhenField

LONGEST = 4000


class NewContext(TimedForm):
    """What is known of it when it is first named."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    name = Text(
        label="What is it called?", max_length=200, help_text="What people call it, without a child’s name in it"
    )
    kind = Radios(label="What kind of context is it?", choices=words.KIND.items())
    definition = Textarea(
        label="What belongs to it, and what does not?", help_text="Where, when, and who meets there", max_length=LONGEST
    )
    harm = Textarea(label="What harm is seen there?", required=False, max_length=LONGEST)
    how = Radios(label="How did it come to notice?", choices=words.HOW.items())
    noticed = WhenField(label="When did it come to notice?", sureness=("exact", "about", "day"))
    different = Checkboxes(
        label="Is this another one?", required=False, choices=[("yes", "Yes, it is another place or group")]
    )

    def clean(self) -> dict[str, Any]:
        """Refuse null characters, and a name without letters."""
        for name, value in list(self.cleaned_data.items()):
            if isinstance(value, str) and "\x00" in value:
                self.add_error(name, "This holds a character that cannot be kept. Type it again.")
        return self.cleaned_data


def new_context(request: HttpRequest) -> HttpResponse:
    """Ask, and open the record; the same form sent twice opens one, and one of the same name is shown first."""
    actor, now = actor_of(request), wall.now()
    data = request.POST if request.method == "POST" else None
    form = NewContext(data, now=now, initial={"key": uuid.uuid4()})
    alike: list[End] = []
    if form.is_bound and form.is_valid():
        told = form.cleaned_data
        named = uuid.uuid5(actor.user, str(told["key"]))
        alike = [
            e for e in ends.find(actor.authority, "context", told["name"]) if folded(e.name) == folded(told["name"])
        ]
        alike = [e for e in alike if e.id != named]
        if alike and not told["different"]:
            form.add_error(
                "different", "There is one of this name already. Look at it below; if this is another, say so"
            )
        else:
            noticed = operations.NewContext(
                told["name"], told["kind"], told["definition"], told["harm"], told["how"], told["noticed"]
            )
            try:
                made = operations.name_context(actor=actor, told=noticed, told_at=now, context=named)
            except AlreadyOpened as again:
                return redirect("context", again.child)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, "The context is named. The meeting decides what comes of it.")
                return redirect("context", made)
    return render(
        request,
        "contexts/new.html",
        {"form": form, "alike": alike, "no_label": words.NO_LABEL},
        status=422 if form.is_bound else 200,
    )
