"""A duty as a page shows it: where it stands, who must act, why, what nobody has told us, and what to press."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from wayhome.assessment.web.offers import begin_link
from wayhome.clocks.queries.duties import Duty, Turn
from wayhome.desk.web.child_acts import plan_link
from wayhome.engine import explain
from wayhome.engine.explain import Lexicon
from wayhome.engine.facts import Fact, Precision
from wayhome.engine.language import Citation
from wayhome.engine.readings import Reason, State
from wayhome.missing.web.record_links import act_link, missing_link
from wayhome.missing.web.timeline import kind_title
from wayhome.packs.sources import load_sources
from wayhome.packs.vocabulary import load_vocabulary
from wayhome.record.queries.ledger import Entry
from wayhome.ui import words
from wayhome.ui.components import DeadlineCell, Link, Why

_SAME = timedelta(minutes=1)
_TURNED = {
    "not-started": "Coming",
    "running": "Running",
    "due-soon": "Due soon",
    "breached": "Overdue",
    "met": "Done",
    "met-late": "Done late",
    "stood-down": "No longer needed",
    "cannot-tell": "Cannot tell",
    "withdrawn": "Withdrawn",
}


@dataclass(frozen=True, slots=True)
class DutyCard:
    """One duty on a page."""

    id: str
    title: str
    deadline: DeadlineCell
    why: Why
    actions: tuple[Link, ...]
    turns: tuple[str, ...]
    open: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """What the reader may see of whom the duties are about, and when: `facts` and `entries` by the reader's own policy."""

    facts: tuple[Fact, ...]
    entries: Sequence[Entry]
    turns: Sequence[Turn]
    owners: Mapping[str, str]
    now: datetime

    def lexicon(self) -> Lexicon:
        """Return what a sentence may name."""
        return Lexicon({f.id: f for f in self.facts}, _names())


@dataclass(frozen=True, slots=True)
class Forms:
    """Which page records what: `act(duty, kind, values)` what meets a duty, `missing(duty, kind)` what is not known."""

    act: Callable[[Duty, str, tuple[str, ...]], Link | None]
    missing: Callable[[Duty, str], Link | None]

    @classmethod
    def of_episode(cls, episode: UUID) -> Forms:
        """Return the forms of one episode: an assessment's own where the protocol has one that records the act."""

        def act(duty: Duty, kind: str, values: tuple[str, ...]) -> Link | None:
            plan = plan_link(duty, kind)
            form = begin_link(episode, duty.protocol, kind, duty.title)
            return plan or form or act_link(episode, kind, values, about=duty.title)

        return cls(act, lambda duty, kind: missing_link(episode, kind, about=duty.title))


def _names() -> dict[str, str]:
    vocabulary = load_vocabulary()
    kinds = {kind: _small(kind_title(kind)) for kind in vocabulary.kinds}
    return kinds | {state.id: kinds[state.kinds[-1]] for state in vocabulary.states.values()}


def _small(said: str) -> str:
    return said[:1].lower() + said[1:]


def cards(duties: Sequence[Duty], seen: Seen, forms: Forms) -> tuple[DutyCard, ...]:
    """Return the cards of duties about one thing, in the order given; a duty owed again says which time it is."""
    lexicon = seen.lexicon()
    times: Counter[str] = Counter()
    made = []
    for duty in duties:
        times[duty.title] += 1
        card = _card(duty, seen, lexicon, forms)
        again = times[duty.title]
        made.append(card if again == 1 else replace(card, title=f"{card.title} ({again})"))
    return tuple(made)


def _card(duty: Duty, seen: Seen, lexicon: Lexicon, forms: Forms) -> DutyCard:
    owner = seen.owners.get(duty.owner, duty.owner)
    return DutyCard(
        id="duty-" + duty.key.partition("/")[2].replace("/", "-"),
        title=duty.title,
        deadline=DeadlineCell(
            what="",  # the title is the heading above it
            state=State(duty.state_at(seen.now)),
            now=seen.now,
            due=duty.due_at,
            at_latest=duty.at_latest,
            about=duty.about,
            detail=_detail(duty, seen.now),
            owner=owner,
        ),
        why=_why(duty, lexicon, owner),
        actions=_actions(duty, seen, forms) if duty.open else (),
        turns=tuple(_turn(t) for t in seen.turns if t.key == duty.key),
        open=duty.open,
    )


def _detail(duty: Duty, now: datetime) -> str:
    state = State(duty.state_at(now))
    if state in (State.MET, State.MET_LATE) and duty.met_at:
        took = f", {words.length(duty.met_at - duty.start_at)} after it began" if duty.start_at else ""
        return f"Done {words.when(duty.met_at)}{took}"
    if state is State.BREACHED and not duty.still_needed:
        return "It was not done in time, and is no longer needed"
    if state is State.NOT_STARTED and duty.threshold_at and duty.threshold_at > now:
        return f"Owed from {words.when(duty.threshold_at)}, if it is still needed then"
    if state is State.CANNOT_TELL:
        return "Something must be found out first: see what is asked below"
    return ""


def _why(duty: Duty, lexicon: Lexicon, owner: str) -> Why:
    rule = duty.rule
    reasons = [Reason(r["code"], tuple(r["facts"]), tuple(map(tuple, r["values"]))) for r in duty.reasons]
    steps = [explain.sentence(r, lexicon) for r in reasons if r.code not in ("rule", "missing")]
    facts = [_fact(str(fact_id), lexicon, owner) for fact_id in duty.fact_ids]
    return Why(
        rule=(rule.why if rule else "") or duty.title,
        citation=cited(rule.cite) if rule else "This rule has since been retired.",
        facts=tuple(dict.fromkeys(facts)),
        missing=tuple(f"{_sentence(lexicon.name(name))}. Asked: {owner}" for name in duty.missing),
        steps=tuple(s for s in steps if s),
        about=f"is this due: {duty.title}",
        more=_whole_rule(duty) if rule else None,
    )


def _whole_rule(duty: Duty) -> Link:
    line = duty.protocol.partition("@")[0]
    own = f"?{urlencode({'law': duty.protocol})}" if "+" in duty.protocol else ""
    return Link("The whole rule", f"{reverse('rule', args=[line, duty.clock])}{own}", f"of: {duty.title}")


def cited(citations: Sequence[Citation]) -> str:
    """Say where a rule is written: each document once, with its sections and their headings."""
    said: dict[str, list[str]] = {}
    for citation in citations:
        source = load_sources().get(citation.source)
        title = f"{source.title} ({source.dated})" if source else citation.source
        heading = source.sections.get(citation.at, "") if source else ""
        note = f" ({citation.note})" if citation.note else ""
        said.setdefault(title, []).append(f"{citation.at}: {heading}{note}" if heading else f"{citation.at}{note}")
    return ". ".join(f"{title}, {'; '.join(sections)}" for title, sections in said.items())


def _fact(fact_id: str, lexicon: Lexicon, owner: str) -> str:
    if fact_id not in lexicon.facts:
        return f"A fact you may not see: ask {owner}"
    return _sentence(lexicon.fact(fact_id))


def _sentence(said: str) -> str:
    return said[:1].upper() + said[1:]


def _actions(duty: Duty, seen: Seen, forms: Forms) -> tuple[Link, ...]:
    links = [_missing(name, seen, forms, duty) for name in duty.missing]
    for trigger in duty.rule.met_by if duty.rule else ():
        values = tuple(sorted(trigger.values or ()))
        links += [forms.act(duty, kind, values) for kind in trigger.kinds]
    # Two kinds may be the same act under one name: one link is enough.
    return tuple({link.text: link for link in reversed(links) if link}.values())[::-1]


def _missing(name: str, seen: Seen, forms: Forms, duty: Duty) -> Link | None:
    """Return where what nobody told us can be told: the untimed fact to be mended, or the form that records it."""
    vocabulary = load_vocabulary()
    kinds = vocabulary.states[name].kinds if name in vocabulary.states else (name,)
    untimed = [e for e in seen.entries if e.kind in kinds and e.current and e.precision == Precision.UNKNOWN]
    if untimed:
        told = kind_title(untimed[0].kind)
        return Link("Say when this happened", reverse("correct-fact", args=[untimed[0].id]), about=told)
    return forms.missing(duty, kinds[-1])


def _turn(turn: Turn) -> str:
    said = f"{_TURNED.get(turn.after, turn.after)}: {words.when(turn.happened_at)}"
    if turn.noticed_at - turn.happened_at > _SAME:
        return f"{said}, noticed {words.when(turn.noticed_at)}"
    return said
