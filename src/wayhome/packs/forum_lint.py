"""Everything that is wrong with the meetings and the indicators of one protocol, found in one go."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from wayhome.engine.forums import Forum
from wayhome.engine.language import Protocol
from wayhome.packs import never
from wayhome.packs.documents import Place, read_document, root
from wayhome.packs.errors import PackFault, Problem
from wayhome.packs.forum_examples import RouteCheck, forum_checks
from wayhome.packs.forums import forum, forum_files
from wayhome.packs.indicator_examples import indicator_example_files, read_indicator_examples
from wayhome.packs.indicators import indicator, indicator_files
from wayhome.packs.loading import england_calendar
from wayhome.packs.names import Names
from wayhome.packs.shape import shape_problems


def forum_problems(folder: Path, names: Names) -> list[Problem]:
    """Return every problem in a protocol's `forums/`, names that lead nowhere included."""
    problems: list[Problem] = []
    read: list[tuple[Place, Forum]] = []
    for path in forum_files(folder):
        try:
            document = read_document(path)
            wrong = shape_problems(document, "forum")
            problems += wrong
            if not wrong:
                top = root(document)
                found = forum(top, names)
                problems += _shown(top, found, names)
                read.append((top, found))
                if path.stem != found.id:
                    what = f"The id is '{found.id}', and the file is called {path.name}."
                    problems.append(Problem(document.file, 1, what, "Give both the same name."))
        except PackFault as fault:
            problems += fault.problems
    known = {found.id for _, found in read}
    return problems + [problem for top, found in read for problem in _strangers(top, found, known)]


def _shown(top: Place, found: Forum, names: Names) -> Iterator[Problem]:
    """Every route is shown open, and shown shut or not to be told."""
    checks = [check for check in forum_checks(top, found, names) if isinstance(check, RouteCheck)]
    for place, route in zip(top["routes"].each() if found.routes else (), found.routes, strict=True):
        yield from never.of_route(place, route, names.vocabulary.states)
        answers = {check.open for check in checks if check.route.id == route.id}
        if True not in answers or len(answers) < 2:
            what = f"'{route.id}' is not shown by example both on the list and not."
            yield from place.fault(what, "Add an example of each under 'examples'.").problems


def _strangers(top: Place, found: Forum, known: set[str]) -> Iterator[Problem]:
    for key in ("reports-to",):
        for each in top[key].each() if key in top else ():
            if each.text() not in known:
                mend = f"Known: {', '.join(sorted(known))}."
                yield from each.fault(f"There is no meeting '{each.value}' in this protocol.", mend).problems
    for place, decision in zip(top["decisions"].each() if found.decisions else (), found.decisions, strict=True):
        for name in decision.leads_to:
            if name not in known:
                mend = f"Known: {', '.join(sorted(known))}."
                yield from place.fault(f"There is no meeting '{name}' in this protocol.", mend).problems


def indicator_problems(folder: Path, names: Names, clocks: list[str]) -> list[Problem]:
    """Return every problem in a protocol's `indicators/`; `clocks` are the ids of its duties."""
    problems: list[Problem] = []
    seen: set[str] = set()
    for path in indicator_files(folder):
        try:
            document = read_document(path)
            wrong = shape_problems(document, "indicators")
            problems += wrong
            for place in () if wrong else root(document)["indicators"].each():
                found = indicator(place, names, clocks)
                problems += never.of_indicator(place, found, names.vocabulary.states)
                if found.id in seen:
                    fault = place["id"].fault(f"Two indicators are called '{found.id}'.", "Rename one.")
                    problems += fault.problems
                seen.add(found.id)
        except PackFault as fault:
            problems += fault.problems
    return problems


def indicator_example_problems(folder: Path, names: Names, protocol: Protocol) -> list[Problem]:
    """Return every problem in `examples/indicators/`: what cannot be read, what comes out otherwise, what is not shown.

    An indicator that waits for a register has nothing to show; every other one has an example.
    """
    problems: list[Problem] = []
    clocks = [clock.id for clock in protocol.clocks]
    places = [place for path in indicator_files(folder) for place in root(read_document(path))["indicators"].each()]
    indicators = {place["id"].text(): (place, indicator(place, names, clocks)) for place in places}
    known = {key: found for key, (_, found) in indicators.items()}
    shown_by: set[str] = set()
    for path in indicator_example_files(folder):
        try:
            for check in read_indicator_examples(path, known, names.vocabulary):
                shown_by.add(check.indicator.id)
                for what in check.differences(protocol, england_calendar()):
                    mend = "Mend the example, or the indicator."
                    problems.append(
                        Problem(check.file, check.line, f"{check.indicator.id}, {check.title}: {what}.", mend)
                    )
        except PackFault as fault:
            problems += fault.problems
    for key, (place, found) in indicators.items():
        if found.numerator.register is None and key not in shown_by:
            mend = "Add one in examples/indicators/, with what it comes to."
            problems += place["id"].fault(f"'{key}' has no worked example.", mend).problems
    return problems
