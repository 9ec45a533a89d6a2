"""A list of children as a file: only what is on the page, said so that no spreadsheet takes a cell for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from wayhome.desk.web.tracker_lines import BANDS, Line
from wayhome.desk.web.tracker_page import care, how_known
from wayhome.missing.web.episode_words import coded
from wayhome.platform.queries.teams import Member
from wayhome.record.queries.children import ChildBanner
from wayhome.ui import words
from wayhome.ui.forms import Radios, Text, TimedForm

HEADINGS = (
    "Reference", "Name", "Age", "Level", "How known", "Band", "Care", "Times missing in 90 days", "Missing now",
    "Open duties", "Overdue duties", "Social worker", "Next review",
)  # fmt: skip
# A cell that begins with one of these is worked out by a spreadsheet, and may send what stands beside it elsewhere.
# The last four are the same signs in the wide letters of East Asian scripts, which some spreadsheets fold.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class Export(TimedForm):
    """Why a copy leaves, and whether with names."""

    why = Text(
        label="Why do you need a copy?",
        max_length=200,
        help_text="It is written down with your name and the list of children. For example: for the audit of reviews in May.",
    )
    names = Radios(
        label="Should it hold the children's names and ages?",
        choices=[("no", "No, references only"), ("yes", "Yes")],
        hints={
            "no": "Enough for counting and for checking records. A file can be lost; a reference alone names nobody."
        },
    )


def as_csv(
    lines: Sequence[Line], banners: Mapping[UUID, ChildBanner], people: Mapping[UUID, Member], now: datetime
) -> str:
    """Return the lines as CSV (RFC 4180), days as ISO 8601; names and ages only of those in `banners`."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADINGS if banners else [h for h in HEADINGS if h not in ("Name", "Age")])
    today = words.local(now).date()
    for line in lines:
        child = banners.get(line.child.id)
        age = child.age(today) if child else None
        who = [child.name or child.known_as if child else "", age if age is not None else ""] if banners else []
        worker = people.get(line.child.worker) if line.child.worker else None
        cells = [
            line.child.reference, *who, coded(line.level.code) if line.level else "Not recorded", how_known(line),
            BANDS[line.band], ", ".join(care(line)), line.times, "yes" if line.missing_now else "no", line.open,
            line.overdue, worker.name if worker else "Nobody is allocated",
            line.review.isoformat() if line.review else "",
        ]  # fmt: skip
        writer.writerow([harmless(str(cell)) for cell in cells])
    return out.getvalue()


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet works out: with an apostrophe before it where it would."""
    return f"'{cell}" if cell.lstrip(" \u00a0").startswith(DANGEROUS) else cell
