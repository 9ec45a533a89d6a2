"""A child who cannot safely go back: what was tried, in order, and where the child goes (LEW Joint Protocol 11, 24.5)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from wayhome.missing.operations import episodes as operations
from wayhome.missing.web.asking import EpisodeForm, Mark, Step, Told, ask
from wayhome.missing.web.coming_back import back_only
from wayhome.record.operations.facts import Draft
from wayhome.ui.forms import Radios, Textarea, WhenField

LONGEST = 4000
FAMILY = {
    "consented": "Yes, and the parents agree",
    "refused": "Yes, but the parents do not agree",
    "nobody-suitable": "No, there is nobody suitable",
}
SECTION_20 = {
    "consented": "They agree",
    "refused": "They do not agree",
    "not-needed": "They were not asked: it was not needed",
}
PROTECTION = {
    "used": "Yes, police took the child into police protection",
    "considered": "It was thought about, and not used",
    "not-needed": "No, it was not needed",
}
PLACES = {
    "family-or-friends": "With family or friends",
    "section-20": "Accommodated by the council (section 20)",
    "police-protection": "A safe place under police protection",
    "other-placement": "Another foster home or children’s home",
    "back-after-all": "Back to where the child was living, which is safe after all",
    "nowhere-yet": "Nowhere yet",
}
STATION = {"no": "No", "short": "Yes, for a short time", "too-long": "Yes, and for too long"}
MEDICAL = {
    "arranged": "Yes, and it is arranged",
    "declined": "Yes, and the child did not want it",
    "not-needed": "It is not needed",
}
KINDS = {
    "family": "return.family-asked",
    "section_20": "return.accommodation-asked",
    "protection": "return.police-protection",
    "place": "return.safe-place",
    "station": "return.police-station",
    "medical": "return.medical-considered",
}


def _one(label: str, choices: dict[str, str], hint: str = "") -> Radios:
    return Radios(label=label, choices=choices.items(), required=False, help_text=hint)


class NotSafeForm(EpisodeForm):
    """Why the child cannot go back, what was tried, and where the child goes instead."""

    when = WhenField(label="When was this known?", sureness=("exact", "about", "day"))
    why = Textarea(
        label="Why is it not safe for the child to go back?",
        help_text="What the child says comes first, in the child’s own words",
        max_length=LONGEST,
    )
    family = _one("Could the child stay with family or friends?", FAMILY, "Tried first, with the parents’ consent")
    section_20 = _one("If not: what do the parents say to the council accommodating the child?", SECTION_20)
    protection = _one("If they do not agree, and significant harm is likely: was police protection used?", PROTECTION)
    place = Radios(label="Where does the child go now?", choices=PLACES.items())
    station = _one(
        "Did the child wait at a police station?", STATION, "A police station is no place for a child to wait"
    )
    medical = _one("Was a medical assessment considered?", MEDICAL, "Emergency contraception included")

    def clean(self) -> dict[str, Any]:
        """Refuse a place that the parents’ answer rules out."""
        data = super().clean()
        if data.get("place") == "section-20" and data.get("section_20") == "refused":
            self.add_error(
                "place",
                "The parents do not agree, so the child cannot be accommodated under section 20. Choose another",
            )
        if data.get("place") == "police-protection" and data.get("protection") not in ("used", ""):
            self.add_error("protection", "Police protection was chosen below. Say here that it was used")
        return data


def _save(told: Told) -> str:
    data, when = told.data, told.data["when"]
    drafts = [Draft("return.not-safe", when, told.now, text=data["why"].strip(), source="not-safe")]
    drafts += [Draft(kind, when, told.now, code=data[n], source="not-safe") for n, kind in KINDS.items() if data[n]]
    operations.add(actor=told.actor, episode=told.view.id, drafts=drafts)
    if data["place"] == "nowhere-yet":
        return "Saved. The child has nowhere safe yet: ring the social worker, or the Emergency Duty Team, now."
    return "Where the child goes is saved."


NOT_SAFE = Step(
    title="The child cannot safely go back",
    button="Save",
    form=NotSafeForm,
    save=_save,
    mark=lambda told: Mark("return.not-safe", told.data["when"], text=told.data["why"].strip()),
    intro=("Ring the social worker, or the Emergency Duty Team, first: this page records what was decided.",),
    gate=back_only,
)


def not_safe(request: HttpRequest, episode: UUID) -> HttpResponse:
    """Record that a child cannot safely go back, and where the child goes."""
    return ask(request, episode, NOT_SAFE)
