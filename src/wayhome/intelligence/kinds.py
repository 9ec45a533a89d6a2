"""What may be told of an adult of concern, each as its own fact."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that may be told: its question, a hint, the heading it stands under, whether it lasts over a time."""

    slug: str
    kind: str
    heading: str
    question: str
    hint: str
    period: bool = False
    many: bool = False


_ALL = (
    Told("name", "adult.name", "Name", "What is the adult called?", "First and last name as far as you know", True),
    Told("alias", "adult.known-as", "Also known as", "What else is the adult called?", "A street name or another name", True, True),
    Told("born", "adult.born", "Date of birth", "When was the adult born?", ""),
    Told(
        "description", "adult.description", "Description", "What does the adult look like?",
        "What helps to know them again", many=True,
    ),
    Told("noticed", "adult.identified", "How they came to notice", "How did the adult come to notice?", "Who saw or heard what"),
    Told(
        "allegation", "adult.allegation", "What is alleged", "What is the adult said to have done?",
        "Who says so, and of whom. It is an allegation, not a finding", many=True,
    ),
    Told(
        "order", "adult.order", "Orders and conditions", "What order, notice or condition binds the adult?",
        "Which, from which court or office, and what it forbids", True, True,
    ),
    Told(
        "supervision", "adult.supervision", "Supervision", "Who supervises the adult?",
        "Such as the probation office, with their reference", True, True,
    ),
    Told(
        "lead-agency", "adult.lead-agency", "Lead agency", "Which agency leads, and whom does one ask there?", "", True,
    ),
    Told(
        "plan", "adult.plan", "How the risk is managed", "How is the risk to children managed?",
        "What is done to disrupt and to protect, by whom",
    ),
    Told("closed", "adult.closed", "No longer a worry", "Why do partners no longer worry about the adult?", ""),
)  # fmt: skip
TOLD: dict[str, Told] = {each.slug: each for each in _ALL}
BY_KIND: dict[str, Told] = {each.kind: each for each in _ALL}
