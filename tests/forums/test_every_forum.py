"""Every forum of every protocol is called, talks, decides each thing it may decide, is signed, and meets its duties."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest

from tests import partnership
from tests.partnership import PEOPLE, Partnership, acting, invented_child, reported, said
from wayhome.clocks import protocols
from wayhome.clocks.queries import duties
from wayhome.engine.forums import Decision as Way
from wayhome.engine.forums import Forum
from wayhome.forums.operations import agenda, deciding, diary
from wayhome.forums.operations.deciding import Decided, lacking_boxes
from wayhome.forums.queries import definitions
from wayhome.packs.forums import load_forums
from wayhome.packs.loading import protocol_ids
from wayhome.plans.days import today
from wayhome.plans.operations.actions import Owner
from wayhome.platform import wall
from wayhome.record.operations.about import open_context
from wayhome.record.operations.facts import record
from wayhome.record.queries import ledger
from wayhome.record.subjects import Subject

LINES = sorted(line for line in protocol_ids() if load_forums(line))
# What starts most of the duties that a meeting meets.
STARTS: tuple[tuple[str, dict[str, str]], ...] = (
    ("safeguarding.immediate-danger", {"text": "At home"}),
    ("safeguarding.organised-abuse-suspected", {"text": "Several children name one man"}),
    ("plan.restrictive-proposed", {"text": "Secure accommodation"}),
    ("child.trafficked", {"code": "suspected"}),
    ("assessment.ceraf", {"code": "high"}),
    ("plan.safer-plan", {}),
    ("met.referred", {}),
)

# In these protocols a meeting meets duties that such a child is owed; in the two strategies nothing waits for a meeting.
DUTIFUL = {"4lscb-2013", "lewisham-2017", "portsmouth-pathway"}


def chair_of(place: Partnership, forum: Forum) -> str:
    """Return a colleague who runs and signs this meeting."""
    with acting(place, "worker"):
        for name, (agency, _) in PEOPLE.items():
            who = place.people[name]
            may = definitions.runs(place.authority, forum, who) and definitions.chairs(place.authority, forum, who)
            if may and agency == "social-care":
                return name
    raise AssertionError(f"nobody chairs {forum.id}")


def started(place: Partnership) -> UUID:
    """Return a child of whom much is owed: missing for four days, and in more than one kind of danger."""
    child = invented_child(place)
    reported(place, child, hours_ago=96)
    with acting(place, "worker") as actor:
        drafts = [said(kind, 5, **value) for kind, value in STARTS]
        record(actor=actor, child=child, drafts=drafts)
    return child


def met_by(place: Partnership, kinds: set[str]) -> set[str]:
    """Return the clocks that one of these kinds of fact, of whatever value, meets."""
    law = protocols.active(place.authority)
    return {
        clock.id for clock in law.clocks
        if any(trigger.values is None and kinds & set(trigger.kinds) for trigger in clock.met_by)
    }  # fmt: skip


def decide_all(
    place: Partnership, chair: str, forum: Forum, item: UUID, side: str, line: str, subject: Subject, kinds: set[str]
) -> set[str]:  # fmt: skip
    """Decide the item in each way the forum may, with everything its protocol asks for; return which kinds were told."""
    facts = set()
    with acting(place, chair) as actor:
        deciding.agree_action(
            actor=actor, item=item, what="Ring the school", owner=Owner(person=place.people["worker"]),
            due_on=today() + timedelta(days=2), title=forum.title,
        )  # fmt: skip
        for way in definitions.decisions_for(line, forum, side):
            deciding.decide(actor=actor, item=item, decided=whole(forum, way))
            facts |= {fact.kind for fact in ledger.current_about(subject, sorted(kinds))} if kinds else set()
    return facts


def whole(forum: Forum, way: Way) -> Decided:
    written = dict.fromkeys(lacking_boxes((way,)), "Written down") | ({"days": "14"} if "days" in way.needs else {})
    return Decided(
        way.id, "What is done is enough", grading="medium", to_whom="Head of Service",
        review_on=today() + timedelta(days=7), review_why="Sooner is safer", written=written,
        purposes=tuple(purpose.id for purpose in forum.purposes),
    )  # fmt: skip


def subjects(place: Partnership, forum: Forum) -> Iterator[tuple[str, Subject]]:
    if forum.about.startswith("children"):
        yield "child", Subject.child(started(place))
    if forum.about.endswith("contexts"):
        with acting(place, "worker") as actor:
            yield "context", Subject.context(open_context(actor=actor, drafts=[said("context.name", text="Arcade")]))


@pytest.mark.parametrize("line", LINES)
def test_every_forum_is_held_and_meets_its_duties(db: None, line: str) -> None:
    slug = {"portsmouth-pathway": "northhaven", "lewisham-2017": "southhaven"}.get(line, f"haven-{line}")
    vacant = frozenset({"director"}) if slug == "southhaven" else frozenset()
    place = partnership.build(partnership._database(), slug, line, *([vacant] if vacant else []))
    met = set()
    for forum in load_forums(line):
        chair = chair_of(place, forum)
        with acting(place, chair) as actor:
            meeting = diary.plan(actor=actor, forum=forum.id, opens_at=wall.now() + timedelta(hours=1), why="Needed")
        talked = []
        for side, subject in subjects(place, forum):
            with acting(place, chair) as actor:
                item = agenda.add(actor=actor, meeting=meeting, subject=subject, why="It is time")
            talked.append((side, subject, item))
        with acting(place, chair) as actor:
            diary.begin(actor=actor, meeting=meeting)
        for side, subject, item in talked:
            kinds = told_by(forum, side)
            expected = met_by(place, kinds)
            with acting(place, chair):
                before = {d.key for d in duties.of_subject(subject) if d.open and d.clock in expected}
            facts = decide_all(place, chair, forum, item, side, line, subject, kinds)
            with acting(place, chair):
                assert facts == kinds, f"{forum.id} tells {sorted(kinds)}, of which {sorted(facts)} are there"
                still = {d.key for d in duties.of_subject(subject) if d.open} & before
                assert not still, f"{forum.id} leaves {still} open"
                met |= {d.clock for d in duties.of_subject(subject) if d.key in before}
        with acting(place, chair) as actor:
            diary.end(actor=actor, meeting=meeting)
            diary.sign(actor=actor, meeting=meeting)
            of_all = [told.kind for told in forum.tells if told.kind.startswith("partnership.")]
            told = ledger.current_about(Subject.partnership(place.authority), of_all) if of_all else ()
            assert len(told) == len(of_all), f"{forum.id} says that it was held"
    assert bool(met) is (line in DUTIFUL), "the duties were owed before the meetings, and not after them"
    assert line != "portsmouth-pathway" or "met-review" in met


def told_by(forum: Forum, side: str) -> set[str]:
    """Return what the forum's decisions are to tell of a child or a context."""
    if side == "context":
        return {told.kind for told in forum.tells if told.kind.startswith("context.")}
    of_child = {told.kind for told in forum.tells if not told.kind.startswith(("context.", "partnership."))}
    return of_child | {"exploitation.level-judged"}
