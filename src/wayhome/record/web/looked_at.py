"""Who looked at this child: on "Access and sharing", and in the auditor's search; drawn the same in both."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from django.template.loader import render_to_string
from markupsafe import Markup

from wayhome.packs.vocabulary import load_vocabulary
from wayhome.platform.queries import agencies, looking, posts
from wayhome.platform.queries.looking import Asked, Looked
from wayhome.platform.web.requests import actor_of
from wayhome.ui import words
from wayhome.ui.components import Cell, Column, Empty, Row, Table

COLUMNS = ("When", "Who", "For", "Did", "What", "Through")
MOST = 50
_ID = re.compile(r"\b([0-9a-f]{8})-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b")
_KIND = re.compile(r"\b[a-z-]+\.[a-z-]+\b")


def panel(request: HttpRequest, child: UUID, now: datetime) -> Markup | None:
    """Show the latest who looked to those who may audit; to anybody else their own looking, and whom to ask."""
    whole = looking.may_audit()
    found = looking.search(Asked(subject=child), most=MOST) if whole else looking.own(child)
    guardians = looking.guardians(actor_of(request).authority, at=now)
    away = posts.away(guardians, at=now)
    known = posts.colleagues([each for each in guardians if each not in away] or guardians)
    page = {
        "whole": whole,
        "most": MOST,
        "more": len(found) == MOST,
        "child": child,
        "guardians": [known[each].name for each in guardians if each in known],
        "table": table("Who looked at this child" if whole else "When you looked at this child", found),
    }
    return Markup(render_to_string("record/looked-at.html", page))


def table(caption: str, found: Sequence[Looked], empty: str = "Nobody yet.") -> Table:
    """Return entries of the audit trail as a table."""
    people = posts.colleagues({each.user for each in found if each.user})
    names = agencies.named({each.agency for each in found if each.agency})
    rows = tuple(_row(each, people, names) for each in found)
    return Table(caption, tuple(map(Column, COLUMNS)), rows, Empty(empty))


def _row(each: Looked, people: dict[UUID, posts.Colleague], names: dict[UUID, str]) -> Row:
    who = people[each.user].name if each.user in people else "Wayhome itself" if each.user is None else "Unknown"
    what = in_words(each.what)
    about = f"{what} ({len(each.subjects)} records)" if len(each.subjects) > 1 else what
    for_ = names.get(each.agency, "") if each.agency else ""
    cells = (words.when(each.at), who, for_, each.verb, about, each.through)
    return Row(f"entry-{each.id}", tuple(map(Cell, cells)))


def in_words(what: str) -> str:
    """Say what the trail kept as people say it: a kind of fact by its meaning, an id by its start, as a file is named."""
    known = load_vocabulary().kinds

    def meaning(found: re.Match[str]) -> str:
        kind = known.get(found[0])
        said = kind.meaning.rstrip(".") if kind else found[0]
        return said[:1].lower() + said[1:]

    return _KIND.sub(meaning, _ID.sub(r"\1", what))
