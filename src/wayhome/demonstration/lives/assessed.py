"""The trafficking matrix as colleagues filled it in beside each assessment: answers that go with the story, version by version."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from wayhome.assessment.operations.bulk import Sent
from wayhome.assessment.voice import Voice
from wayhome.demonstration.children import Invented
from wayhome.demonstration.lives import words
from wayhome.demonstration.lives.danger import SUSPECTED, Judged, sheet_id
from wayhome.demonstration.lives.telling import Telling
from wayhome.demonstration.shapes import LONDON

FORM = "trafficking-matrix"
# What is answered "suspected", and at a high level "confirmed", by what is feared; the rest is no.
_SIGNS = {
    "criminal-exploitation": ("criminality", "unexplained", "coached", "withdrawn", "fears", "substances"),
    "county-lines": ("criminality", "unexplained", "no-school", "fears", "maturity", "withdrawn"),
    "sexual-exploitation": ("older-boyfriend", "unexplained", "self-image", "sexually-active", "withdrawn", "trauma"),
    "serious-violence": ("behavioural", "trauma", "isolated", "substances", "fears", "no-school"),
}
_MANY = {"none": 0, "low": 2, "medium": 3, "high": 6}


def matrices(
    t: Telling, child: Invented, judged: Sequence[Judged], items: Sequence[str], writer: UUID, signer: UUID
) -> list[Sent]:
    """Return the versions of the matrix of one child, oldest first; `items`: those of the form."""
    found = []
    for number, each in enumerate(judged, 1):
        suspected = (
            each is judged[-1] and each.level == "high" and each.fear in {"criminal-exploitation", "county-lines"}
        )
        sent = datetime.combine(min(each.on, t.today - timedelta(days=1)), time(15, 10), LONDON).astimezone(UTC)
        found.append(
            Sent(
                sheet_id(t, each.on), t.whom.child or writer, number, each.on, child.row.born,
                _answers(each, items), "suspected" if suspected else "not-suspected",
                SUSPECTED if suspected else f"{each.reason} Nobody has seen a sign of being moved or made to work.",
                Voice("yes", "The allocated social worker", f"“{t.random.choice(words.SAYS)}”"),
                min(sent, t.now - timedelta(hours=6)), writer, signer,
            )
        )  # fmt: skip
    return found


def _answers(judged: Judged, items: Sequence[str]) -> dict[str, str]:
    signs = _SIGNS[judged.fear][: _MANY[judged.level]]
    strong = "confirmed" if judged.level == "high" else "suspected"
    return {item: (strong if item in signs[:2] else "suspected" if item in signs else "no") for item in items}
