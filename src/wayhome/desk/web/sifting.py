"""What of a chronology is wanted: the boxes, and what they mean."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.exceptions import ValidationError

from wayhome.packs.vocabulary import load_vocabulary
from wayhome.record.queries.chronology import Asked
from wayhome.ui import words
from wayhome.ui.forms import Checkboxes, DateField, Select, Text, TimedForm
from wayhome.ui.when import Misread, read_time

# What people look for, by how the kinds of fact begin.
ABOUT: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "missing": ("Going missing", ("missing.",)),
    "return": ("Coming back, and what was said", ("return.", "child.said")),
    "risk": (
        "Risk, harm and assessments",
        ("assessment.", "exploitation.", "safeguarding.", "harm.", "risk.", "incident.", "child.warning"),
    ),
    "meetings": ("Meetings and decisions", ("meeting.", "met.", "strategy-discussion.", "need-to-know.", "briefing.", "told.")),
    "sharing": ("What was shared, and what was not", ("sharing.",)),
    "disagreements": ("Disagreements", ("escalation.", "rethink.")),
    "decisions": (
        "Publicity, education, homes and allocation",
        ("publicity.", "education.", "housing.", "care.", "no-worker."),
    ),
    "plans": ("Plans and actions", ("plan.", "action.")),
    "who": ("Who the child is, and who is around", ("child.", "referral.")),
    "police": ("Police and intelligence", ("police.", "intelligence.", "nrm.", "legal.")),
    "documents": ("Documents", ("document.", "child.photographed")),
}  # fmt: skip


class Sifting(TimedForm):
    """What of the chronology is wanted; everything may be left."""

    sifts = True

    about = Checkboxes(label="About", required=False, choices=[(key, said) for key, (said, _) in ABOUT.items()])
    agency = Select(label="Told by", required=False)
    words = Text(label="Words", required=False, max_length=200)
    first = DateField(label="Happened from", required=False)
    last = DateField(label="Happened until", required=False)
    known_on = DateField(label="As it was known on", required=False, help_text="For example, 3 3 2026")
    known_time = Text(
        label="At what time that day?",
        required=False,
        width=5,
        max_length=10,
        help_text="Left empty: the end of the day",
    )
    pinned = Checkboxes(label="Only what is pinned", required=False, choices=[("yes", "Pinned entries only")])

    def __init__(self, *args: Any, agencies: Mapping[UUID, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["agency"]
        chosen.choices = [("", "Any agency"), *[(str(id_), name) for id_, name in agencies.items()]]

    def clean_known_time(self) -> str:
        """Refuse what is not a time of day."""
        said: str = self.cleaned_data["known_time"].strip()
        if said:
            try:
                read_time(said)
            except Misread as misread:
                raise ValidationError(f"At what time that day: {misread.message}") from None
        return said

    @property
    def sifted(self) -> bool:
        """Whether anything but the moment of knowledge narrows the list."""
        given = self._given()
        return any(given.get(name) for name in ("about", "agency", "words", "first", "last", "pinned"))

    @property
    def known_at(self) -> datetime | None:
        """The moment whose knowledge is shown (aware, UTC); None for now."""
        given = self._given()
        on = given.get("known_on")
        if on is None:
            return None
        if given.get("known_time"):
            return datetime.combine(on, read_time(given["known_time"]), words.LONDON).astimezone(self.now.tzinfo)
        end = datetime.combine(on + timedelta(days=1), time(0), words.LONDON)
        return (end - timedelta(microseconds=1)).astimezone(self.now.tzinfo)

    def asked(self) -> Asked:
        """Return what is wanted, as the query asks it. What could not be read is left out, and said on the page."""
        given = self._given()
        last = given.get("last")
        return Asked(
            known_at=self.known_at,
            kinds=frozenset(begin for key in given.get("about") or () for begin in ABOUT[key][1]),
            agency=UUID(given["agency"]) if given.get("agency") else None,
            from_at=_midnight(given.get("first")),
            until_at=_midnight(last + timedelta(days=1)) if last else None,
            words=(given.get("words") or "").strip(),
            pinned=bool(given.get("pinned")),
        )

    def query(self, **more: str) -> str:
        """Return the address's question, without the words to look for: they may be a name."""
        return f"?{urlencode(kept)}" if (kept := self._kept(more)) else ""

    def hidden(self, **more: str) -> list[tuple[str, str]]:
        """Return every box as it was sent, to be sent again with the next page."""
        kept = self._kept(more)
        if self.asked().words:
            kept.append(("words", self.asked().words))
        return kept

    def _kept(self, more: Mapping[str, str]) -> list[tuple[str, str]]:
        data: Any = self.data
        every = (
            (name, value)
            for name in data
            for value in (data.getlist(name) if hasattr(data, "getlist") else [data[name]])
        )
        left_out = {"csrfmiddlewaretoken", "words", "after", "print"}
        return [(name, value) for name, value in every if value and name not in left_out] + list(more.items())

    def _given(self) -> Mapping[str, Any]:
        self.is_valid()
        return self.cleaned_data


def _midnight(on: date | None) -> datetime | None:
    return datetime.combine(on, time(0), words.LONDON) if on else None


def unfound_kinds() -> frozenset[str]:
    """Return the kinds of fact about a child that no choice of `ABOUT` finds: a test sees that there are none."""
    begins = ("chronology.", *(begin for _, starts in ABOUT.values() for begin in starts))
    kinds = load_vocabulary().kinds.values()
    return frozenset(k.id for k in kinds if k.subject in ("child", "episode") and not k.id.startswith(begins))
