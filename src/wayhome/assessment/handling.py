"""Who may see a form: the most guarded handling class of the facts it records."""

from __future__ import annotations

from wayhome.engine.instruments import Instrument
from wayhome.packs.vocabulary import load_vocabulary

# The most guarded first. A form that records nothing is social care's own.
GUARDED = ("intelligence", "location", "health", "care", "missing", "identity")
UNSAID = "care"


def handling_of(instrument: Instrument) -> str:
    """Return the handling class of a form's versions."""
    kinds = load_vocabulary().kinds
    found = {kinds[record.kind].handling for record in instrument.records if record.kind in kinds}
    return next((each for each in GUARDED if each in found), UNSAID)
