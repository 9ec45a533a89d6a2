"""A partnership changes its law: from a moment, by a named person, and no running duty moves unseen."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from django.db import connection, transaction

from tests.conftest import AsApp
from tests.partnership import Partnership, acting, as_owner, invented_child, reported, said
from tests.scratch import CLUSTER, DATABASE
from wayhome.clocks import checks, protocols
from wayhome.clocks.models import Activation
from wayhome.clocks.operations import activating, sweep
from wayhome.clocks.operations.activating import UnableToActivate, activate
from wayhome.clocks.queries import duties
from wayhome.clocks.queries.activations import activations, uncounted
from wayhome.clocks.queries.duties import Duty
from wayhome.clocks.queries.effect import moved
from wayhome.engine.laws import Law
from wayhome.packs import overlays
from wayhome.packs.loading import england_calendar, load_names, load_protocol
from wayhome.packs.overlays import load_law, read_overlay
from wayhome.platform import wall
from wayhome.platform.roles import as_clock
from wayhome.record.operations import facts

LINE = "portsmouth-pathway"
HOUR = timedelta(hours=1)
TEXT = """\
id: made
version: 1.0.0
title: Made for a test
partnership: Northhaven
protocol: portsmouth-pathway
decided: Nobody
changes:
  - {clock: conversation-offered, set: {due: {after: 48 hours}}, because: A test., transition: MOVE}
"""


@pytest.fixture(params=["law-at-start", "moves-running-clocks"])
def overlay(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Keep an overlay beside the protocol for one test."""
    path = tmp_path / "made.yaml"
    path.write_text(TEXT.replace("MOVE", request.param), encoding="utf-8")
    monkeypatch.setattr(overlays, "overlay_files", lambda line: (path,))
    for each in (overlays.load_overlay, load_law, protocols.clocks):
        each.cache_clear()
    yield request.param
    for each in (overlays.load_overlay, load_law, protocols.clocks):
        each.cache_clear()


@pytest.fixture
def north(committed_db: None) -> Partnership:
    """Northhaven, in a database of this test's own: an activation is written by another role than reads it."""
    from tests import partnership

    return partnership.northhaven()


def returned(place: Partnership, hours_ago: float) -> UUID:
    """Report an invented child missing who came back so many hours ago."""
    child = invented_child(place)
    episode = reported(place, child, hours_ago=hours_ago + 5)
    with acting(place, "worker") as actor:
        facts.record(
            actor=actor, child=child, episode=episode, drafts=[said("missing.returned", hours_ago, text="Home")]
        )
    return episode


def offered(place: Partnership, episode: UUID) -> Duty:
    with acting(place, "worker"):
        (found,) = [d for d in duties.of_episode(episode) if d.clock == "conversation-offered"]
    return found


def put_in_force(place: Partnership, **more: object) -> UUID:
    given = {"protocol": LINE, "overlay": "made", "from_at": wall.now() - HOUR, "by": "A. Board", "because": "A test"}
    with as_owner():
        return activate(authority=place.authority, **{**given, **more})  # type: ignore[arg-type]


def test_a_running_duty_moves_only_where_the_change_says_so(north: Partnership, overlay: str) -> None:
    before = returned(north, 10)
    was = offered(north, before)
    put_in_force(north)
    with transaction.atomic(), as_clock():
        assert len(uncounted(wall.now())) == 1
    sweep.sweep(now=wall.now())
    after = returned(north, 0)
    now, new = offered(north, before), offered(north, after)
    assert was.due_at is not None and now.due_at is not None and new.due_at is not None and new.start_at is not None
    moves = overlay == "moves-running-clocks"
    assert was.due_at - now.due_at == (24 * HOUR if moves else 0 * HOUR)
    assert new.due_at - new.start_at == 48 * HOUR
    assert new.protocol.endswith("+made@1.0.0") and new.protocol.startswith(LINE)
    assert now.protocol.endswith("+made@1.0.0") is moves
    assert new.rule is not None and new.key.partition("/")[0] == now.key.partition("/")[0]
    with transaction.atomic(), as_clock():
        assert uncounted(wall.now()) == ()
    assert list(sweep.check(now=wall.now())) == []


def test_the_effect_is_listed_before_anybody_approves_and_is_what_then_happens(
    north: Partnership, overlay: str
) -> None:
    episode = returned(north, 10)
    was, now = offered(north, episode), wall.now()
    law = Law(load_law(f"{load_protocol(LINE).id}+made@1.0.0"), now, overlays.load_overlay(LINE, "made").moves)
    seen: list[tuple[int, int]] = []
    listed = list(moved(authority=north.authority, law=law, as_of=now, each=lambda *done: seen.append(done)))
    assert seen and seen[-1][0] == seen[-1][1]
    if overlay == "law-at-start":
        assert listed == []
        return
    (change,) = listed
    assert (change.key, change.clock, change.due) == (was.key, "conversation-offered", was.due_at)
    assert change.new_due is not None and was.due_at is not None and was.due_at - change.new_due == 24 * HOUR
    put_in_force(north, from_at=now)
    sweep.sweep(now=wall.now())
    assert offered(north, episode).due_at == change.new_due


def test_a_law_to_come_changes_nothing_until_its_moment(north: Partnership, overlay: str) -> None:
    episode = returned(north, 1)
    was = offered(north, episode)
    begins = wall.now() + 3 * HOUR
    put_in_force(north, from_at=begins)
    sweep.sweep(now=wall.now())
    assert offered(north, episode).due_at == was.due_at
    with transaction.atomic(), as_clock():
        laws = protocols.laws(north.authority)
    assert (laws.at(wall.now()).id, laws.next_after(wall.now())) == (load_protocol(LINE).id, begins)
    assert laws.at(begins).id.endswith("+made@1.0.0")


def test_what_may_not_be_put_in_force_is_refused_by_name(
    north: Partnership, overlay: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for more, expected in (
        ({"by": " "}, "Say who"),
        ({"because": ""}, "Say who activates it, and why"),
        ({"from_at": wall.now().replace(tzinfo=None)}, "zone"),
        ({"protocol": f"{LINE}@99.0.0"}, "is not here"),
    ):
        with pytest.raises(UnableToActivate, match=expected):
            put_in_force(north, **more)
    put_in_force(north)
    with pytest.raises(UnableToActivate, match="is already to begin"):
        put_in_force(north, from_at=wall.now() - 2 * HOUR)
    monkeypatch.setattr(activating, "partnership", lambda authority: type("Real", (), {"demonstration": False}))
    if activating.pack_of(LINE).stage.value in ("draft", "proposed"):
        with pytest.raises(UnableToActivate, match="Only a release"):
            put_in_force(north, from_at=wall.now())


def test_a_file_that_is_not_the_one_in_force_stops_the_start(north: Partnership, overlay: str) -> None:
    put_in_force(north)
    assert checks.files_are_those_in_force(None, ["default"]) == []
    with psycopg.connect(CLUSTER.url("wayhome_owner", DATABASE)) as owner:
        owner.execute("update clocks_activation set hash = 'another'")
    (fault,) = checks.files_are_those_in_force(None, ["default"])
    assert fault.id == "clocks.E001" and "has been changed since" in fault.msg and fault.hint
    with psycopg.connect(CLUSTER.url("wayhome_owner", DATABASE)) as owner:
        owner.execute("update clocks_activation set protocol = 'nowhere@1.0.0', hash = ''")
    (fault,) = checks.files_are_those_in_force(None, ["default"])
    assert "cannot be read" in fault.msg


def test_only_its_own_partnership_sees_an_activation_and_the_app_never_writes_one(
    north: Partnership, overlay: str, as_app: AsApp
) -> None:
    from tests.partnership import southhaven

    south = southhaven()
    put_in_force(north)
    for place, count in ((north, 1), (south, 0)):
        with acting(place, "worker"):
            assert len(activations()) == count
    with as_app(north.people["worker"]) as app:
        for statement in (
            "insert into clocks_activation select * from clocks_activation",
            "update clocks_activation set from_at = now()",
            "delete from clocks_activation",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute(statement)
            app.rollback()
    with transaction.atomic(), as_clock(), connection.cursor() as cursor:
        with pytest.raises(Exception, match="permission denied"), transaction.atomic():
            cursor.execute("update clocks_activation set hash = ''")
        assert Activation.objects.count() == 1


def test_the_overlay_of_the_test_is_sound(overlay: str, tmp_path: Path) -> None:
    read = read_overlay(tmp_path / "made.yaml", load_protocol(LINE), load_names(), england_calendar())
    assert [change.transition.value for change in read.changes] == [overlay]


def typed(*words: str) -> subprocess.CompletedProcess[str]:
    """Type a command, in a process of its own, against this test's database."""
    return subprocess.run(
        [sys.executable, "-m", "wayhome.cli", "protocol", *words],
        env={**os.environ, **CLUSTER.environment(DATABASE)}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_effect_and_activate_from_the_command_line(north: Partnership, tmp_path: Path) -> None:
    """What is listed for a change that moves running duties; then a release put in force, and once only for a moment."""
    episode = returned(north, 10)
    path = tmp_path / "made.yaml"
    path.write_text(TEXT.replace("MOVE", "moves-running-clocks"), encoding="utf-8")
    listed = typed("effect", str(path))
    assert listed.returncode == 0, listed.stderr
    lines = listed.stdout.splitlines()
    assert lines[0] == "key,state,due,new_state,new_due" and len(lines) == 2
    assert offered(north, episode).key == lines[1].partition(",")[0]
    assert "1 duty would stand otherwise." in listed.stderr
    done = typed("activate", LINE, "--by", "A. Board", "--because", "A test")
    assert done.returncode == 0 and done.stdout.startswith("In force from "), done.stderr
    with transaction.atomic(), as_clock():
        (found,) = activations(north.authority)
    assert (found.protocol, found.by) == (load_protocol(LINE).id, "A. Board")
    again = typed("activate", LINE, "--from", "2026-01-01 09:00", "--by", "A. Board", "--because", "A test")
    assert again.returncode == 2 and "is already to begin" in again.stderr
    wrong = typed("activate", LINE, "--from", "soon", "--by", "A. Board", "--because", "A test")
    assert wrong.returncode == 2 and "'soon' is not a time" in wrong.stderr
