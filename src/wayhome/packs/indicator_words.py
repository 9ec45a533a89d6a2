"""One indicator in plain words: what is counted, out of what, who is in it, how often, and worked examples of it."""

from __future__ import annotations

from collections.abc import Iterator

from wayhome.engine.calendars import Calendar
from wayhome.engine.indicators import Counts, Indicator, Measure, Period
from wayhome.engine.language import Protocol
from wayhome.engine.moments import local_date
from wayhome.engine.plain_times import day_words
from wayhome.packs.indicator_examples import IndicatorCheck, share
from wayhome.packs.names import Names
from wayhome.packs.rule_words import Row, cited_words, condition_words, trigger_words

_OFTEN = {
    Period.WEEK: "Every week",
    Period.MONTH: "Every month",
    Period.QUARTER: "Every quarter",
    Period.HALF_YEAR: "Every half year",
    Period.YEAR: "Every year",
    Period.AS_ASKED: "When it is asked for; the document gives no period",
}


def indicator_rows(indicator: Indicator, protocol: Protocol, names: Names) -> tuple[Row, ...]:
    """Return an indicator line by line: counted, out of, in exact words, who is in it, how often, from where."""
    below = indicator.denominator
    rows = (
        ("Counted", _sentence(indicator.numerator.says)),
        ("Out of", _sentence(below.says) if below else ""),
        ("Counted exactly", exact_words(indicator.numerator, protocol, names)),
        ("Out of exactly", exact_words(below, protocol, names) if below else ""),
        ("Who is in it", indicator.includes),
        ("Reported", _OFTEN[indicator.period]),
        ("Broken down by", ", ".join(each.replace("-", " ") for each in indicator.breakdowns)),
        ("Across agencies", "Compared between the agencies' own figures" if indicator.triangulated else ""),
        ("Reading", indicator.reading),
        ("Note", indicator.note),
        ("Written in", "; ".join(cited_words(each, names) for each in indicator.cite)),
    )
    return tuple(Row(label, said) for label, said in rows if said)


def exact_words(measure: Measure, protocol: Protocol, names: Names) -> str:
    """Return how one side is counted, as the engine counts it."""
    if measure.register is not None:
        return (
            f"Waits for the register of {measure.register.replace('-', ' ')}: the record of children does not hold it"
        )
    if measure.counts is Counts.DUTIES:
        title = next(clock.title for clock in protocol.clocks if clock.id == measure.clock)
        stands = " or ".join(state.value.replace("-", " ") for state in sorted(measure.states)) or "any way"
        return f"Duties '{title}' that fell due in the period and stand as: {stands}"
    return _sentence(f"{measure.counts.value}: {'; '.join(_parts(measure, names))}")


def _parts(measure: Measure, names: Names) -> Iterator[str]:
    if measure.of is not None:
        yield f"in the period, {trigger_words(measure.of, names)}"
    if measure.when is not None:
        yield f"at that moment {condition_words(measure.when, names)}"
    if measure.followed_by is not None:
        yield f"followed by {trigger_words(measure.followed_by, names)}"
    for moment, held in (("began", measure.at_start), ("ended", measure.at_end)):
        if held is not None:
            yield f"when the period {moment}, {condition_words(held, names)}"
    if measure.during is not None:
        yield f"at some time in the period, {condition_words(measure.during, names)}"
    if measure.under is not None:
        yield f"under {measure.under}"


def check_words(check: IndicatorCheck, protocol: Protocol, calendar: Calendar) -> str:
    """Return what an example comes to: the period, the figure, and how many stand beside it."""
    found = check.figure(protocol, calendar)
    figure = share(found) or str(check.numerator)
    if check.denominator == 0:
        figure = "nothing to be a share of"
    doubt = f"; {check.in_doubt} more cannot be told" if check.in_doubt else ""
    return f"{day_words(local_date(check.stretch.starts))} up to {day_words(local_date(check.stretch.ends))}: {figure}{doubt}"


def _sentence(said: str) -> str:
    return said[:1].upper() + said[1:]
