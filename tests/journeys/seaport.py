"""A small Seaport for journeys: a dozen invented children with whole lives, and everybody who works with them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client
from playwright.sync_api import ViewportSize

from tests.journeys.person import Person
from tests.journeys.reception import WIDE, Reception
from tests.partnership import QUICK_PASSWORDS, as_owner
from wayhome.clocks.operations import sweep
from wayhome.demonstration.furnishing import furnish
from wayhome.platform import wall
from wayhome.platform.actor import Actor
from wayhome.platform.models import Authority, User
from wayhome.platform.roles import enter

CHILDREN = 14


@dataclass(frozen=True, slots=True)
class Seaport:
    """The partnership as a journey needs it: who signs in, by sign-in name, and their agencies."""

    authority: UUID
    people: dict[str, UUID]
    agencies: dict[str, UUID]

    def signed_in(self, reception: Reception, name: str, *, size: ViewportSize = WIDE) -> Person:
        """Open a browser in which somebody is signed in already."""
        who = reception.visitor(size=size)
        key = self.client(name).cookies["sessionid"].value
        who.page.context.add_cookies([{"name": "sessionid", "value": key, "url": reception.house.address}])
        return who

    def client(self, name: str) -> Client:
        """Return somebody as a browser without a screen, signed in."""
        client = Client()
        with transaction.atomic():
            enter(self.people[name])
            client.force_login(get_user_model().objects.get(id=self.people[name]))
        return client

    @contextmanager
    def acting(self, name: str) -> Iterator[Actor]:
        """Let somebody read and act in the block, in one transaction, as the role that serves."""
        with transaction.atomic():
            enter(self.people[name])
            yield Actor(self.people[name], name, self.agencies[name], self.authority, "test")


def settled(children: int = CHILDREN) -> Seaport:
    """Furnish the module's own database with a few children, once, and let the clocks say what is due."""
    with as_owner(), QUICK_PASSWORDS:
        furnish(seed=1, now=wall.now(), each=lambda _done, _all: None, children=children)
        users = list(User.objects.all())
        authority = Authority.objects.get().id
    sweep.sweep(now=wall.now())
    named = {u.email.split("@")[0]: u for u in users}
    return Seaport(authority, {n: u.id for n, u in named.items()}, {n: u.agency_id for n, u in named.items()})
