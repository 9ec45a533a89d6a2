"""Find a child: the search that comes before making a record. Sent by POST, so that no name is in an address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from wayhome.platform import wall
from wayhome.platform.web.requests import actor_of, write_down
from wayhome.record.names import folded, surname_first
from wayhome.record.queries import children, pointers
from wayhome.record.queries.children import ChildBanner
from wayhome.record.web.banner import BannerPart, age_words, parts
from wayhome.ui import words
from wayhome.ui.forms import DateOfBirth, Text, TimedForm

MOST = 20
LONGEST_NAME = 200


class Search(TimedForm):
    """A name or a reference, a date of birth, or both."""

    sifts = True

    words = Text(
        label="Name or reference",
        required=False,
        max_length=LONGEST_NAME,
        help_text="Begin with the first name or with the last. A few letters are enough",
        error_messages={"max_length": f"Name or reference: use {LONGEST_NAME} characters or fewer"},
    )
    born = DateOfBirth(label="Date of birth", required=False, help_text="For example, 27 3 2011")

    def clean(self) -> dict[str, Any]:
        """Ask for something to look for."""
        given: dict[str, Any] = super().clean() or {}
        if not self.errors and not folded(given.get("words", "")) and given.get("born") is None:
            self.add_error("words", "Enter a name, a reference or a date of birth")
        return given


@dataclass(frozen=True, slots=True)
class Match:
    """One child found, and why."""

    id: UUID
    name: str
    href: str
    reference: str
    born: str
    reasons: str
    missing: str


def find(request: HttpRequest) -> HttpResponse:
    """Ask what to look for, or show who was found. Nobody is told that there is somebody they may not see."""
    now = wall.now()
    if request.method != "POST":
        return render(request, "record/find.html", {"form": Search(now=now), "matches": None})
    form = Search(request.POST, now=now)
    if not form.is_valid():
        return render(request, "record/find.html", {"form": form, "matches": None}, status=422)
    wanted, born = form.cleaned_data["words"].strip(), form.cleaned_data["born"]
    found = children.find(actor_of(request).authority, words=wanted, born_on=born, limit=MOST + 1)
    shown = found[:MOST]
    elsewhere = pointers.known_to(wanted, born, [child.id for child in found])
    told = [child for each in elsewhere for child in each.children]
    write_down(request, "find a child", [*(child.id for child in shown), *told])
    page = {
        "form": form,
        "matches": matches(shown, wanted, born, now),
        "heading": heading(len(found), wanted, born),
        "elsewhere": [(each.partnership, each.whom) for each in elsewhere],
        "too_many": len(found) > MOST,
        "begin": {"name": wanted if folded(wanted) else "", "born": form["born"].value()},
    }
    return render(request, "record/find.html", page)


def heading(number: int, wanted: str, born: date | None) -> str:
    """Say how many there are, and for what."""
    what = [f"“{wanted}”"] if wanted else []
    if born is not None:
        what.append(f"born {born.day} {born:%B} {born.year}")
    counted = f"More than {MOST} results" if number > MOST else words.counted(number, "result")
    return f"{counted} for {' or '.join(what)}"


def matches(found: Sequence[ChildBanner], wanted: str, born: date | None, now: datetime) -> tuple[Match, ...]:
    """Return the children found as they are listed, each with why it matched."""
    missing = parts([child.id for child in found], now)
    ordered = sorted(found, key=lambda child: -len(reasons(child, wanted, born)))
    return tuple(_match(child, reasons(child, wanted, born), missing, now) for child in ordered)


def reasons(child: ChildBanner, wanted: str, born: date | None) -> list[str]:
    """Say what of the search this child matches."""
    said, key = [], folded(wanted)
    if key and folded(child.name) == key:
        said.append("same name")
    elif key and (folded(child.name).startswith(key) or surname_first(child.name).startswith(key)):
        said.append("name begins like this")
    if wanted and child.reference == wanted.upper():
        said.append("same reference")
    if born is not None and child.born_on == born:
        said.append("same date of birth")
    return said


def _match(child: ChildBanner, why: list[str], missing: Mapping[UUID, BannerPart], now: datetime) -> Match:
    age = age_words(child, now)
    born = words.day(child.born_on).partition(" ")[2] if child.born_on else "Not recorded"
    return Match(
        id=child.id,
        name=child.name or "Name not recorded",
        href=reverse("child", args=[child.id]),
        reference=child.reference,
        born=f"{born} (age {age})" if age else born,
        reasons=", ".join(why).capitalize(),
        missing=missing[child.id].missing_since if child.id in missing else "",
    )
