"""What a view asks of a request: who is acting, and that the reading be written down."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from wayhome.platform.actor import Actor
from wayhome.platform.models import User
from wayhome.platform.operations import audit


def actor_of(request: HttpRequest, through: str = "page") -> Actor:
    """Return who is acting. The door has refused anybody who is not signed in."""
    user = request.user
    if not isinstance(user, User) or user.agency_id is None or user.authority_id is None:
        raise PermissionDenied("this account belongs to no agency")
    return Actor(user.id, user.display_name, user.agency_id, user.authority_id, through)


def write_down(request: HttpRequest, what: str, children: Iterable[UUID]) -> None:
    """Write one audit entry for a page read, with its list of children, before the page leaves."""
    audit.write(actor=actor_of(request), verb="read", what=what, subjects=list(children))
