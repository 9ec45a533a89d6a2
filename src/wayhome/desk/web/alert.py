"""The alert to every authority in the country: chosen, seen as it will go out, saved as PDF, and then written down."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from wayhome.desk.web import alert_sheet
from wayhome.desk.web.alert_sheet import Alert, Material
from wayhome.desk.web.night import ALT
from wayhome.desk.web.night_photograph import photograph
from wayhome.missing.queries import episodes
from wayhome.missing.web.record_links import address
from wayhome.missing.web.timeline import lines
from wayhome.platform import files, wall
from wayhome.platform.queries import posts
from wayhome.platform.queries.partnerships import partnership
from wayhome.platform.web.requests import actor_of, write_down
from wayhome.record.queries import children, particulars
from wayhome.record.web import banner
from wayhome.ui import words
from wayhome.ui.components import Alert as Message
from wayhome.ui.components import AlertKind, SummaryRow
from wayhome.ui.documents import Block, Callout, Document, Pairs, Picture, Words, download, pdf

FOUND = "This child was found. Please stop looking, take down what was put up, and destroy this sheet and the alert."
NOT_ON_A_PLAN = (
    "The child is not recorded as being on a child protection plan, for which the alert is meant. "
    "Ask your manager before you send it."
)
MEET = (
    "Make sure that the child is safe and warm, and tell police on 101, or 999 in danger.",
    "The child is not in trouble. Be kind, say so, and do not let the child wait alone.",
    "Do not pass this on beyond those in your authority who may meet the child. Destroy it when the child is found.",
)


@require_GET
def episode_alert(request: HttpRequest, episode: UUID) -> HttpResponse:
    """Show the alert as it would go out. An episode the reader may not see is answered as one that does not exist."""
    made = _material(request, episode, "alert to every authority")
    chosen = _chosen(request.GET, made)
    sheet = alert_sheet.alert(made, chosen)
    query = "&".join(f"with={name}" for name in ("", *sorted(chosen)))
    context = {
        "banner": banner.banner(made.child, made.now),
        "found": not made.episode.missing_now,
        "warnings": [Message(text, AlertKind.WARNING) for text in _warnings(made)],
        "choices": [
            {"value": name, "text": said, "checked": name in chosen} for name, said in alert_sheet.CHOICES.items()
        ],
        "rows": [SummaryRow(label, lines(said)) for label, said in sheet.lines],
        "photograph": sheet.photograph,
        "alt": ALT,
        "meet": MEET,
        "stop": FOUND,
        "pdf": f"{reverse('episode-alert-pdf', args=[episode])}?{query}",
        "here": reverse("episode-alert", args=[episode]),
        "back": reverse("episode", args=[episode]),
        "sent": address(episode, "told.all-authorities", ()),
        "ended": address(episode, "told.all-authorities-ended", ()),
    }
    return render(request, "desk/alert.html", context)


@require_GET
def episode_alert_pdf(request: HttpRequest, episode: UUID) -> HttpResponse:
    """Give the alert as PDF; once the child is found, the sheet that ends it, which says no more than the name."""
    made = _material(request, episode, "alert to every authority as PDF")
    actor = actor_of(request)
    place = partnership(actor.authority)
    sheet = alert_sheet.alert(made, _chosen(request.GET, made))
    missing = made.episode.missing_now
    blocks: list[Block] = [Callout("Found", (FOUND,)), Pairs(sheet.lines[:1])]
    blocks = _missing(sheet) if missing else blocks
    document = Document(
        title="Alert about a missing child" if missing else "End of an alert about a missing child",
        name="Missing child" if missing else "Child found: end of an alert",
        blocks=tuple(blocks),
        partnership=place.name + (" (every person here is invented)" if place.demonstration else ""),
        marking="OFFICIAL-SENSITIVE",
        foot=f"As of {words.when(made.now)}. Sent by {actor.name}, {place.name}.",
        one_side=True,
    )
    return download(pdf(document), f"alert-{made.child.reference}")


def _warnings(made: Material) -> tuple[str, ...]:
    if alert_sheet.on_a_plan(made):
        return alert_sheet.gaps(made)
    return (NOT_ON_A_PLAN, *alert_sheet.gaps(made))


def _missing(sheet: Alert) -> list[Block]:
    blocks: list[Block] = []
    if sheet.photograph:
        try:
            blocks.append(Picture(files.get(sheet.photograph.id), ALT))
        except files.NoFile:
            blocks.append(Words("A photograph is held, and its file could not be read. Ask the sender.", quiet=True))
    return [*blocks, Pairs(sheet.lines), Callout("If you meet this child", MEET)]


def _material(request: HttpRequest, episode: UUID, what: str) -> Material:
    """Gather what the sheet is made from, and write down who looked. Raises Http404 for what the reader may not see."""
    view = episodes.episode(episode)
    child = children.banner(view.child_id) if view else None
    if view is None or child is None:
        raise Http404("no such episode")
    write_down(request, what, [child.id])
    now = wall.now()
    worker = posts.colleagues([child.allocated_worker]) if child.allocated_worker else {}
    return Material(
        child=child,
        episode=view,
        told=particulars.widely_read(child.id, particulars.told(child.id, alert_sheet.KINDS)),
        photograph=photograph(child.id, now),
        worker=next(iter(worker.values()), None),
        now=now,
    )


def _chosen(asked: QueryDict, made: Material) -> frozenset[str]:
    """Return what the sender chose; what is chosen at first until anything was."""
    if "with" not in asked:
        return alert_sheet.at_first(made)
    return frozenset(asked.getlist("with")) & frozenset(alert_sheet.CHOICES)
