"""The diary as a calendar reads it: when and where each meeting is held, and no name."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import connection

from wayhome.forums.models import Feed
from wayhome.forums.queries.meetings import MeetingView

LONGEST = timedelta(hours=2)  # shown where nobody said when it closes
_LINE = 74  # octets a line may have besides its end (RFC 5545, 3.1)


def digest_of(secret: str) -> str:
    """Return what is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def reader_of(secret: str) -> UUID | None:
    """Return whose address this is; None for one that was ended or never made, or whose person has left."""
    with connection.cursor() as cursor:
        cursor.execute("select forums_reader_of(%s)", [digest_of(secret)])
        found: UUID | None = cursor.fetchone()[0]
        return found


def authority_here() -> UUID:
    """Return the partnership of whoever has entered this transaction."""
    with connection.cursor() as cursor:
        cursor.execute("select wayhome_authority()")
        found: UUID = cursor.fetchone()[0]
        return found


def made_at(user: UUID) -> datetime | None:
    """Return when a person's address was made; None when they have none."""
    found = Feed.objects.filter(by_user=user, ended_at__isnull=True).first()
    return found.made_at if found else None


def calendar(meetings: Iterable[MeetingView], now: datetime) -> str:
    """Return the meetings as an iCalendar (RFC 5545): the forum's title, its times in UTC, its place."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Wayhome//Meetings//EN", "X-WR-CALNAME:Wayhome meetings"]
    for each in meetings:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{each.id}@wayhome",
            f"DTSTAMP:{_at(now)}",
            f"DTSTART:{_at(each.opens_at)}",
            f"DTEND:{_at(each.closes_at or each.opens_at + LONGEST)}",
            f"SUMMARY:{_text(each.forum.title)}",
            *([f"LOCATION:{_text(each.place)}"] if each.place else []),
            f"STATUS:{'CANCELLED' if each.state == 'cancelled' else 'CONFIRMED'}",
            "CLASS:PRIVATE",
            "END:VEVENT",
        ]
    folded = [part for line in [*lines, "END:VCALENDAR"] for part in _folded(line)]
    return "\r\n".join(folded) + "\r\n"


def _at(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(words: str) -> str:
    for plain, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n"), ("\n", "\\n"), ("\r", "\\n")):
        words = words.replace(plain, written)
    return words


def _folded(line: str) -> list[str]:
    """Break a line that is too long, never inside a character; what follows begins with a space."""
    parts, part = [], ""
    for letter in line:
        if len((part + letter).encode()) > _LINE:
            parts.append(part)
            part = " "
        part += letter
    return [*parts, part]
