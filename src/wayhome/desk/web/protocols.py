"""The arrangements as pages: every protocol, every duty in plain words, the instruments, and what is national."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from wayhome.clocks import protocols as laws
from wayhome.clocks.queries.activations import activations
from wayhome.desk.web import protocols_page as pages
from wayhome.desk.web.what_if import plans_the_work
from wayhome.packs.england.reading import load_england
from wayhome.packs.instruments import instruments_of, load_instrument
from wayhome.packs.loading import protocol_ids
from wayhome.packs.protocol_pages import ProtocolPage, protocol_page
from wayhome.platform import wall
from wayhome.platform.web.requests import actor_of


@require_GET
def browse(request: HttpRequest) -> HttpResponse:
    """List the protocols that are here, which one this partnership runs, since when, and by whose decision."""
    actor = actor_of(request)
    made = pages.browser(laws.active(actor.authority), activations(actor.authority), load_england())
    return render(request, "desk/protocols/browse.html", {"page": made, "may_ask": plans_the_work(actor)})


@require_GET
def protocol(request: HttpRequest, line: str) -> HttpResponse:
    """Show one protocol: its duties chapter by chapter, its instruments, what its documents leave open."""
    may_ask = plans_the_work(actor_of(request))
    made = pages.contents(_page(line), instruments_of(line))
    return render(request, "desk/protocols/protocol.html", {"page": made, "may_ask": may_ask, "line": line})


@require_GET
def rule(request: HttpRequest, line: str, clock: str) -> HttpResponse:
    """Show one duty in plain words; `?law=` shows it as one of this partnership's own laws has it."""
    page = _page(line)
    found = page.rule(clock)
    asked = request.GET.get("law", "")
    own = {law.protocol.id: law.protocol for law in laws.laws(actor_of(request).authority).laws}
    made = pages.rule(page, found, clock, own.get(asked))
    if made is None:
        raise Http404("There is no such rule in this protocol.")
    return render(request, "desk/protocols/rule.html", {"page": made})


@require_GET
def indicator(request: HttpRequest, line: str, indicator: str) -> HttpResponse:
    """Show one figure: what is counted, out of what, who is in it, and worked examples. No child is on it."""
    actor_of(request)
    page = _page(line)
    found = page.figure(indicator)
    if found is None:
        raise Http404("There is no such figure in this protocol.")
    return render(request, "desk/protocols/rule.html", {"page": pages.plain(page, found)})


@require_GET
def protocol_meeting(request: HttpRequest, line: str, forum: str) -> HttpResponse:
    """Show one meeting as its protocol writes it: who belongs, what puts somebody on its agenda, what it decides."""
    actor_of(request)
    page = _page(line)
    found = page.meeting(forum)
    if found is None:
        raise Http404("There is no such meeting in this protocol.")
    return render(request, "desk/protocols/rule.html", {"page": pages.plain(page, found)})


@require_GET
def instrument(request: HttpRequest, line: str, instrument: str) -> HttpResponse:
    """Show an instrument as it is filled in, with its levels and what follows from each. Nothing can be entered here."""
    actor_of(request)
    if instrument not in {each.id for each in instruments_of(_page(line).line)}:
        raise Http404("There is no such instrument in this protocol.")
    made = pages.preview(_page(line), load_instrument(line, instrument))
    return render(request, "desk/protocols/instrument.html", {"page": made})


@require_GET
def national(request: HttpRequest, catalogue: str) -> HttpResponse:
    """Show one catalogue of the national pack as it holds today; `?unconfirmed=1` adds what could not be confirmed."""
    actor_of(request)
    found = load_england().catalogues.get(catalogue)
    if found is None:
        raise Http404("There is no such part of the national pack.")
    today = wall.now().date()
    made = pages.catalogue(found, today, unconfirmed=request.GET.get("unconfirmed") == "1")
    return render(request, "desk/protocols/national.html", {"page": made})


def _page(line: str) -> ProtocolPage:
    if line not in protocol_ids():
        raise Http404("There is no such protocol.")
    return protocol_page(line)
