"""Which page records what: a form of its own where there is one, else the form made from the vocabulary."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from wayhome.packs.vocabulary import load_vocabulary
from wayhome.ui.components import Link

OWN_FORMS = {
    "missing.contact-tried": "log-asked",
    "missing.category-changed": "change-category",
    "missing.located": "came-back",
    "missing.returned": "came-back",
    "missing.closed": "close-episode",
    "return.safe-and-well": "safe-and-well",
    "return.harm-decided": "decide-harm",
    "return.conversation-offered": "offer-conversation",
    "return.conversation-answered": "conversation-answer",
    "return.parent-offered": "ask-parent",
    "return.conversation-held": "hold-conversation",
    "return.not-safe": "not-safe",
    "return.safe-place": "not-safe",
}
# Kinds that are written and sent, and not only recorded.
BRIEFINGS = ("need-to-know.", "briefing.")


def act_link(episode: UUID, kind: str, values: tuple[str, ...] = (), about: str = "") -> Link | None:
    """Return the link that records an act, asking only for these values where a duty is met by no other."""
    known = load_vocabulary().kinds.get(kind)
    if known is None:
        return None
    return Link(known.done or known.meaning.rstrip("."), address(episode, kind, values), about=f"for: {about}")


def missing_link(episode: UUID, kind: str, about: str = "") -> Link | None:
    """Return the link that records what nobody has told us."""
    known = load_vocabulary().kinds.get(kind)
    if known is None:
        return None
    said = known.meaning.rstrip(".")
    return Link(f"Tell us: {said[:1].lower()}{said[1:]}", address(episode, kind, ()), about=f"for: {about}")


def address(episode: UUID, kind: str, values: tuple[str, ...]) -> str:
    """Return the address of the form that records this kind of fact in an episode."""
    if kind in OWN_FORMS:
        return reverse(OWN_FORMS[kind], args=[episode])
    if kind.startswith(BRIEFINGS):
        return reverse("write-briefing", args=[episode, kind]) + (f"?value={values[0]}" if values else "")
    query = f"?{urlencode([('value', v) for v in values])}" if values else ""
    return reverse("record-act", args=[episode, kind]) + query
