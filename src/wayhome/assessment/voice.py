"""The voice of the child beside every assessment: was the child asked, by whom, and what does the child say and want.

A child who was not asked is said so, with the reason; nobody speaks for them unseen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wayhome.engine.instruments import Instrument
from wayhome.engine.records import About

ASKED = {"yes": "Yes", "no": "No"}
LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Voice:
    """What was told: `asked` is "yes", "no" or "" for not answered; `words` what the child says, or why not asked."""

    asked: str = ""
    by: str = ""
    words: str = ""

    @classmethod
    def of(cls, kept: Mapping[str, str]) -> Voice:
        """Return what is kept with a draft or a version."""
        return cls(str(kept.get("asked", "")), str(kept.get("by", "")), str(kept.get("words", "")))

    def kept(self) -> dict[str, str]:
        """Return it as it is kept."""
        return {"asked": self.asked, "by": self.by, "words": self.words}

    @property
    def given(self) -> bool:
        """Whether anything was told."""
        return bool(self.asked or self.by.strip() or self.words.strip())

    def lacking(self, instrument: Instrument) -> str:
        """Say what is still wanted before an assessment of a child is sent; "" for nothing, and for plain forms."""
        if not wanted(instrument):
            return ""
        if self.asked not in ASKED:
            return "Say whether the child was asked what they say and want"
        if not self.words.strip():
            return "Say what the child says and wants" if self.asked == "yes" else "Say why the child was not asked"
        return "Say who asked the child" if self.asked == "yes" and not self.by.strip() else ""


def wanted(instrument: Instrument) -> bool:
    """Whether a form must say it: every assessment of a child that gives a level or asks for a judgement."""
    return instrument.about is About.CHILD and bool(instrument.levels or instrument.judgement)
