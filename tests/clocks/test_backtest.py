"""Reading the past under the protocol in force gives what the ledger recorded, duty by duty; under another, another."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import connection, transaction

from tests.partnership import UNTIMED, Partnership, acting, ago, invented_child, reported, said
from wayhome.cli.protocol.backtest import command
from wayhome.clocks import protocols
from wayhome.clocks.models import Reading
from wayhome.clocks.operations import sweep
from wayhome.clocks.queries import backtests
from wayhome.engine.language import Due, Protocol, Span, Unit
from wayhome.engine.readings import State
from wayhome.missing.operations import episodes
from wayhome.platform import wall
from wayhome.platform.models import Authority
from wayhome.platform.roles import as_clock
from wayhome.population.almanac import moment_of
from wayhome.population.reading import Twin
from wayhome.population.standing import STATES
from wayhome.record.queries.populations import population
from wayhome.ui.words import local


@pytest.fixture
def past(north: Partnership) -> Partnership:
    """Some invented children of every kind of fate."""
    for hours in (2, 30, 80, 200):
        episode = reported(north, invented_child(north), hours_ago=hours)
        with acting(north, "worker") as actor:
            if hours > 20:
                episodes.add(actor=actor, episode=episode, drafts=[said("missing.returned", hours - 10, text="home")])
            if hours > 50:
                seen = said("return.safe-and-well", 60 if hours < 100 else 20, text="seen")
                episodes.add(actor=actor, episode=episode, drafts=[seen])
    episode = reported(north, invented_child(north), hours_ago=60)
    with acting(north, "worker") as actor:
        episodes.add(
            actor=actor, episode=episode, drafts=[replace(said("missing.returned", 1, text="home"), moment=UNTIMED)]
        )
    return north


def changed(protocol: Protocol, clock: str, hours: int) -> Protocol:
    clocks = tuple(replace(c, due=Due(Span(hours, Unit.HOURS))) if c.id == clock else c for c in protocol.clocks)
    return replace(protocol, clocks=clocks)


def test_the_active_protocol_gives_what_the_ledger_recorded(past: Partnership) -> None:
    now = wall.now()
    sweep.recompute_all(now=now)
    with transaction.atomic(), as_clock():
        stored = {
            (str(r.child_id), r.clock, str(r.root_id), r.ordinal): (
                r.state, r.start_at, r.due_at, r.met_at, r.breached_at, r.need_ended_at, r.still_needed,
            )
            for r in Reading.objects.filter(authority_id=past.authority)
        }  # fmt: skip
        read_at = max(Reading.objects.filter(authority_id=past.authority).values_list("read_at", flat=True))
        everybody = population(past.authority)
        twin = Twin(protocols.active(past.authority), protocols.calendar())
        found = twin.read(everybody, max(now, read_at))
    told = {}
    for clock, part in found.items():
        columns = (part.start, part.due, part.met_at, part.breached_at, part.need_ended)
        for n in range(len(part)):
            root = everybody.roots[everybody.root[part.root[n]]]
            key = (everybody.children[part.child[n]], clock, root, int(part.ordinal[n]))
            moments = (moment_of(int(column[n])) for column in columns)
            told[key] = (str(STATES[part.state[n]]), *moments, bool(part.needed[n]))
    assert len(stored) > 20
    assert {s[0] for s in stored.values()} >= {"running", "breached", "met", "met-late", "cannot-tell", "stood-down"}
    assert told == stored


def test_the_counts_now_are_the_stored_readings_counted(past: Partnership) -> None:
    now = wall.now()
    sweep.recompute_all(now=now)
    own = protocols.active(past.authority)
    found = backtests.of(past.authority, own, ago(400), now + timedelta(seconds=1), dates_in_force=True)
    with transaction.atomic(), as_clock():
        states = list(Reading.objects.filter(authority_id=past.authority).values_list("clock", "state"))
    for duty in found.duties:
        assert duty.now is not None
        assert duty.now == duty.then
        assert duty.now.breached == states.count((duty.clock, State.BREACHED.value))
        assert duty.now.cannot_tell == states.count((duty.clock, State.CANNOT_TELL.value))
        assert duty.now.arisen == sum(clock == duty.clock for clock, _ in states)
    assert found.read_by_engine == ()


def test_a_shorter_time_makes_more_late_and_no_other_duty_moves(past: Partnership) -> None:
    now = wall.now()
    own = protocols.active(past.authority)
    each = []
    found = backtests.of(
        past.authority, changed(own, "conversation-offered", 4), ago(400), now, each=lambda: each.append(1)
    )
    assert len(each) == backtests.STEPS
    for duty in found.duties:
        if duty.clock == "conversation-offered":
            assert duty.now is not None
            assert duty.then is not None
            assert duty.then.breached > duty.now.breached
            assert duty.then.arisen == duty.now.arisen
        else:
            assert duty.now == duty.then


def test_the_command_says_it_in_words_and_for_another_program(past: Partnership) -> None:
    today = local(wall.now()).date()
    asked = ["--protocol", "portsmouth-pathway", "--from", str(today - timedelta(days=30)), "--to", str(today)]
    slug = Authority.objects.values_list("slug", flat=True).get(id=past.authority)
    plain = CliRunner().invoke(command, [*asked, "--authority", slug])
    assert plain.exit_code == 0, plain.output
    assert "conversation-offered" in plain.output
    assert "Clocks that only the engine could read: 0." in plain.output
    told = CliRunner().invoke(command, [*asked, "--authority", slug, "--json"])
    assert json.loads(told.stdout)["children"] == 5
    nowhere = CliRunner().invoke(command, [*asked[:1], "nowhere", *asked[2:]])
    assert nowhere.exit_code == 2
    assert "nowhere" in nowhere.output


def test_an_overlay_is_read_by_the_command_with_nobody_signed_in(past: Partnership, tmp_path: Path) -> None:
    """What if return conversations were offered within 48 hours: asked of the ledger by an operator, who is no user."""
    slug = Authority.objects.values_list("slug", flat=True).get(id=past.authority)
    with connection.cursor() as cursor:
        cursor.execute("select set_config('wayhome.user', '', true)")
    today = local(wall.now()).date()
    overlay = Path("examples/overlays/conversations-in-48-hours.yaml")
    asked = ["--protocol", "portsmouth-pathway", "--overlay", str(overlay), "--authority", slug, "--json"]
    told = CliRunner().invoke(command, [*asked, "--from", str(today - timedelta(days=30)), "--to", str(today)])
    assert told.exit_code == 0, told.output
    found = json.loads(told.stdout)
    assert found["then"].endswith("+conversations-in-48-hours@1.0.0")
    (offered,) = (d for d in found["duties"] if d["clock"] == "conversation-offered")
    assert offered["now"]["arisen"] == offered["then"]["arisen"] > 0
    assert offered["then"]["breached"] > offered["now"]["breached"]
    (social,) = (s for s in found["by_agency"] if s["whose"] == "social-care")
    posts = {s["whose"]: s for s in found["by_post"]}
    assert posts["return-conversation-lead"]["then"]["breached"] > posts["return-conversation-lead"]["now"]["breached"]
    assert social["then"]["breached"] >= posts["return-conversation-lead"]["then"]["breached"]
    lead = [p for p in found["pace"] if p["owner"] == "return-conversation-lead"]
    assert lead[0]["then_a_week"] > 0
    plain = CliRunner().invoke(command, [*asked[:-1], "--from", str(today - timedelta(days=30)), "--to", str(today)])
    assert "By agency:" in plain.output
    assert "By post:" in plain.output
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(overlay.read_text(encoding="utf-8").replace("48 hours", "48 hous"), encoding="utf-8")
    refused = CliRunner().invoke(
        command, [*asked[:2], "--overlay", str(wrong), "--from", "2026-01-01", "--to", "2026-02-01"]
    )
    assert refused.exit_code == 2
    assert "wrong.yaml" in refused.output
