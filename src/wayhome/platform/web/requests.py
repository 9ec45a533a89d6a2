"""What a view asks of a request: who is acting, and that the reading be written down."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from wayhome.platform.actor import Actor
from wayhome.platform.models import User
from wayhome.platform.operations import audit


@dataclass(frozen=True, slots=True)
class _Said:
    """What a request has read so far; the people in the order they were said, each once."""

    actor: Actor
    what: str
    subjects: dict[UUID, None]


_SAID = "wayhome_said"  # the attribute of a request under which it is kept until the door writes it


def actor_of(request: HttpRequest, through: str = "page") -> Actor:
    """Return who is acting. The door has refused anybody who is not signed in."""
    user = request.user
    if not isinstance(user, User) or user.agency_id is None or user.authority_id is None:
        raise PermissionDenied("this account belongs to no agency")
    return Actor(user.id, user.display_name, user.agency_id, user.authority_id, through)


def write_down(request: HttpRequest, what: str, children: Iterable[UUID]) -> None:
    """Say that a page reads of these children, adults and contexts; the door writes it before the page leaves.

    One page is one entry: what is said later in the same request adds to the people of the first, and keeps its words.
    """
    said: _Said | None = getattr(request, _SAID, None)
    if said is None:
        said = _Said(actor_of(request), what, {})
        setattr(request, _SAID, said)
    said.subjects.update(dict.fromkeys(children))


def write_what_was_read(request: HttpRequest) -> None:
    """Write the one audit entry of a request, if it read anything; in its transaction, before the answer leaves."""
    said: _Said | None = getattr(request, _SAID, None)
    if said is not None:
        audit.write(actor=said.actor, verb="read", what=said.what, subjects=list(said.subjects))
