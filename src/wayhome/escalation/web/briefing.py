"""Writing, sending and reading one briefing; and the same on paper."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from wayhome.escalation.operations import briefings as operations
from wayhome.escalation.operations.errors import NotFound, Refused
from wayhome.escalation.queries import briefings
from wayhome.escalation.queries.briefings import BriefingView, Section
from wayhome.escalation.senders import Occasion, occasion
from wayhome.escalation.web.briefing_form import BriefingForm
from wayhome.escalation.web.composing import sections
from wayhome.missing.queries import episodes
from wayhome.packs.roles import load_roles
from wayhome.packs.vocabulary import load_vocabulary
from wayhome.platform.queries import posts
from wayhome.platform.queries.partnerships import partnership
from wayhome.platform.web.requests import actor_of
from wayhome.record.web.child_page import frame, show
from wayhome.ui import words
from wayhome.ui.documents import Block, Document, Heading, Words, download, pdf
from wayhome.worklists.operations.notices import sent_key
from wayhome.worklists.queries import work
from wayhome.worklists.queries.work import NoticeView


def write(request: HttpRequest, episode: UUID, kind: str) -> HttpResponseBase:
    """Show the briefing as drafted, keep it, or send it. `?value=` is the occasion, such as 72-hours."""
    actor = actor_of(request)
    view = episodes.episode(episode)
    about = occasion(actor.authority, kind, request.GET.get("value", "")) or _only(actor.authority, kind)
    if view is None or about is None:
        raise Http404("no such briefing")
    framed = frame(request, view.child_id, "write a briefing")
    begun = briefings.draft(episode, kind, about.value)
    had = briefings.versions(episode, kind, about.value)
    fresh = "fresh" in request.GET or begun is None
    shown = sections(framed.child, view, framed.now) if fresh or begun is None else begun.sections
    sent = request.method == "POST"
    form = BriefingForm(
        request.POST if sent else None,
        now=framed.now,
        sections=shown,
        keeping=request.POST.get("do") == "keep",
        initial={"revision": begun.revision if begun else 0},
    )
    if sent and form.is_valid() and (where := _done(request, form, episode, about, framed.now)):
        return redirect(where)
    people = posts.colleagues([begun.by_user]) if begun else {}
    page: dict[str, Any] = {
        "form": form, "about": about, "versions": had, "may": operations.may_send(actor, about, framed.now),
        "sender": load_roles()[about.sender].label if about.sender else "",
        "kept": f"{people[begun.by_user].name}, {words.when(begun.saved_at)}" if begun and begun.by_user in people else "",
        "otherwise": f"{reverse('record-act', args=[episode, kind])}?value={about.value}", "episode": episode,
        "fresh": f"{request.path}?value={about.value}&fresh=1",
    }  # fmt: skip
    return show(request, framed, "escalation/write.html", status=422 if sent else 200, **page)


def _only(authority: UUID, kind: str) -> Occasion | None:
    """Return the first occasion of a kind, where the address names none."""
    known = load_vocabulary().kinds.get(kind)
    return occasion(authority, kind, known.values[0] if known.values else "") if known else None


def _done(request: HttpRequest, form: BriefingForm, episode: UUID, about: Occasion, now: datetime) -> str:
    """Keep or send; return where to go, or nothing when it was refused and the form says why."""
    actor, given = actor_of(request), form.sections()
    try:
        if request.POST.get("do") == "send":
            made = operations.send(
                actor=actor, episode=episode, kind=about.kind.id, value=about.value, sections=given, now=now
            )
            messages.success(request, f"Sent to the {about.to_label}, who has been told.")
            return reverse("briefing", args=[made])
        operations.keep(
            actor=actor, episode=episode, kind=about.kind.id, value=about.value, sections=given,
            revision=form.cleaned_data["revision"], now=now,
        )  # fmt: skip
    except NotFound:
        raise Http404("no such briefing") from None
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return ""
    messages.success(request, "The draft is kept, for you and for whoever sends it.")
    return f"{request.path}?value={about.value}"


@require_GET
def read(request: HttpRequest, briefing: UUID) -> HttpResponseBase:
    """Show one version as it was sent, who was told, and who has seen it."""
    found = _found(briefing)
    framed = frame(request, found.child_id, "briefing")
    actor = actor_of(request)
    told = work.notices_of_duties({sent_key(found.authority_id, operations.NOTICE, found.id)})
    people = posts.colleagues({u for n in told if (u := n.recipient)} | ({found.by_user} if found.by_user else set()))
    mine = next((n for n in told if n.recipient == actor.user and n.acknowledged_at is None), None)
    page: dict[str, Any] = {
        "found": found, "title": title_of(actor.authority, found), "sent": words.when(found.sent_at),
        "by": people[found.by_user].name if found.by_user in people else "A colleague",
        "to": load_roles()[found.to_post].label,
        "told": [_receipt(n, people[n.recipient].name if n.recipient in people else "") for n in told],
        "mine": reverse("notice", args=[mine.id]) if mine else "",
        "versions": [v for v in briefings.versions(found.episode_id, found.kind, found.occasion) if v.id != found.id],
        "again": f"{reverse('write-briefing', args=[found.episode_id, found.kind])}?value={found.occasion}",
    }  # fmt: skip
    return show(request, framed, "escalation/briefing.html", **page)


@require_GET
def on_paper(request: HttpRequest, briefing: UUID) -> HttpResponseBase:
    """Give one version as PDF."""
    found = _found(briefing)
    framed, actor = frame(request, found.child_id, "briefing as PDF"), actor_of(request)
    known = partnership(actor.authority)
    blocks: list[Block] = [
        Words(
            f"To the {load_roles()[found.to_post].label}. Version {found.number}, sent {words.when(found.sent_at)}.",
            strong=True,
        )
    ]
    for part in found.sections:
        blocks += [Heading(part["title"]), *_paragraphs(part)]
    made = Document(
        title=title_of(actor.authority, found),
        name=f"{framed.banner.preferred_name}, {framed.child.reference}",
        blocks=tuple(blocks),
        partnership=known.name + (" (every person here is invented)" if known.demonstration else ""),
        marking="OFFICIAL-SENSITIVE",
        foot=f"Printed by {actor.name}, {words.when(framed.now)}",
    )
    return download(pdf(made), f"briefing-v{found.number}-{framed.child.reference}")


def _paragraphs(part: Section) -> list[Block]:
    said = [line for line in part["words"].splitlines() if line.strip()]
    return [Words(line) for line in said] or [Words("Nothing has been said here.", quiet=True)]


def _found(briefing: UUID) -> BriefingView:
    found = briefings.briefing(briefing)
    if found is None:
        raise Http404("no such briefing")
    return found


def title_of(authority: UUID, found: BriefingView) -> str:
    about = occasion(authority, found.kind, found.occasion)
    return about.title if about else found.kind


def _receipt(notice: NoticeView, name: str) -> str:
    if notice.recipient is None:
        return f"{notice.role_label}: {notice.because}"
    seen = f"has seen it, {words.when(notice.acknowledged_at)}" if notice.acknowledged_at else "not yet seen"
    return f"{name or 'A colleague'}, {notice.role_label}: {seen}"
