"""Requests for one's own record: opened, prepared, checked by a second person, released."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from wayhome.disclosure import copying
from wayhome.disclosure.operations import requests as operations
from wayhome.disclosure.operations.errors import Refused
from wayhome.disclosure.queries import requests as queries
from wayhome.disclosure.web.one import STRICT
from wayhome.missing.web.timeline import kind_title, moment_of, named_in, value_words
from wayhome.packs.sharing import load_sharing
from wayhome.plans.queries import plans
from wayhome.platform import files
from wayhome.platform.queries import posts
from wayhome.platform.web.requests import actor_of
from wayhome.record.queries.copied import closed
from wayhome.record.web.child_page import frame, show
from wayhome.ui import words
from wayhome.ui.forms import Checkboxes, DateField, Radios, Text, Textarea, TimedForm

UNSAVED = 422
LONG = 2_000


class OpenForm(TimedForm):
    """Who asks, how that was checked, and since when."""

    asked_by = Text(
        label="Who asks?", max_length=300, help_text="The person, or somebody on their behalf and who that is"
    )
    identity = Textarea(label="How did you make sure who they are, and that they may ask?", rows=2, max_length=LONG)
    received_on = DateField(label="On which day did it arrive?")


class KeepForm(TimedForm):
    """What is kept back, on what ground, and why it holds here."""

    def __init__(self, *args: Any, pieces: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        grounds = load_sharing().grounds.values()
        self.fields |= {
            "pieces": Checkboxes(label="Which pieces?", choices=pieces),
            "ground": Radios(label="On what ground?", choices=[(g.id, g.title) for g in grounds],
                             hints={g.id: g.hint for g in grounds}),
            "why": Textarea(label="Why does it hold here?", rows=3, max_length=LONG),
        }  # fmt: skip


class ReleaseForm(TimedForm):
    """What the second person looked at."""

    checked = Textarea(label="What did you look at?", rows=3, max_length=LONG)


def listing(request: HttpRequest, child: UUID) -> HttpResponse:
    """Show a child's requests, and open one."""
    framed, actor = frame(request, child, "requests for one's own record"), actor_of(request)
    form = OpenForm(request.POST if request.method == "POST" else None, now=framed.now)
    if form.is_bound and form.is_valid():
        try:
            made = operations.open_request(actor=actor, child=child, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("own-record", made)
    found = queries.of_child(child)
    return show(
        request, framed, "disclosure/requests.html", status=UNSAVED if form.is_bound else 200, form=form, found=found
    )


def one(request: HttpRequest, which: UUID) -> HttpResponse:
    """Show one request: keep pieces back, or check and release the copy."""
    found = queries.one(which)
    if found is None:
        raise Http404("no such request")
    framed, actor = frame(request, found.child, "a request for one's own record"), actor_of(request)
    kept = queries.kept_back(which)
    back = {*kept.facts, *kept.documents, *kept.versions}
    pieces = [(key, said) for key, said in _pieces(found.child) if UUID(key.partition(":")[2]) not in back]
    act = request.POST.get("act", "") if request.method == "POST" else ""
    keeping = KeepForm(request.POST if act == "keep" else None, now=framed.now, pieces=pieces)
    releasing = ReleaseForm(request.POST if act == "release" else None, now=framed.now)
    form = keeping if act == "keep" else releasing
    if act and form.is_valid():
        given = form.cleaned_data
        try:
            if act == "keep":
                chosen = [piece.partition(":") for piece in given["pieces"]]
                ids = {
                    f"{sort}s": [UUID(id_) for kind, _, id_ in chosen if kind == sort]
                    for sort in ("fact", "document", "version")
                }
                operations.keep_back(actor=actor, request=which, ground=given["ground"], why=given["why"], **ids)
            else:
                operations.release(actor=actor, request=which, checked=given["checked"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "It is kept back." if act == "keep" else "The copy is made and released.")
            return redirect("own-record", which)
    people = posts.colleagues({u for u in (found.by_user, found.released_by) if u})
    page = {
        "found": found, "keeping": keeping, "releasing": releasing, "form": form, "grounds": kept.grounds(),
        "first": found.by_user == actor.user, "names": {id_: c.name for id_, c in people.items()}, "pieces": len(pieces),
    }  # fmt: skip
    return show(request, framed, "disclosure/request.html", status=UNSAVED if act else 200, **page)


@require_GET
def copy(request: HttpRequest, which: UUID) -> HttpResponse:
    """Hand over the copy that was released; every time is written down."""
    found = queries.one(which)
    if found is None or found.pack is None:
        raise Http404("nothing was released")
    frame(request, found.child, "copy of one's own record")
    if closed(found.child):
        # It holds the whole record, also what was kept for fewer people since: whoever reads all of it hands it over.
        messages.error(
            request, "This copy holds something that is kept for fewer people since. Ask somebody who is named."
        )
        return redirect("own-record", which)
    answer = HttpResponse(files.get(found.pack), content_type="application/zip", headers=STRICT)
    answer["Content-Disposition"] = f'attachment; filename="record-{str(found.id)[:8]}.zip"'
    return answer


def _pieces(child: UUID) -> list[tuple[str, str]]:
    whole = copying.everything(child)
    people = posts.colleagues(named_in(whole.facts))
    titles = {plan.id: plan.kind.title for plan in plans.of_child(child).values()}
    made = [(f"document:{d.id}", f"File: {d.title or 'without a title'}") for d in whole.documents]
    made += [(f"version:{v.id}", f"{titles.get(v.plan_id, 'Plan')}, version {v.number}") for v in whole.versions]
    for e in whole.facts:
        said = " ".join(value_words(e, people).split())[:140]
        made.append((f"fact:{e.id}", f"{words.moment(moment_of(e))}: {kind_title(e.kind)}. {said}"))
    return made
