"""What a child's level of risk asks for and is not there, on the child's overview: as the protocol in force has it.

The protocol's meetings hold lists of children who lack what their level asks for (Pathway 7.6 to 7.8; Lewisham's
operational group). Here the same conditions are read for one child, so that nobody waits for a meeting to mend it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from markupsafe import Markup

from wayhome.clocks import protocols
from wayhome.engine.conditions import compiled
from wayhome.engine.facts import Situation
from wayhome.engine.language import Vocabulary
from wayhome.engine.routes import LeadsTo, Route, Routed, routed
from wayhome.forums.queries.definitions import forums_of
from wayhome.packs.result_words import cited
from wayhome.packs.vocabulary import load_vocabulary
from wayhome.platform.queries.audiences import reads_every
from wayhome.platform.web.requests import actor_of
from wayhome.record.queries.situations import situation
from wayhome.record.topics import BY_KIND
from wayhome.record.web.status import STATUSES
from wayhome.ui.components import Colour, Link, Tag

LEVELS = frozenset({"exploitation-level", "toolkit-level", "seraf-category"})
NEEDED = ("identity", "care")  # whoever reads less would be told that something is not there which they may not see


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is not there, or that nobody has recorded; where it is written, and where it is recorded."""

    title: str
    tag: Tag
    cite: str
    links: tuple[Link, ...]


def panel(request: HttpRequest, child: UUID, now: datetime) -> Markup | None:
    """Show what is not there for the child's level; nothing where the protocol has no such list, or for who reads less."""
    authority = actor_of(request).authority
    routes = tuple(r for f in forums_of(authority) for r in f.routes if r.leads_to is LeadsTo.EXCEPTION)
    routes = tuple(route for route in routes if route.about == "child")
    if not routes or not all(reads_every(handling) for handling in NEEDED):
        return None
    vocabulary = protocols.active(authority).vocabulary
    known = situation(child)
    if not _judged(known):
        return None  # the glance above says that nobody has judged a level, and what that means
    answers = [(r, routed(r, known, vocabulary, protocols.calendar(), now)) for r in routes]
    gaps = [_gap(child, route, answer, vocabulary) for route, answer in answers if _worth_saying(answer)]
    return Markup(render_to_string("forums/level_panel.html", {"gaps": gaps, "id": child}))


def _judged(known: Situation) -> bool:
    """Whether any level stands that was judged or scored."""
    gone = {each.old for each in known.supersessions}
    return any(fact.kind in _level_kinds() and fact.id not in gone for fact in known.facts)


def _level_kinds() -> frozenset[str]:
    states = load_vocabulary().states
    return frozenset(kind for state in LEVELS for kind in states[state].kinds)


def _no_level(answer: Routed) -> bool:
    return answer.open is None and not LEVELS.isdisjoint(answer.missing)


def _worth_saying(answer: Routed) -> bool:
    return answer.open is True or (answer.open is None and not _no_level(answer))


def _gap(child: UUID, route: Route, answer: Routed, vocabulary: Vocabulary) -> Gap:
    tag = Tag("Not there", Colour.ORANGE) if answer.open else Tag("Nobody has said", Colour.GREY)
    kinds = compiled(route.when, vocabulary).kinds
    return Gap(route.title, tag, cited(route.cite), tuple(_links(child, sorted(kinds), route.title)))


def _links(child: UUID, kinds: list[str], about: str) -> Iterator[Link]:
    """Lead to where each fact that would mend it is recorded; levels are assessed, not recorded here."""
    statuses = {status.kind: name for name, status in STATUSES.items()}
    seen: set[str] = set()
    for kind in kinds:
        text, href = "", ""
        if kind in _level_kinds():
            continue
        if kind == "child.allocation":
            text, href = "Say who is allocated", reverse("change-status", args=[child, "allocated-worker"])
        elif kind in statuses:
            text, href = "Change what is recorded", reverse("change-status", args=[child, statuses[kind]])
        elif kind in BY_KIND and kind != "child.professional":
            topic = BY_KIND[kind]
            text, href = f"Record: {_small(topic.title)}", reverse("tell-topic", args=[child, topic.slug])
        elif kind.startswith("plan."):
            text, href = "Write a plan", reverse("child-plans", args=[child])
        elif kind in load_vocabulary().kinds and kind != "child.professional":
            known = load_vocabulary().kinds[kind]
            text, href = known.done or "Record it", reverse("child-act", args=[child, kind])
        if href and href not in seen:
            seen.add(href)
            yield Link(text, href, about=f"for: {about}")


def _small(said: str) -> str:
    return said[:1].lower() + said[1:]
