"""Whom or what a form is about, as its pages show it; what the reader may not see is answered as not there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.http import Http404
from django.urls import reverse

from wayhome.record.queries import children, contexts, current
from wayhome.record.queries.ledger import current_facts
from wayhome.record.web import banner
from wayhome.ui import words
from wayhome.ui.components import PersonBanner


@dataclass(frozen=True, slots=True)
class About:
    """The subject of a form: its banner, the name for a title (never a person's), and the page to go back to."""

    kind: str
    id: UUID
    banner: PersonBanner | None
    reference: str
    back: str
    back_text: str
    restricted: bool
    born_on: date | None = None


@dataclass(frozen=True, slots=True)
class Absence:
    """One missing episode a form may belong to, and since when in words."""

    id: UUID
    since: str


def of(kind: str, subject: UUID, now: datetime) -> About:
    """Return the subject of a form. Raises Http404 where there is none for this reader."""
    if kind == "context":
        return _context(subject)
    found, shut = children.banner(subject), children.is_restricted(subject)
    if found is None or shut is None:
        raise Http404("no such child")
    return About(
        kind="child",
        id=subject,
        banner=banner.banner(found, now),
        reference=found.reference,
        back=reverse("child-assessments", args=[subject]),
        back_text="Assessments",
        restricted=shut,
        born_on=found.born_on,
    )


def _context(context: UUID) -> About:
    found = contexts.row(context)
    if found is None:
        raise Http404("no such context")
    back = reverse("context-assessments", args=[context])
    return About("context", context, None, found.reference, back, "Assessments of this context", found.restricted)


def absences(child: UUID) -> tuple[Absence, ...]:
    """Return the child's missing episodes, the newest first."""
    wrong = {each.episode for each in current_facts(child, ["missing.recorded-in-error"])}
    found = [each for each in current_facts(child, ["missing.began"]) if each.episode and each.episode not in wrong]
    return tuple(
        Absence(each.episode, words.day(each.happened_from) if each.happened_from else "a time nobody knows")
        for each in reversed(found)
        if each.episode
    )


def child_of_episode(episode: UUID) -> UUID:
    """Return whose missing episode this is. Raises Http404 where there is none for this reader."""
    told = current.of_episodes([episode])
    child = told[0].child_id if told else None
    if child is None:
        raise Http404("no such episode")
    return child
