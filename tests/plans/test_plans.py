"""A plan's versions are kept, a draft is its writer's own, and two writers never lose a word."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from tests.partnership import FAR_AHEAD, UNTIMED, Partnership, acting, ago, as_owner, at, invented_child, said
from wayhome.clocks.queries import duties
from wayhome.plans.days import today
from wayhome.plans.kinds import form_of
from wayhome.plans.operations import plans
from wayhome.plans.operations.errors import BadValue, MayNotBegin, NotFound, Overtaken, Stale
from wayhome.plans.operations.plans import Content
from wayhome.plans.queries import plans as queries
from wayhome.plans.web.composing import composed
from wayhome.platform.operations import partnership as setting_up
from wayhome.record.operations import access, facts
from wayhome.record.queries import ledger
from wayhome.ui.words import local

NOTHING = Content({}, {}, {})
FORM = form_of("portsmouth-pathway", "safer-plan")


def begun(place: Partnership, child: UUID, by: str = "worker", kind: str = "safer-plan") -> UUID:
    with acting(place, by) as actor:
        plan = plans.open_plan(actor=actor, child=child, kind=kind)
        plans.begin_draft(actor=actor, plan=plan, composed=NOTHING)
    return plan


def written(place: Partnership, plan: UUID, /, by: str = "worker", **answers: object) -> None:
    with acting(place, by) as actor:
        draft = plans.begin_draft(actor=actor, plan=plan, composed=NOTHING)
        plans.save_draft(actor=actor, plan=plan, revision=draft.revision, answers=answers, for_child={})


def accepted(place: Partnership, plan: UUID, by: str = "worker", **more: object) -> int:
    with acting(place, by) as actor:
        return plans.accept(actor=actor, plan=plan, form=FORM, agreed=at(ago(1)), **more)  # type: ignore[arg-type]


def test_a_version_is_kept_and_told_as_a_fact(north: Partnership) -> None:
    child = invented_child(north)
    with acting(north, "worker") as actor:
        talked = said("safeguarding.strategy-discussion", 5, code="immediate-danger")
        facts.record(actor=actor, child=child, drafts=[talked])
    with acting(north, "worker"):
        owed = [d for d in duties.of_child(child) if d.open and d.clock == "safer-plan-after-strategy"]
    plan = begun(north, child)
    written(north, plan, patterns="On Fridays, by train", worried="")
    assert accepted(north, plan, note="After the meeting") == 1
    with acting(north, "worker") as actor:
        kept = queries.current(child)["safer-plan"]
        assert kept.answers == {"patterns": "On Fridays, by train"} and kept.form == "safer-plan@1.0.0"
        told = next(e for e in ledger.entries(child) if e.kind == "plan.safer-plan")
        assert told.text == "Version 1. After the meeting" and told.source == f"plan:{plan}:1"
        assert queries.draft(plan, actor.user) is None
        still = {d.key for d in duties.of_child(child) if d.open}
    assert owed and not {d.key for d in owed} & still, "the clock that asks for the plan is met by it"


def test_the_next_version_begins_from_the_last(north: Partnership) -> None:
    child = invented_child(north)
    plan = begun(north, child)
    written(north, plan, patterns="On Fridays", travel="x")
    accepted(north, plan)
    written(north, plan, patterns="On Saturdays")
    assert accepted(north, plan) == 2
    with acting(north, "worker"):
        assert [v.answers["patterns"] for v in queries.versions(plan)] == ["On Saturdays", "On Fridays"]
        assert queries.version(plan, 2).answers["travel"] == "x"  # type: ignore[union-attr]


def test_two_writers_lose_nothing(north: Partnership) -> None:
    child = invented_child(north)
    plan = begun(north, child)
    written(north, plan, patterns="old", routes="old", groups="old")
    accepted(north, plan)
    written(north, plan, by="worker", patterns="worker's", routes="worker's")
    written(north, plan, by="manager", patterns="manager's", groups="manager's")
    assert accepted(north, plan, by="manager") == 2
    with pytest.raises(Overtaken) as overtaken:
        accepted(north, plan, by="worker")
    assert [(c.key, c.theirs, c.mine) for c in overtaken.value.clashes] == [("patterns", "manager's", "worker's")]
    with acting(north, "worker") as actor:
        with pytest.raises(Overtaken):
            plans.settle(actor=actor, plan=plan, chosen={})
        plans.settle(actor=actor, plan=plan, chosen={"patterns": "manager's\n\nworker's"})
    assert accepted(north, plan, by="worker") == 3
    with acting(north, "worker"):
        assert queries.versions(plan)[0].answers == {
            "patterns": "manager's\n\nworker's", "routes": "worker's", "groups": "manager's",
        }  # fmt: skip


def test_what_only_one_changed_is_joined_without_asking(north: Partnership) -> None:
    plan = begun(north, invented_child(north))
    written(north, plan, patterns="a", routes="a")
    accepted(north, plan)
    written(north, plan, by="worker", patterns="b")
    written(north, plan, by="manager", routes="b")
    accepted(north, plan, by="manager")
    accepted(north, plan, by="worker")
    with acting(north, "worker"):
        assert queries.versions(plan)[0].answers == {"patterns": "b", "routes": "b"}


def test_two_pages_of_one_person_do_not_write_over_each_other(north: Partnership) -> None:
    plan = begun(north, invented_child(north))
    with acting(north, "worker") as actor:
        save = {"actor": actor, "plan": plan, "for_child": {}}
        kept = plans.save_draft(**save, revision=1, answers={"patterns": "from the first page"})  # type: ignore[arg-type]
        with pytest.raises(Stale) as stale:
            plans.save_draft(**save, revision=1, answers={"patterns": "from the second"})  # type: ignore[arg-type]
        assert stale.value.draft.answers == kept.answers


def test_a_draft_is_its_writers_own(north: Partnership) -> None:
    plan = begun(north, invented_child(north))
    written(north, plan, patterns="not yet said")
    with acting(north, "manager"):
        assert queries.draft(plan, north.people["worker"]) is None
        assert queries.versions(plan) == ()
    with acting(north, "worker") as actor:
        plans.discard_draft(actor=actor, plan=plan)
        plans.discard_draft(actor=actor, plan=plan)
        with pytest.raises(NotFound):
            plans.accept(actor=actor, plan=plan, form=FORM, agreed=at(ago(1)))


def test_what_cannot_be_accepted(north: Partnership) -> None:
    plan = begun(north, invented_child(north))
    with pytest.raises(BadValue, match="says nothing"):
        accepted(north, plan)
    written(north, plan, patterns="something")
    with acting(north, "worker") as actor:
        for change in (
            {"agreed": UNTIMED},
            {"agreed": at(FAR_AHEAD)},
            {"review_on": today() - timedelta(days=1)},
            {"note": "x" * 5001},
        ):
            with pytest.raises(BadValue):
                plans.accept(**{"actor": actor, "plan": plan, "form": FORM, "agreed": at(ago(1)), **change})  # type: ignore[arg-type]
        assert queries.versions(plan) == ()


def test_a_draft_that_grows_without_end_is_refused(north: Partnership) -> None:
    plan = begun(north, invented_child(north))
    with pytest.raises(BadValue, match="too long"):
        written(north, plan, patterns="x" * 400_001)


def test_the_review_of_an_immediate_plan_is_a_duty_of_its_day(north: Partnership) -> None:
    child = invented_child(north)
    plan = begun(north, child, kind="immediate-safety")
    begins = f"{local(ago(2)):%Y-%m-%d %H:%M}"
    week = today() + timedelta(days=7)
    written(north, plan, plan="Stay with the carer", begins=begins, **{"review-on": week.isoformat()})
    with acting(north, "worker") as actor:
        form = form_of("portsmouth-pathway", "immediate-safety")
        plans.accept(actor=actor, plan=plan, form=form, agreed=at(ago(1)))
        told = {e.kind: e for e in ledger.entries(child)}
    assert f"{local(told['plan.immediate-safety'].happened_from):%Y-%m-%d %H:%M}" == begins  # type: ignore[arg-type]
    assert local(told["plan.review-set"].happened_from).date() == week  # type: ignore[arg-type]


def test_the_harm_a_plan_is_made_for_is_told_once_as_a_code(north: Partnership) -> None:
    """What harms the child is counted by its code; the next version tells only of what is new."""
    child = invented_child(north)
    plan = begun(north, child)
    written(north, plan, harm=["cl"])
    accepted(north, plan)
    written(north, plan, harm=["cl", "cse"])
    accepted(north, plan)
    with acting(north, "worker"):
        told = [e.code for e in ledger.entries(child) if e.kind == "harm.type"]
    assert sorted(told, key=str) == ["county-lines", "sexual-exploitation"]


def test_a_plan_ends_with_a_reason_and_can_begin_again(north: Partnership) -> None:
    child = invented_child(north)
    plan = begun(north, child)
    written(north, plan, patterns="old")
    accepted(north, plan)
    with acting(north, "worker") as actor:
        with pytest.raises(BadValue):
            plans.end(actor=actor, plan=plan, form=FORM, ended=at(ago(0)), reason=" ")
        assert plans.end(actor=actor, plan=plan, form=FORM, ended=at(ago(0)), reason="Every goal was met") == 2
        assert queries.current(child)["safer-plan"].ended
        with pytest.raises(BadValue, match="no plan in force"):
            plans.end(actor=actor, plan=plan, form=FORM, ended=at(ago(0)), reason="again")
        draft = plans.begin_draft(actor=actor, plan=plan, composed=Content({"patterns": "new"}, {}, {}))
        assert draft.answers == {"patterns": "new"} and draft.base == 2


def test_who_may_not_see_the_child_sees_no_plan(north: Partnership, south: Partnership) -> None:
    child = invented_child(north)
    plan = begun(north, child)
    written(north, plan, patterns="old")
    accepted(north, plan)
    for place, name in ((south, "worker"), (north, "farshire"), (north, "nurse")):
        with acting(place, name):
            assert queries.plan(plan) is None and queries.versions(plan) == () and queries.current(child) == {}
    with acting(south, "worker") as actor, pytest.raises(NotFound):
        plans.open_plan(actor=actor, child=child, kind="safer-plan")
    with acting(north, "inspector"):
        assert queries.current(child)["safer-plan"].answers == {"patterns": "old"}, "police read what social care plans"
    with as_owner():
        setting_up.exclude(authority=north.authority, user=north.people["loner"], subject=child, reason="A relation")
    with acting(north, "loner"):
        assert queries.current(child) == {}


def test_trying_to_begin_a_plan_does_not_tell_that_there_is_one(north: Partnership) -> None:
    planned, unplanned = invented_child(north), invented_child(north)
    begun(north, planned)
    answers = set()
    for child in (planned, unplanned):
        with acting(north, "nurse") as actor, pytest.raises(MayNotBegin) as refused:
            plans.open_plan(actor=actor, child=child, kind="safer-plan")
        answers.add(str(refused.value))
    assert len(answers) == 1


def test_what_only_named_people_may_read_is_not_put_into_a_plan(north: Partnership) -> None:
    child, kind = invented_child(north), "child.phone"
    with acting(north, "worker") as actor:
        access.name(actor=actor, child=child, users=[actor.user], teams=[], until=None, reason="Only hers")
        drafts = [said(kind, text="01632 960222"), replace(said(kind, text="01632 960333"), sealed=True)]
        facts.record(actor=actor, child=child, drafts=drafts)
        assert len(ledger.current_facts(child, [kind])) == 2
        said_of = composed(child, form_of("portsmouth-pathway", "contingency").instrument).answers.values()
        whole = str([*said_of, *composed(child, FORM.instrument).answers.values()])
    assert "960222" in whole and "960333" not in whole


def test_a_kind_nobody_knows(north: Partnership) -> None:
    with acting(north, "worker") as actor:
        with pytest.raises(NotFound):
            plans.open_plan(actor=actor, child=invented_child(north), kind="wish-list")
        with pytest.raises(NotFound):
            plans.begin_draft(actor=actor, plan=uuid4(), composed=NOTHING)
