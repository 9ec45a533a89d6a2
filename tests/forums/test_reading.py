"""For random ledgers the agenda is what an independent reading of the protocol's routes says it is."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

from hypothesis import given, settings
from hypothesis import strategies as st

from wayhome.engine.facts import Fact, Moment, Situation, Supersession
from wayhome.engine.moments import local_date
from wayhome.engine.routes import LeadsTo
from wayhome.forums.queries.definitions import forum_of
from wayhome.forums.reading import kinds_of, read, routes_about, since, together
from wayhome.packs.loading import england_calendar, load_protocol

NOW = datetime(2026, 3, 31, 14, tzinfo=UTC)
LINE = "portsmouth-pathway"
NAME = UUID(int=0)
VALUES = {
    "assessment.ceraf": ("none", "low", "medium", "high"),
    "exploitation.level-judged": ("none", "low", "medium", "high"),
    "plan.safer-plan": (None,),
    "missing.began": ("missing", "absent", "unauthorised-absence"),
    "missing.recorded-in-error": (None,),
    "intelligence.received": (None,),
    "police.arrested": ("linked-to-exploitation", "other"),
    "incident.significant": (None,),
}
# Days, counted back, that lie on either side of a route's edge, and any others; hours in advance too: not yet happened.
days = st.one_of(st.sampled_from([0, 6, 7, 8, 88, 89, 90]), st.integers(-3, 400))


@st.composite
def told(draw: st.DrawFn) -> tuple[str, str | None, datetime, str | None, bool]:
    kind = draw(st.sampled_from(sorted(VALUES)))
    at = NOW - timedelta(days=draw(days), hours=draw(st.integers(0, 23)), minutes=1)
    episode = str(draw(st.integers(1, 4))) if kind.startswith("missing.") else None
    return kind, draw(st.sampled_from(VALUES[kind])), at, episode, draw(st.integers(0, 5)) == 0


def situation(child: UUID, facts: list[tuple[str, str | None, datetime, str | None, bool]]) -> Situation:
    made, gone = [], []
    for place, (kind, value, at, episode, withdrawn) in enumerate(facts):
        name = str(uuid5(child, str(place)))
        told_at = at + timedelta(seconds=place)
        made.append(
            Fact(name, name, kind, str(child), Moment(told_at, told_at), told_at, told_at, episode, value=value)
        )
        if withdrawn:
            gone.append(Supersession(name, None, NOW, "It was another child"))
    return Situation(str(child), tuple(made), tuple(gone))


def by_hand(child: Situation, now: datetime = NOW) -> set[str]:
    """Read the weekly meeting's routes as the Pathway's appendix A writes them, from the facts alone."""
    gone = {each.old for each in child.supersessions}
    facts = [f for f in child.facts if f.id not in gone and f.moment.earliest and f.moment.earliest <= now]
    wrong = {f.episode for f in child.facts if f.id not in gone and f.kind == "missing.recorded-in-error"}
    facts = [f for f in facts if f.episode is None or f.episode not in wrong]
    ago = {f.id: (local_date(now) - local_date(f.moment.earliest)).days for f in facts}
    kinds = {f.kind for f in facts}
    judged = sorted(
        (f for f in facts if f.kind in ("assessment.ceraf", "exploitation.level-judged")),
        key=lambda f: f.moment.earliest,
    )
    level = judged[-1].value if judged else None
    began = [f for f in facts if f.kind == "missing.began" and f.value != "unauthorised-absence" and ago[f.id] <= 89]
    said = set()
    if level in ("medium", "high") and {"assessment.ceraf", "plan.safer-plan"} <= kinds:
        said.add("ceraf-and-plan")
    if len(began) >= 3:
        said.add("frequently-missing")
    if any(f.kind == "intelligence.received" and ago[f.id] <= 7 for f in facts):
        said.add("intelligence")
    if any(f.kind == "police.arrested" and f.value == "linked-to-exploitation" and ago[f.id] <= 7 for f in facts):
        said.add("arrest")
    if any(f.kind == "incident.significant" and ago[f.id] <= 7 for f in facts):
        said.add("incident")
    return said


@settings(max_examples=300, deadline=None)
@given(st.lists(st.lists(told(), max_size=9), max_size=4))
def test_the_agenda_is_what_the_routes_say(
    ledgers: list[list[tuple[str, str | None, datetime, str | None, bool]]],
) -> None:
    forum = forum_of(LINE, "weekly-met")
    assert forum is not None
    protocol = load_protocol(LINE)
    everybody = {uuid5(NAME, str(n)): situation(uuid5(NAME, str(n)), facts) for n, facts in enumerate(ledgers)}
    routes = routes_about(forum, "child")
    assert {fact.kind for child in everybody.values() for fact in child.facts} <= kinds_of(routes, protocol.vocabulary)
    found = read(routes, everybody, protocol.vocabulary, england_calendar(), NOW)
    talked = {route.id for route in routes if route.leads_to is LeadsTo.DISCUSSION}
    on = {each.subject: {s.route for s in each.said if s.open} & talked for each in found if each.timetabled}
    assert on == {child: said for child, facts in everybody.items() if (said := by_hand(facts))}


@settings(max_examples=200, deadline=None)
@given(st.lists(told(), max_size=9))
def test_what_is_too_old_to_matter_changes_nothing(
    facts: list[tuple[str, str | None, datetime, str | None, bool]],
) -> None:
    vocabulary = load_protocol(LINE).vocabulary
    whole = situation(UUID(int=5), facts)
    for name in ("weekly-met", "daily-oversight"):
        forum = forum_of(LINE, name)
        assert forum is not None
        routes = routes_about(forum, "child")
        matters = since(routes, vocabulary, NOW)
        kept = tuple(
            f for f in whole.facts
            if f.kind in matters and ((m := matters[f.kind]) is None or f.moment.earliest is None or f.moment.earliest >= m)
        )  # fmt: skip
        cut = Situation(whole.child, kept, whole.supersessions)
        asked = [{UUID(int=5): each} for each in (whole, cut)]
        one, other = (read(routes, each, vocabulary, england_calendar(), NOW) for each in asked)
        assert one == other


def test_who_is_linked_is_together_however_far_around() -> None:
    one, two, three, alone, away = (UUID(int=n) for n in range(1, 6))
    found = together([one, two, three, alone], [(three, two), (two, one), (alone, away)])
    assert found[one] == found[two] == found[three] and alone not in found
    mother = UUID(int=9)
    assert len(together([one, two, alone], [(one, mother), (two, mother)])) == 2
