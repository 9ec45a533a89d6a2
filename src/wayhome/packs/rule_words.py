"""One duty in plain words, as a person in the partnership would say it: when it starts, for whom, by when, who hears."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from wayhome.engine.explain import citation_words
from wayhome.engine.language import (
    All,
    AnyOf,
    AtLeast,
    Citation,
    Clock,
    Condition,
    CountsFrom,
    CountWithin,
    Due,
    Ending,
    Ever,
    Happened,
    HeldFor,
    Is,
    Late,
    Not,
    Per,
    Repeats,
    Roll,
    Rung,
    RungBase,
    Span,
    SpanByState,
    StartsAt,
    StartsOnCount,
    StartsWhen,
    Trigger,
)
from wayhome.engine.plain_times import counted_words, day_words, span_words
from wayhome.packs.names import Names


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a rule: what it is about, and what is said."""

    label: str
    said: str


def rule_rows(clock: Clock, names: Names) -> tuple[Row, ...]:
    """Return a duty line by line, in the order a reader asks: start, whom, when, again, done, over, whose, told, from."""
    told = tuple(_told(rung, names) for rung in clock.rungs)
    rows = (
        ("Starts", _starts(clock, names)),
        ("Applies", _sentence(f"only while {condition_words(clock.applies, names)}") if clock.applies else ""),
        ("If that comes later", _LATE[clock.late] if clock.applies else ""),
        (
            "Owed",
            _sentence(f"only if it is still needed {span_words(clock.threshold)} later") if clock.threshold else "",
        ),
        ("Due", _sentence(due_words(clock.due, names))),
        ("Again", _again(clock.repeats, names) if clock.repeats else ""),
        ("Done when recorded", _sentence(_any(clock.met_by, names))),
        ("Not needed when recorded", _sentence(_any(clock.excused_by, names)) if clock.excused_by else ""),
        ("Over when recorded", _over(clock, names)),
        ("Whose", post_words(clock.owner, names)),
        ("Who hears", "; ".join(told)),
        ("Shows as due soon", f"{span_words(clock.due_soon)} before"),
        ("In force", _in_force(clock)),
        ("Written in", "; ".join(cited_words(each, names) for each in clock.cite)),
    )
    return tuple(Row(label, said) for label, said in rows if said)


def cited_words(cite: Citation, names: Names) -> str:
    """Say where a rule is written, with the heading of the section."""
    return f"{citation_words(cite)}, {names.sources[cite.source].sections[cite.at]}"


def post_words(post: str, names: Names) -> str:
    """Return what a post is called."""
    return names.roles[post].label


def kind_words(kind: str, names: Names) -> str:
    """Return what a kind of fact says, in the words of the vocabulary."""
    meaning = names.vocabulary.kinds[kind].meaning.strip().rstrip(".")
    return meaning[:1].lower() + meaning[1:]


def due_words(due: Due | Repeats, names: Names) -> str:
    """Say a length with how it ends and what a day off does to it: "72 hours later", "at once"."""
    length = due.after if isinstance(due, Due) else due.every
    if length is None:
        return "at once"
    rolled = f"; {_ROLLED[due.roll.at]}" if isinstance(due.roll, Roll) else ""
    if isinstance(length, Span):
        return f"{span_words(length)} later{rolled}"
    return f"{_by_state(length, names)}{rolled}"


_ROLLED = {
    Ending.END_OF_DAY: "on a weekend or bank holiday, by the end of the next working day",
    Ending.SAME_TIME: "on a weekend or bank holiday, at the same time on the next working day",
}
_LATE = {
    Late.LATER_OF_BOTH: "due at the later of the ordinary time and that moment",
    Late.FROM_THEN: "it counts from then",
    Late.AS_IF_ALWAYS: "the ordinary time stands, even if it is past",
}
_BASES = {RungBase.START: "the start", RungBase.THRESHOLD: "the moment it is owed", RungBase.DUE: "the due time"}
_PER = {Per.EPISODE: "once in each episode", Per.FACT: "each time", Per.CHILD: "once for the child"}


def _by_state(length: SpanByState, names: Names) -> str:
    said = [
        f"{span_words(span)} later where {_plain(length.state)} is {_plain(value)}"
        for value, span in length.spans.items()
    ]
    if length.otherwise is not None:
        said.append(f"{span_words(length.otherwise)} later otherwise")
    else:
        said.append("while nobody has said, it cannot be told")
    return "; ".join(said)


def _starts(clock: Clock, names: Names) -> str:
    told = ", counted from when we are told" if clock.counts_from is CountsFrom.TOLD else ""
    match clock.starts:
        case StartsAt(trigger=trigger):
            return _sentence(f"when this is recorded: {trigger_words(trigger, names)}; {_PER[clock.per]}{told}")
        case StartsWhen(condition=condition):
            return _sentence(f"at the moment when {condition_words(condition, names)}{told}")
        case StartsOnCount() as count:
            between = f", with this between each two: {trigger_words(count.between, names)}" if count.between else ""
            only = f", counting only those where {condition_words(count.only_if, names)}" if count.only_if else ""
            within = f"for the last of {count.count} times within {span_words(count.span)}"
            return _sentence(
                f"when this is recorded: {trigger_words(count.trigger, names)}; {within}{between}{only}{told}"
            )


def _again(repeats: Repeats, names: Names) -> str:
    unless = (
        f", unless decided otherwise: {trigger_words(repeats.unless_set_by, names)}" if repeats.unless_set_by else ""
    )
    return _sentence(f"once done, {due_words(repeats, names)}, while it is needed{unless}")


def _over(clock: Clock, names: Names) -> str:
    ends = _any(clock.need_ends, names) if clock.need_ends else ""
    missing = "the child goes missing again" if clock.next_episode_ends_need else ""
    return _sentence(", or ".join(each for each in (ends, missing) if each))


def _told(rung: Rung, names: Names) -> str:
    away = ""
    if rung.minutes:
        hours, minutes = divmod(abs(rung.minutes), 60)
        length = counted_words(hours, "hour") if not minutes else counted_words(abs(rung.minutes), "minute")
        away = f"{length} {'before' if rung.minutes < 0 else 'after'} "
    posts = _listed(post_words(each, names) for each in rung.tell)
    return f"{posts}, {'at ' if not away else ''}{away}{_BASES[rung.base]}"


def _in_force(clock: Clock) -> str:
    from_, until = clock.in_force.from_, clock.in_force.until
    if from_ is None and until is None:
        return ""
    begins = f"from {day_words(from_)}" if from_ else ""
    return _sentence(f"{begins}{' ' if from_ and until else ''}{f'until {day_words(until)}' if until else ''}")


def _any(triggers: Iterable[Trigger], names: Names) -> str:
    return ", or ".join(trigger_words(each, names) for each in triggers)


def trigger_words(trigger: Trigger, names: Names) -> str:
    """Return what is recorded, such as `the SERAF was completed (moderate or significant)`."""
    kinds = " or ".join(kind_words(kind, names) for kind in trigger.kinds)
    if not trigger.values:
        return kinds
    return f"{kinds} ({' or '.join(_plain(value) for value in sorted(trigger.values))})"


def condition_words(condition: Condition, names: Names) -> str:
    """Return a condition as the second half of a sentence: `only while ...`."""
    match condition:
        case Is(state=state, values=values, silence=silence):
            quiet = {True: ", or nobody has said", False: ", and somebody has said so", None: ""}[silence]
            return f"{_plain(state)} is {' or '.join(_plain(value) for value in sorted(values))}{quiet}"
        case AtLeast(state=state, value=value):
            return f"{_plain(state)} is {_plain(value)} or more"
        case Happened(trigger=trigger):
            return f"this has happened: {trigger_words(trigger, names)}"
        case CountWithin(trigger=trigger, count=count, span=span):
            times = "once" if count == 1 else f"{count} times"
            return f"this has happened {times} within {span_words(span)}: {trigger_words(trigger, names)}"
        case HeldFor(condition=inner, span=span):
            return f"it has been so for {span_words(span)} that {condition_words(inner, names)}"
        case Ever(condition=inner):
            return f"it has at any time been so that {condition_words(inner, names)}"
        case _:
            return _joined(condition, names)


def _joined(condition: All | AnyOf | Not, names: Names) -> str:
    match condition:
        case All(of=parts):
            return _grouped(" and ", parts, names)
        case AnyOf(of=parts):
            return _grouped(" or ", parts, names)
        case Not(of=Is(state=state, values=values, silence=False)):
            return (
                f"{_plain(state)} is not {' or '.join(_plain(value) for value in sorted(values))}, or nobody has said"
            )
        case Not(of=inner):
            return f"it is not so that {condition_words(inner, names)}"


def _grouped(word: str, parts: tuple[Condition, ...], names: Names) -> str:
    said = (
        f"({condition_words(p, names)})" if isinstance(p, All | AnyOf) else condition_words(p, names) for p in parts
    )
    return word.join(said)


def _listed(words: Iterable[str]) -> str:
    said = list(words)
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"


def _plain(word: str) -> str:
    return word.replace("-", " ").replace(".", " ")


def _sentence(said: str) -> str:
    return said[:1].upper() + said[1:]


def all_words(clock: Clock, names: Names) -> Iterator[str]:
    """Yield a duty as lines for a terminal: its title, why it matters, then each row."""
    yield clock.title
    if clock.why:
        yield f"  {clock.why}"
    for row in rule_rows(clock, names):
        yield f"  {row.label:<24} {row.said}"
