"""With whom, in words."""

from __future__ import annotations

from wayhome.disclosure.given import Recipient
from wayhome.platform.queries import agencies, posts


def called(to: Recipient) -> str:
    """Return who it is: a colleague with their agency, an agency, or the words that were given; "" if there is none."""
    if to.user is not None:
        found = posts.colleagues([to.user]).get(to.user)
        return f"{found.name}, {found.agency}" if found else ""
    if to.agency is not None:
        return agencies.named([to.agency]).get(to.agency, "")
    return to.outside.strip()
