"""Who is told, whoever holds the post; chased, passed up, and let rest; and what leaves by post."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.core import mail
from django.db import connection, transaction
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from tests.partnership import Partnership, acting, ago, as_owner, at, invented_child, reported, said
from wayhome.clocks.operations import sweep
from wayhome.clocks.queries import duties
from wayhome.missing.operations import episodes
from wayhome.platform import wall
from wayhome.platform.models import Outbox, User
from wayhome.platform.operations import outbox
from wayhome.platform.operations import partnership as setting_up
from wayhome.platform.roles import as_clock
from wayhome.record.operations import access, facts
from wayhome.record.operations.errors import NotFound
from wayhome.record.subjects import Subject
from wayhome.worklists.models import Notice
from wayhome.worklists.operations import delivery, kept_from, notices, telling
from wayhome.worklists.operations.telling import About
from wayhome.worklists.queries import work

HALF_AN_HOUR = timedelta(minutes=30)


def told(place: Partnership, role: str, child: UUID) -> tuple[list[str], list[tuple[str, str]]]:
    """Return who is told when a role is to be told, by name, and the posts where nobody was, with why."""
    names = {user: name for name, user in place.people.items()}
    with transaction.atomic(), as_clock():
        steps = telling.find(role, About(Subject.child(child), place.authority, wall.now()))
    return [names[s.user] for s in steps if s.user], [(s.role, s.because) for s in steps if not s.user]


WHO = {
    "a holder": ("met-coordinator", ["met"], []),
    "two holders": ("safeguarding-hub-manager", ["hub-one", "hub-two"], []),
    "the allocated worker": ("allocated-worker", ["worker"], []),
    "the worker's own team manager": ("line-manager", ["manager"], []),
    "a vacant post, then the one across or above": (
        "police-missing-person-lead", ["inspector"], [("police-missing-person-lead", "nobody holds this post")],
    ),
    "a holder on leave with cover": ("head-of-service", ["head-cover"], [("head-of-service", "the holder is on leave")]),
    "a holder on leave without cover, whose own superior is on leave with cover": (
        "service-manager", ["head-cover"],
        [("service-manager", "the holder is on leave"), ("head-of-service", "the holder is on leave")],
    ),
    "a vacant post below a held one": ("deputy-director", ["director"], [("deputy-director", "nobody holds this post")]),
    "nobody the house knows of, then across": (
        "carer", ["worker"], [("carer", "nobody holds this post")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", WHO)
def test_somebody_is_told_and_every_gap_is_said(case: str, north: Partnership) -> None:
    role, people, gaps = WHO[case]
    found, why = told(north, role, invented_child(north))
    assert (sorted(found), why) == (people, gaps)


def test_a_relation_is_passed_by_and_the_next_is_told_at_once(north: Partnership) -> None:
    child = invented_child(north)
    with acting(north, "worker") as actor:
        facts.record(actor=actor, child=child, drafts=[said("child.conflict", person=north.people["lead"])])
    people, gaps = told(north, "return-conversation-lead", child)
    assert people == ["met"], "the post across is told"
    assert gaps == [("return-conversation-lead", "the holder must not be told: related to the child")]


def test_of_two_holders_the_one_who_is_related_is_not_told(north: Partnership) -> None:
    child = invented_child(north)
    with as_owner():
        setting_up.exclude(authority=north.authority, user=north.people["hub-two"], subject=child, reason="aunt")
    people, gaps = told(north, "safeguarding-hub-manager", child)
    assert people == ["hub-one"]
    assert [g[0] for g in gaps] == ["safeguarding-hub-manager"]


def test_nobody_up_the_whole_line_is_said_and_not_hidden(south: Partnership) -> None:
    people, gaps = told(south, "deputy-director", invented_child(south))
    assert people == []
    assert [role for role, _ in gaps] == ["deputy-director", "director"]


def test_a_worker_without_a_team_does_not_alarm_every_teams_manager(north: Partnership) -> None:
    people, gaps = told(north, "line-manager", invented_child(north, worker="loner"))
    assert people == ["duty-manager"]
    assert gaps[0] == ("line-manager", "nobody holds this post")


def test_a_worker_who_has_left_is_not_told(north: Partnership) -> None:
    child = invented_child(north, worker="loner")
    with as_owner():
        User.objects.filter(id=north.people["loner"]).update(is_active=False)
    try:
        people, _ = told(north, "allocated-worker", child)
    finally:
        with as_owner():
            User.objects.filter(id=north.people["loner"]).update(is_active=True)
    assert people and "loner" not in people


def test_a_cover_who_has_left_covers_for_nobody(north: Partnership) -> None:
    """Named to cover and gone since: told first, they would be passed over later, and nobody would be told at all."""
    child = invented_child(north)
    with as_owner():
        User.objects.filter(id=north.people["head-cover"]).update(is_active=False)
    try:
        people, gaps = told(north, "head-of-service", child)
    finally:
        with as_owner():
            User.objects.filter(id=north.people["head-cover"]).update(is_active=True)
    assert people and "head-cover" not in people, "the next one is told at once"
    assert gaps[0] == ("head-of-service", "the holder is on leave")


def notices_of(
    place: Partnership, episode: UUID, rung: str = "opened", clock: str = "tell-social-worker"
) -> list[Notice]:
    with transaction.atomic(), as_clock():
        rows = Notice.objects.filter(episode_id=episode, rung=rung, reading_key__contains=f"/{clock}/")
        return list(rows.order_by("told_at", "key"))


def test_a_report_tells_its_posts_at_once_each_person_once(north: Partnership) -> None:
    episode = reported(north, invented_child(north), hours_ago=1)
    names = {user: name for name, user in north.people.items()}
    rows = notices_of(north, episode)
    assert sorted(names[r.recipient] for r in rows if r.recipient) == ["hub-one", "hub-two", "met"]
    assert all(r.acknowledge_by == r.told_at + HALF_AN_HOUR for r in rows)
    with transaction.atomic(), as_clock():
        keys = set(Outbox.objects.values_list("key", flat=True))
    assert {f"notice:{r.id}:told" for r in rows} <= keys


def test_many_steps_fallen_due_at_once_are_told_in_few_statements(north: Partnership) -> None:
    child = invented_child(north)
    with CaptureQueriesContext(connection) as asked:
        episode = reported(north, child, hours_ago=100)
    statements = [each["sql"] for each in asked.captured_queries]
    with transaction.atomic(), as_clock():
        told_of = set(Notice.objects.filter(episode_id=episode).values_list("reading_key", "rung"))
    assert len(told_of) > 4
    assert sum('INSERT INTO "worklists_notice"' in sql for sql in statements) == 1
    assert sum('FROM "platform_exclusion"' in sql for sql in statements) == 1
    assert sum("platform_holding" in sql for sql in statements) < len(told_of)


def test_only_the_one_told_says_seen(north: Partnership) -> None:
    episode = reported(north, invented_child(north), hours_ago=1)
    mine = next(r for r in notices_of(north, episode) if r.recipient == north.people["met"])
    for somebody_else in ("worker", "hub-one", "inspector", "farshire"):
        with acting(north, somebody_else) as actor, pytest.raises(NotFound):
            notices.acknowledge(actor=actor, notice=mine.id, now=wall.now())
    seen_at = wall.now()
    with acting(north, "met") as actor:
        assert work.unanswered_count(actor.user) > 0
        notices.acknowledge(actor=actor, notice=mine.id, now=seen_at)
        notices.acknowledge(actor=actor, notice=mine.id, now=wall.now())
        again = work.notice(mine.id, actor.user)
    assert again and again.acknowledged_at == seen_at, "saying it twice moved the time"


def test_the_database_keeps_others_from_saying_seen(north: Partnership) -> None:
    episode = reported(north, invented_child(north), hours_ago=1)
    mine = next(r for r in notices_of(north, episode) if r.recipient == north.people["met"])
    with acting(north, "worker"):
        changed = Notice.objects.filter(id=mine.id).update(
            acknowledged_at=wall.now(), acknowledged_by=north.people["worker"]
        )
    assert changed == 0


def test_unanswered_it_is_chased_at_half_time_and_passed_up_at_the_limit(north: Partnership) -> None:
    episode = reported(north, invented_child(north), hours_ago=1)
    first = next(r for r in notices_of(north, episode) if r.recipient == north.people["hub-one"])
    for minutes, state in ((14, (False, False)), (15, (True, False)), (29, (True, False)), (30, (True, True))):
        notices.chase(now=first.told_at + timedelta(minutes=minutes))
        row = next(r for r in notices_of(north, episode) if r.id == first.id)
        assert (bool(row.chased_at), bool(row.passed_up_at)) == state, minutes
    names = {user: name for name, user in north.people.items()}
    of_the_post = f"{first.key.rpartition(':')[0]}^"
    up = [r for r in notices_of(north, episode) if r.key.startswith(of_the_post)]
    assert sorted((r.role, names[r.recipient] if r.recipient else "nobody") for r in up) == [
        ("head-of-service", "head"), ("head-of-service", "head-cover"), ("head-of-service", "nobody"),
    ], "both holders were silent: the cover is told once; a copy waits for the one on leave; and the gap is said"  # fmt: skip
    assert "no answer from" in next(r.because for r in up if r.recipient == north.people["head-cover"])
    with transaction.atomic(), as_clock():
        assert Outbox.objects.filter(key=f"notice:{first.id}:chased").count() == 1
    notices.chase(now=first.told_at + timedelta(minutes=31))
    assert len([r for r in notices_of(north, episode) if r.key.startswith(of_the_post)]) == len(up), "passed up twice"


def test_nobody_answering_goes_to_the_top_and_says_that_nobody_is_above(north: Partnership) -> None:
    episode = reported(north, invented_child(north), hours_ago=1)
    moment = wall.now()
    for _ in range(12):
        moment += timedelta(minutes=31)
        notices.chase(now=moment)
    rows = notices_of(north, episode)
    assert north.people["director"] in {r.recipient for r in rows}
    assert ("director", "nobody is above this post") in {(r.role, r.because) for r in rows if not r.recipient}
    assert notices.chase(now=moment + timedelta(days=1)) == 0 or notices.next_chase() is None


@pytest.mark.parametrize("how", ["kept away", "related"])
def test_what_waits_for_somebody_kept_from_the_child_since_goes_on_at_once(north: Partnership, how: str) -> None:
    child = invented_child(north)
    reported(north, child, hours_ago=1)
    with transaction.atomic(), as_clock():
        waiting = Notice.objects.filter(child_id=child, acknowledge_by__isnull=False).order_by("key")
        first = waiting.values_list("recipient", flat=True).first()
        before = set(waiting.filter(recipient=first).values_list("key", flat=True))
    assert before and kept_from.hand_on(now=wall.now()) == 0
    with acting(north, "manager") as actor:
        if how == "related":
            facts.record(actor=actor, child=child, drafts=[said("child.conflict", person=first)])
        else:
            access.keep_away(actor=actor, child=child, user=first, reason="An aunt")
    assert kept_from.hand_on(now=wall.now()) == len(before)
    assert kept_from.hand_on(now=wall.now()) == 0, "once"
    with transaction.atomic(), as_clock():
        for key in before:
            onward = Notice.objects.filter(key__startswith=f"{key}^")
            assert {n.because for n in onward.filter(recipient=None)} >= {
                "the holder must not be told: related to the child"
            }
            told = onward.filter(recipient__isnull=False)
            assert told and first not in {n.recipient for n in told}, "the next, and never the same again"


def test_answered_it_rests(north: Partnership) -> None:
    episode = reported(north, invented_child(north), hours_ago=1)
    mine = next(r for r in notices_of(north, episode) if r.recipient == north.people["met"])
    with acting(north, "met") as actor:
        notices.acknowledge(actor=actor, notice=mine.id, now=wall.now())
    notices.chase(now=mine.told_at + timedelta(hours=5))
    row = next(r for r in notices_of(north, episode) if r.id == mine.id)
    assert not row.chased_at and not row.passed_up_at


def test_a_duty_that_is_done_chases_nobody(north: Partnership) -> None:
    episode = reported(north, invented_child(north), hours_ago=1)
    with acting(north, "worker") as actor:
        episodes.add(actor=actor, episode=episode, drafts=[said("told.social-worker")])
    before = notices_of(north, episode)
    notices.chase(now=before[0].told_at + timedelta(hours=5))
    after = notices_of(north, episode)
    assert len(after) == len(before)
    assert not any(r.chased_at or r.passed_up_at for r in after)


def test_a_restricted_childs_notice_is_read_by_the_one_it_was_sent_to(north: Partnership) -> None:
    """Otherwise it could never be answered, and would be passed up for ever."""
    episode = reported(north, invented_child(north), hours_ago=1)
    mine = next(r for r in notices_of(north, episode) if r.recipient == north.people["met"])
    with transaction.atomic(), as_clock():
        Notice.objects.filter(id=mine.id).update(restricted=True)
    with acting(north, "met") as actor:
        assert work.notice(mine.id, actor.user)
        notices.acknowledge(actor=actor, notice=mine.id, now=wall.now())
    with acting(north, "worker"):
        assert mine.id not in {n.id for n in work.notices_about(episode)}


def test_an_email_carries_a_link_and_no_name(north: Partnership) -> None:
    child = invented_child(north)
    reported(north, child, hours_ago=1)
    mail.outbox.clear()
    with transaction.atomic(), as_clock():
        waiting = Outbox.objects.filter(delivered_at__isnull=True).count()
    assert delivery.deliver(now=wall.now(), batch=500) == waiting == len(mail.outbox) > 0
    with acting(north, "worker"):
        from wayhome.record.queries.children import banner

        who = banner(child)
        assert who
    for letter in mail.outbox:
        whole = f"{letter.subject}\n{letter.body}\n{letter.extra_headers}"
        for secret in ("Invented", "Child", who.reference, str(child), "missing", "2012"):
            assert secret not in whole, f"an e-mail says {secret!r}"
        assert "/notices/" in letter.body and "/notices/" not in letter.subject
    assert delivery.deliver(now=wall.now() + timedelta(days=1), batch=500) == 0, "delivered twice"


def test_what_could_not_be_sent_waits_longer_each_time_and_is_sent(north: Partnership) -> None:
    reported(north, invented_child(north), hours_ago=1)
    now = wall.now()
    with override_settings(EMAIL_BACKEND="tests.worklists.broken_post.Broken"):
        assert delivery.deliver(now=now) == 0
        with transaction.atomic(), as_clock():
            tried = Outbox.objects.get(attempts=1)
        assert tried.due_at == now + timedelta(seconds=15) and tried.last_error == "ConnectionRefusedError"
        for _ in range(200):
            delivery.deliver(now=now)
        with transaction.atomic(), as_clock():
            assert not Outbox.objects.filter(delivered_at__isnull=False).exists()
            assert not Outbox.objects.filter(attempts__gt=1).exists(), "tried again before its wait was over"
        delivery.deliver(now=tried.due_at)
        with transaction.atomic(), as_clock():
            assert Outbox.objects.get(id=tried.id).due_at == tried.due_at + timedelta(seconds=30)
    later = now + timedelta(hours=2)
    while delivery.deliver(now=later):
        pass
    with transaction.atomic(), as_clock():
        assert not Outbox.objects.filter(delivered_at__isnull=True).exists()


def test_the_same_letter_is_posted_once(north: Partnership) -> None:
    with transaction.atomic(), as_clock():
        for _ in range(2):
            outbox.put(authority=north.authority, key="same", channel="email", payload={}, now=wall.now())
        assert Outbox.objects.filter(key="same").count() == 1


def clocks_of(place: Partnership, name: str, child: UUID) -> set[str]:
    with acting(place, name) as actor:
        return {d.clock for d in work.duties_of(actor.user, place.authority, now=wall.now()) if d.child_id == child}


def test_my_work_is_of_my_posts_and_my_children(north: Partnership) -> None:
    child = invented_child(north)
    episode = reported(north, child, hours_ago=80, police_risk="high")
    assert {"tell-social-worker", "strategy-to-locate"} <= clocks_of(north, "hub-one", child)
    assert "need-to-know-72-hours" in clocks_of(north, "head", child) & clocks_of(north, "head-cover", child)
    assert clocks_of(north, "director", child) == set()
    assert clocks_of(north, "farshire", child) == set()
    with acting(north, "worker") as actor:
        told = episodes.CameBack(located=None, returned=at(ago(1)))
        episodes.came_back(actor=actor, episode=episode, told=told, told_at=wall.now())
    assert "network-updated" in clocks_of(north, "worker", child), "the allocated worker's own duty"
    assert "network-updated" not in clocks_of(north, "loner", child)
    assert "harm-decision" in clocks_of(north, "manager", child), "a manager's, for the team's children"
    other = invented_child(north, worker="loner")
    away = reported(north, other, hours_ago=5)
    with acting(north, "worker") as actor:
        told = episodes.CameBack(located=None, returned=at(ago(1)))
        episodes.came_back(actor=actor, episode=away, told=told, told_at=wall.now())
    assert "harm-decision" not in clocks_of(north, "manager", other), "not those of another team's children"


def test_whoever_covers_for_a_worker_has_that_workers_children(north: Partnership) -> None:
    child = invented_child(north)
    episode = reported(north, child, hours_ago=80)
    with acting(north, "worker") as actor:
        told = episodes.CameBack(located=None, returned=at(ago(1)))
        episodes.came_back(actor=actor, episode=episode, told=told, told_at=wall.now())
    assert "network-updated" not in clocks_of(north, "loner", child)
    from wayhome.platform.models import Leave

    with as_owner():
        setting_up.leave(
            authority=north.authority, user=north.people["worker"], from_at=ago(24),
            until_at=wall.now() + timedelta(days=1), covered_by=north.people["loner"],
        )  # fmt: skip
    try:
        assert "network-updated" in clocks_of(north, "loner", child)
    finally:
        with as_owner():
            Leave.objects.filter(user_id=north.people["worker"]).delete()


def test_overdue_comes_first(north: Partnership) -> None:
    for hours in (1, 30, 100):
        reported(north, invented_child(north), hours_ago=hours)
    sweep.sweep(now=wall.now())
    with acting(north, "hub-one") as actor:
        mine = work.duties_of(actor.user, north.authority, now=wall.now())
    states = [d.state for d in mine]
    assert "breached" in states and "running" in states
    assert states.index("running") > max(i for i, s in enumerate(states) if s == "breached")
    assert [d.due_at for d in mine if d.state == "breached"] == sorted(d.due_at for d in mine if d.state == "breached")
    assert duties.urgency(mine[0]) <= duties.urgency(mine[-1])
