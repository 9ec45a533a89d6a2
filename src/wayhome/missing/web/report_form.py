"""The form by which a child is reported missing: the minimum of LEW Joint Protocol 5.3 and 16.5, on one page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator

from wayhome.missing.operations.episodes import Report
from wayhome.missing.web import words
from wayhome.ui.forms import Checkboxes, Radios, Text, Textarea, TimedForm, WhenField

LONGEST = 5000

CATEGORY_HINTS = {
    "missing": "Nobody knows where the child is, or the child may be at risk",
    "absent": "Not where the child should be, and not thought to be at risk",
    "unauthorised-absence": "Away without leave for a short time; somebody knows or can soon find out where",
}
# What carers are asked to do before they ring the police, if it is safe: LEW Joint Protocol 5.2 and 16.2.
SEARCHED = {
    "home": "Searched the bedroom, the house, outbuildings and vehicles",
    "friends": "Asked friends and relatives with whom the child might be",
    "places": "Looked where the child often goes",
    "worker": "Asked the social worker, the duty social worker or the Emergency Duty Team",
}


def _words(label: str, hint: str = "", rows: int = 3) -> Textarea:
    return Textarea(
        label=label,
        required=False,
        help_text=hint,
        rows=rows,
        # Not max_length: a count under each of seven boxes is in the way on a telephone.
        validators=[MaxLengthValidator(LONGEST, f"{label}: use {LONGEST:,} characters or fewer")],
    )


def _one(label: str, choices: dict[str, str], hint: str = "") -> Radios:
    return Radios(label=label, required=False, choices=list(choices.items()), help_text=hint)


class ReportMissing(TimedForm):
    """What is told. Only how it is recorded and since when are required; what nobody said is not recorded."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    category = Radios(
        label="How is this recorded?",
        choices=list(words.CATEGORY.items()),
        hints=CATEGORY_HINTS,
        error_messages={"required": "Say how this is recorded: missing, absent or unauthorised absence"},
    )
    since = WhenField(label="When did the child go missing?", help_text="As close as anybody can say")
    missing_from = _one("Where did the child go missing from?", words.MISSING_FROM)
    immediate_danger = _one("Is the child believed to be in immediate danger?", words.DANGER, "If so, call 999 first")
    last_seen = _words("Where and when was the child last seen, and with whom?", "Who the child may be with now, too")
    description = _words("What does the child look like, and what were they wearing?")
    photograph = _one("Is there a recent photograph?", words.PHOTOGRAPH, "Have it ready to give to the police")
    medical = _words("Health, and medicine the child needs", "And by when the child needs it")
    circumstances = _words(
        "What happened, and what is feared?", "Fact, what the child said and what people think: say which is which"
    )
    risk_factors = Checkboxes(
        label="What makes you more worried?", required=False, choices=list(words.RISK_FACTORS.items())
    )
    local_risk = _one(
        "Do you think the risk is high, because of age or vulnerability?",
        {"high": "Yes, high", "not-high": "No"},
        "Your own view. It does not wait for the police to grade the risk",
    )
    whereabouts = _one("Does anybody know where the child is?", words.WHEREABOUTS)
    searched = Checkboxes(
        label="What has been done to find the child?",
        required=False,
        choices=list(SEARCHED.items()),
        help_text="Only what is safe to do",
    )
    search_steps = _words("What else has been done, and what came of it?")
    carers_sure = WhenField(label="When were carers sure that they did not know where the child was?", required=False)
    reported = WhenField(
        label="When was this reported to the police?", required=False, help_text="Leave empty if it has not been"
    )
    police_reference = Text(label="Police reference", required=False, max_length=100, width=20)
    police_risk = _one("How have the police graded the risk?", words.POLICE_RISK, "Leave empty if they have not said")
    instructions = _words("What should be done when the child is found, and who is to be called?")

    def report(self) -> Report:
        """Return what was told; steps ticked and steps written go together, in words."""
        given: dict[str, Any] = dict(self.cleaned_data)
        given.pop("key")
        ticked = [SEARCHED[step] for step in given.pop("searched")]
        given["search_steps"] = "\n".join([*ticked, given["search_steps"].strip()]).strip()
        given["risk_factors"] = tuple(given["risk_factors"])
        return Report(**given)


# Optional and long to fill in: folded until asked for.
FOLDED = frozenset({"carers_sure", "reported"})
# In the order of a telephone call: what starts the search first, the police last.
SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("", ("category", "since", "missing_from", "immediate_danger")),
    ("To find the child", ("last_seen", "description", "photograph", "medical", "whereabouts")),
    ("Why you are worried", ("circumstances", "risk_factors", "local_risk")),
    ("What has been done", ("searched", "search_steps", "carers_sure")),
    ("The police", ("reported", "police_reference", "police_risk")),
    ("When the child is found", ("instructions",)),
)
