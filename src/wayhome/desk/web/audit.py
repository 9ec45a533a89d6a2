"""Searching the audit trail: for the data guardian and the auditor, and itself written down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from wayhome.platform.queries import looking
from wayhome.platform.queries.directory import agencies_of, directory
from wayhome.platform.queries.looking import Asked
from wayhome.platform.web.requests import actor_of, write_down
from wayhome.record.queries import children
from wayhome.record.web import looked_at

PAGE = 100
LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the boxes, as it was typed, and what is wrong with it: box and words."""

    record: str = ""
    person: str = ""
    agency: str = ""
    since: str = ""
    until: str = ""
    faults: tuple[tuple[str, str], ...] = ()


@require_GET
def audit(request: HttpRequest) -> HttpResponse:
    """Show entries by record, person, agency and day, newest first. To anybody who does not audit, there is no such page."""
    if not looking.may_audit():
        raise Http404("no such page")
    authority = actor_of(request).authority
    asked, typed = understand(request.GET, authority)
    found = () if typed.faults else looking.search(asked, before=_before(request.GET), most=PAGE)
    # The search is written down like any other reading, with the record it was for.
    write_down(request, f"audit trail: {_told(typed)}", [asked.subject] if asked.subject else [])
    further = ""
    if len(found) == PAGE:
        kept = {name: getattr(typed, name) for name in ("record", "person", "agency", "since", "until")}
        last = {"before": found[-1].at.isoformat(), "entry": str(found[-1].id)}
        further = f"{reverse('audit')}?{urlencode({**kept, **last})}"
    page = {
        "typed": typed,
        "faults": dict(typed.faults),
        "agencies": agencies_of(authority),
        "table": looked_at.table("What was found", found, "Nothing was done that fits."),
        "further": further,
    }
    return render(request, "desk/audit.html", page, status=422 if typed.faults else 200)


def understand(data: QueryDict, authority: UUID) -> tuple[Asked, Typed]:
    """Read the boxes: a reference or an id, a sign-in address, an agency, two days in British time, both included."""
    box = {name: data.get(name, "").strip() for name in ("record", "person", "agency", "since", "until")}
    faults: list[tuple[str, str]] = []
    subject = _id(box["record"]) or (children.id_by_reference(authority, box["record"]) if box["record"] else None)
    if box["record"] and subject is None:
        faults.append(("record", "Enter a reference of a record that you may see, or the id of any record"))
    person = directory(authority).people.get(box["person"]) if box["person"] else None
    if box["person"] and person is None:
        faults.append(("person", "Enter the sign-in address of a colleague, such as name@agency.example"))
    agency = _id(box["agency"])
    days: dict[str, date | None] = {}
    for name in ("since", "until"):
        try:
            days[name] = _day(box[name]) if box[name] else None
        except ValueError:
            days[name] = None
            faults.append((name, "Enter a day as 27/3/2026"))
    since, until = days["since"], days["until"]
    if since and until and until < since:
        faults.append(("until", "The last day must be the first day or later"))
    begin = _midnight(since) if since else None
    end = _midnight(until + timedelta(days=1)) if until else None
    return Asked(subject, person, agency, begin, end), Typed(**box, faults=tuple(faults))


def _day(typed: str) -> date:
    """Read a day as people write it, 27/3/2026 or 27 3 2026, or as computers do, 2026-03-27. Raises ValueError."""
    parts = typed.replace("/", " ").replace(".", " ").split()
    if len(parts) == 3:
        day, month, year = map(int, parts)
        return date(year, month, day)
    return date.fromisoformat(typed)


def _told(typed: Typed) -> str:
    """Say what was looked for, as it is kept in the trail: never a name of a child, which the boxes do not take."""
    boxes = {"person": typed.person, "agency": typed.agency, "since": typed.since, "until": typed.until}
    said = [f"{name} {word}" for name, word in boxes.items() if word] if not typed.faults else ["not understood"]
    return ", ".join((["one record"] if typed.record else []) + said) or "everything"


def _before(data: QueryDict) -> tuple[datetime, int] | None:
    try:
        at = datetime.fromisoformat(data.get("before", ""))
        return (at, int(data.get("entry", ""))) if at.tzinfo else None
    except ValueError:
        return None


def _id(word: str) -> UUID | None:
    try:
        return UUID(word)
    except ValueError:
        return None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LONDON)
