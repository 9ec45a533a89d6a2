"""What My work says of sharings: what waits for one's word, and the corrections one has to send."""

from __future__ import annotations

from django.urls import reverse

from wayhome.disclosure.queries import disclosures, waiting
from wayhome.platform.actor import Actor
from wayhome.ui import words
from wayhome.ui.components import Link


def lines(actor: Actor) -> tuple[Link, ...]:
    """Return a line for each that is not nothing. None names a child."""
    found = waiting.of(actor.user, actor.authority, actor.agency)
    to_send = sum(len(each.to_correct) for each in disclosures.to_correct(actor.user, actor.authority))
    mine = reverse("shared-with-me")
    said = (
        (found.corrected, "correction of what was shared with you waits", "corrections of what was shared with you wait",
         " for you to say that you have read it", mine),
        (found.shared, "thing shared with you waits", "things shared with you wait", " for you to say that you have it", mine),
        (to_send, "correction waits", "corrections wait", " for you to send it to whom you told", reverse("sharings")),
    )  # fmt: skip
    return tuple(Link(words.counted(n, one, many) + rest, href) for n, one, many, rest, href in said if n)
