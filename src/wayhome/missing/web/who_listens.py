"""Who listens to a child: the roles that may, and why somebody who is not independent is right for this child."""

from __future__ import annotations

from wayhome.missing.operations.conversations import INTERVIEWERS
from wayhome.missing.web.asking import EpisodeForm
from wayhome.missing.web.episode_words import coded
from wayhome.packs.vocabulary import load_vocabulary
from wayhome.ui.forms import Textarea

LONGEST = 4000
ROLES = [
    ("", "Choose a role"),
    *(
        (role, f"{coded(role)} ({'independent' if how == 'independent' else 'not independent'})")
        for role, how in INTERVIEWERS.items()
    ),
    ("foster-carer", "Foster carer (may not hold it)"),
    ("residential-worker", "Residential worker (may not hold it)"),
]
WHO = ("role", "by", "not_independent")
_KINDS = load_vocabulary().kinds
NOT_INDEPENDENT = "If that person is not independent, why is it right for this child?"


def why_box() -> Textarea:
    """Return the box for the reason."""
    return Textarea(
        label=NOT_INDEPENDENT,
        help_text="Such as: the child asked for this person",
        required=False,
        rows=2,
        max_length=LONGEST,
    )


def ask_why(form: EpisodeForm) -> None:
    """Ask why of somebody who is not independent: independence is reported, so the reason is too."""
    data = form.cleaned_data
    if INTERVIEWERS.get(data.get("role", "")) == "not-independent" and not data.get("not_independent", "").strip():
        form.add_error("not_independent", "Say why somebody who is not independent is right for this child")


def codes(kind: str) -> list[tuple[str, str]]:
    """Return the codes of a kind of fact with their words, to choose from."""
    return [(code, coded(code)) for code in _KINDS[kind].values]
