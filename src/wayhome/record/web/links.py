"""Adding a link from one end; reading it; correcting, ending and withdrawing it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from wayhome.platform import wall
from wayhome.platform.queries.posts import colleagues
from wayhome.platform.web.requests import actor_of, write_down
from wayhome.record.link_kinds import ENDS, offered
from wayhome.record.operations import links as operations
from wayhome.record.operations.errors import Refused
from wayhome.record.operations.links import LinkDraft
from wayhome.record.queries import ends as finding
from wayhome.record.queries import ledger, links
from wayhome.record.queries.links import End, LinkView
from wayhome.record.subjects import Subject
from wayhome.record.things import KINDS, Identity
from wayhome.record.web import banner, link_words
from wayhome.record.web.link_form import ChangeLink, Clean, NewLink, begun, way
from wayhome.ui.forms import Textarea

UNSAVED = 422
SUBJECTS = {"child": Subject.child, "adult": Subject.adult, "context": Subject.context}


class Withdraw(Clean):
    """Why a link should not have been recorded."""

    reason = Textarea(label="Why should this link not have been recorded?", max_length=2000)


def new_link(request: HttpRequest, kind: str, end: UUID, other: str) -> HttpResponse:
    """Ask who or what is linked to this end, and how; save it and go back to where it was asked from.

    `?how=` begins with a way of being linked; `?episode=` says what it was learned in.
    """
    here = links.named([(kind, end)]).get(end) if kind in SUBJECTS else None
    if here is None or other not in ENDS or not offered(kind, other):
        raise Http404("no such end")
    now, actor = wall.now(), actor_of(request)
    told_in = _told_in(request, here)
    data = request.POST if request.method == "POST" else None
    found = _found(actor.authority, other, data.get("who", "")) if data else ()
    # What was found is offered only once it has been looked for by the same words.
    form = NewLink(
        data, now=now, ends=(kind, other), found=found, initial=_initial(request, told_in)
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        there = _there(form, other, found)
        if there is not None:
            draft = form.draft(SUBJECTS[kind](end), there, **_source(told_in))
            if _saved(form, lambda: operations.link(actor=actor, draft=draft)):
                messages.success(request, "The link is saved.")
                return redirect(_back(request, here, told_in))
    write_down(request, "link", [end])
    title = {"child": "another child", "adult": "an adult of concern"}.get(other, f"{_an(other)}")
    context = {
        "form": form, "title": f"Link to {title}", "button": "Save the link", "here": here,
        "back": _back(request, here, told_in), "lines": _lines(kind, other),
    }  # fmt: skip
    return _draw(request, "record/link-form.html", here, context, form)


def link(request: HttpRequest, link: UUID) -> HttpResponse:
    """Show one link, with what may be done about it and what became of it."""
    found = _link(link)
    people = colleagues([found.by_user] if found.by_user else [])
    who = next((c.name for c in people.values()), "a colleague")
    write_down(request, "link", [end.id for end in (found.first, found.other) if end.kind in SUBJECTS])
    told = ledger.fact(found.source_fact) if found.source_fact else None
    context = {"link": found, "rows": link_words.rows(found, who), "words": link_words, "told_in": told}
    return _draw(request, "record/link.html", found.first, context)


def change_link(request: HttpRequest, link: UUID) -> HttpResponse:
    """Correct a link, or say that it is over."""
    found = _link(link)
    ends = (found.first.kind, found.other.kind)
    data = request.POST if request.method == "POST" else None
    form = ChangeLink(data, now=wall.now(), ends=ends, initial=begun(found))
    if form.is_bound and form.is_valid():
        draft = form.draft(_kept(found.first), _kept(found.other), **_same_source(found))
        if _saved(form, lambda: _correct(request, found, draft, form.cleaned_data["reason"])):
            messages.success(request, "The link is changed. What was recorded before is kept.")
            return redirect(link_words.href(found.first))
    write_down(request, "change link", [end.id for end in (found.first, found.other) if end.kind in SUBJECTS])
    context = {
        "form": form, "title": "Correct this link, or say it is over", "button": "Save the change",
        "back": reverse("link", args=[link]), "lines": (f"{link_words.sentence(found)}.",), "here": found.first,
    }  # fmt: skip
    return _draw(request, "record/link-form.html", found.first, context, form)


def withdraw_link(request: HttpRequest, link: UUID) -> HttpResponse:
    """Withdraw a link that should not have been recorded."""
    found = _link(link)
    form = Withdraw(request.POST if request.method == "POST" else None, now=wall.now())
    if form.is_bound and form.is_valid():
        reason = form.cleaned_data["reason"]
        if _saved(form, lambda: operations.withdraw_link(actor=actor_of(request), link=link, reason=reason)):
            messages.success(request, "The link is withdrawn. It stays in the record, marked, with your reason.")
            return redirect(link_words.href(found.first))
    write_down(request, "withdraw link", [end.id for end in (found.first, found.other) if end.kind in SUBJECTS])
    context = {
        "form": form, "title": "Withdraw this link", "button": "Withdraw the link", "here": found.first,
        "back": reverse("link", args=[link]), "lines": (f"{link_words.sentence(found)}.",),
    }  # fmt: skip
    return _draw(request, "record/link-form.html", found.first, context, form)


def _draw(
    request: HttpRequest, template: str, here: End, context: dict[str, Any], form: Clean | None = None
) -> HttpResponse:
    who = banner.of(here.id, wall.now()) if here.kind == "child" else None
    status = UNSAVED if form is not None and form.is_bound else 200
    return render(request, template, {"banner": who, **context}, status=status)


def _link(link_id: UUID) -> LinkView:
    found = links.link(link_id)
    if found is None:
        raise Http404("no such link")
    return found


def _found(authority: UUID, other: str, words: str) -> tuple[End, ...]:
    return finding.find(authority, other, words) if other in SUBJECTS and words.strip() else ()


def _there(form: NewLink, other: str, found: tuple[End, ...]) -> Subject | Identity | None:
    if other in KINDS:
        return form.thing()
    picked = form.pick(found)
    if picked is not None:
        return SUBJECTS[other](picked)
    if not found:
        form.add_error("who", "Nobody and nothing you can see is called that. Check the spelling, or start a record.")
    elif form.cleaned_data.get("chosen") == "none":
        form.add_error("who", "Write the name or reference of somebody else, or start a record for them first.")
    else:
        form.add_error("chosen", "Choose whom or what you mean from those found below")
    return None


def _saved(form: Clean, save: Any) -> bool:
    try:
        save()
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _correct(request: HttpRequest, found: LinkView, draft: LinkDraft, reason: str) -> None:
    operations.correct_link(actor=actor_of(request), link=found.id, draft=draft, reason=reason)


def _kept(end: End) -> Subject | Identity:
    if end.kind in SUBJECTS:
        return SUBJECTS[end.kind](end.id)
    return links.thing(end.id)


def _told_in(request: HttpRequest, here: End) -> UUID | None:
    """Return the episode the link is learned in, if the reader may see it and it is this child's."""
    try:
        episode = UUID(request.GET.get("episode", ""))
    except ValueError:
        return None
    return episode if here.kind == "child" and ledger.entries(here.id, episode=episode) else None


def _source(episode: UUID | None) -> dict[str, Any]:
    if episode is None:
        return {}
    return {"source_episode": episode, "source_fact": links.conversation(episode)}


def _same_source(found: LinkView) -> dict[str, Any]:
    return {"source_episode": found.source_episode, "source_fact": found.source_fact}


def _initial(request: HttpRequest, episode: UUID | None) -> dict[str, Any]:
    begin: dict[str, Any] = {"how": way(request.GET.get("how", ""))}
    if episode is not None and links.conversation(episode):
        begin["source"] = "The child, in the return home conversation"
    return begin


def _back(request: HttpRequest, here: End, episode: UUID | None) -> str:
    return reverse("mentioned", args=[episode]) if episode else link_words.href(here)


def _an(kind: str) -> str:
    word = link_words.end_word(kind).lower()
    return f"an {word}" if word[0] in "aeiou" else f"a {word}"


def _lines(kind: str, other: str) -> tuple[str, ...]:
    if {kind, other} <= {"child", "adult"} and "child" in (kind, other) and other != "adult":
        return (
            "A child who is said to exploit others is a child still, and is owed what every child is owed. "
            "Say it here, on the link; nothing of it stands beside the child’s name.",
        )
    if other == "context" or kind == "context":
        return ("A place or a group is assessed so that it changes. Being linked to it is never a label on a child.",)
    return ()
