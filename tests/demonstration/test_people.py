"""The invented staff: every sign-in and post leads somewhere, and the uncommon ones are there."""

from __future__ import annotations

import yaml

from wayhome.demonstration import people
from wayhome.demonstration.people import RELATED, WORKERS
from wayhome.packs.places import protocols_home

ROLES = yaml.safe_load((protocols_home() / "roles.yaml").read_text(encoding="utf-8"))["roles"]


def test_every_reference_leads_somewhere() -> None:
    seaport = people()
    agencies = {a.slug for a in seaport.agencies}
    names = [p.name for p in seaport.people]
    assert len(set(names)) == len(names)
    assert {p.agency for p in seaport.people} | {p.agency for p in seaport.posts} <= agencies
    assert {h for post in seaport.posts for h in post.holders} <= set(names)
    assert {p.covered_by for p in seaport.people if p.covered_by} <= set(names)
    assert set(WORKERS) <= set(names)
    assert RELATED in WORKERS


def test_every_post_is_a_role_of_the_protocols_and_every_role_of_a_post_is_there() -> None:
    posts = [post.role for post in people().posts]
    assert set(posts) <= set(ROLES)
    assert {role for role, body in ROLES.items() if body["by"] == "post"} <= set(posts)


def test_one_post_is_vacant_one_is_shared_and_one_holder_is_on_leave() -> None:
    seaport = people()
    assert sum(not post.holders for post in seaport.posts) == 1
    assert sum(len(post.holders) > 1 for post in seaport.posts) == 1
    away = {p.name for p in seaport.people if p.on_leave}
    assert len(away) == 1
    assert any(set(post.holders) == away for post in seaport.posts)


def test_no_address_could_ever_reach_anybody() -> None:
    assert all(p.email.endswith("@seaport.example") for p in people().people)
