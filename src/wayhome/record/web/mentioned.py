"""Who and what a child mentioned in a return home conversation, lifted into links by who listened."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from wayhome.platform.web.requests import actor_of
from wayhome.record.queries import ledger, links
from wayhome.record.web import child_page, link_words
from wayhome.record.web.network import add_links
from wayhome.ui.components import Empty


def mentioned(request: HttpRequest, episode: UUID) -> HttpResponse:
    """Show what the child said in the conversation, and what of it has become links; lead to adding each."""
    child = links.child_of_episode(episode)
    if child is None:
        raise Http404("no such episode")
    framed = child_page.frame(request, child, "who and what was mentioned")
    told = [e for e in ledger.entries(child, episode=episode) if e.current]
    said = [e.text for e in told if e.kind in ("return.said", "return.harm-disclosed") and e.text]
    found = links.learned_in(actor_of(request).authority, episode)
    nothing = Empty("Nobody and nothing has been lifted out of this conversation yet.")
    return child_page.show(
        request,
        framed,
        "record/mentioned.html",
        episode=episode,
        held=any(e.kind == "return.conversation-held" for e in told),
        said=[text.partition("\n") for text in reversed(said)],
        table=link_words.table(child, found, "Linked from this conversation", nothing),
        add=add_links("child", child, f"?episode={episode}"),
        back=reverse("episode", args=[episode]),
    )
