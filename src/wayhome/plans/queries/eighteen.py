"""What changes for a young person at 18 and after, with the day of each change, worked out from what is recorded.

Nothing here ends help by itself: it says on which day something changes, so that somebody arranges it before.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

LEAVING = frozenset({"eligible", "relevant", "former-relevant", "qualifying"})  # codes of child.leaving-care


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changes, or goes on. `on`: the local day, None where it changes on no day; `cite`: where it is written."""

    id: str
    title: str
    what: str
    on: date | None
    cite: str


def birthday(born: date, years: int) -> date:
    """Return a birthday; a child born on 29 February is a year older on 1 March of other years (as the law counts)."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def drug_service_until(born: date, *, leaving_care: str, learning_disability: bool) -> date:
    """Return the day until which the young people's drug and alcohol service helps (PATH 11.3).

    To 19; to 21 for a care leaver; to 25 for a care leaver with a learning disability. `leaving_care`: the code
    recorded, "" for none.
    """
    if leaving_care not in LEAVING:
        return birthday(born, 19)
    return birthday(born, 25 if learning_disability else 21)


def changes(born: date, *, leaving_care: str, learning_disability: bool) -> tuple[Change, ...]:
    """Return what changes, in order of time, for somebody born on a day. `leaving_care`: the code recorded, "" for none."""
    adult = birthday(born, 18)
    until = drug_service_until(born, leaving_care=leaving_care, learning_disability=learning_disability)
    unknown = (
        "" if leaving_care else " Nobody has recorded whether care leaving applies: if it does, it goes on to 21 or 25."
    )
    return (
        Change(
            "needs", "The needs go on", "Help does not stop on a birthday. Adult safeguarding is thought of, case by case.",
            None, "4LSCB protocol 5.6.5",
        ),
        Change(
            "consent", "Consent", "From then a referral to the National Referral Mechanism needs the person’s own consent. "
            "Without it there is still the duty to notify.", adult, "Portsmouth pathway 10.1",
        ),
        Change(
            "missing", "Going missing", "The time limits of the children’s protocols end. Agree before who would notice, "
            "who reports it, and who listens afterwards.", adult, "4LSCB protocol 5.6.5",
        ),
        Change(
            "adult-services", "Adult services", "What was arranged with them must be in place by then.", adult,
            "Portsmouth strategy 2016, action plan 2.4",
        ),
        Change(
            "drug-service", "Drug and alcohol service", f"The service for young people helps until then.{unknown}", until,
            "Portsmouth pathway 11.3",
        ),
        Change(
            "pathway", "The pathway", "Young adults who are exploited stay in its view, up to 25.", birthday(born, 25),
            "Portsmouth pathway, introduction",
        ),
    )  # fmt: skip
