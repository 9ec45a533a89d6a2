"""From a filled-in form to a score: arithmetic, levels, what is never low, and what follows.

Nothing is taken to be "no" because it was left blank. The order in which answers were given changes nothing, and
one more tick can never lower a score.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from wayhome.engine.answers import Answer, Answers, Tick, UnreadableAnswer, checked
from wayhome.engine.asking import Form, given, holds, known, ticked, unknowns
from wayhome.engine.instruments import Action, Floor, Instrument, Item, Kind, Level, UnsoundInstrument
from wayhome.engine.lacking import everything_lacking
from wayhome.engine.scores import (
    Completeness,
    Fired,
    FiredAs,
    FormRead,
    Found,
    Judgement,
    Outcome,
    Result,
    Score,
    Unscored,
)


def score(instrument: Instrument, answers: Answers, judgement: Judgement | None = None) -> Result:
    """Return what the instrument says of these answers.

    A judgement changes neither points nor level: it only satisfies the demand for one. Raises UnreadableAnswer for
    an answer the instrument cannot take, UnsoundInstrument for a frame into which nobody has loaded items.
    """
    if not any(instrument.items()):
        what = f"{instrument.title} is a frame without items."
        raise UnsoundInstrument(f"{what} Load your partnership's own: wayhome instrument import items.csv.")
    if judgement is not None and instrument.levels and instrument.level(judgement.level) is None:
        ids = ", ".join(level.id for level in instrument.levels)
        raise UnreadableAnswer("judgement", f"There is no level '{judgement.level}'.", f"There are {ids}.")
    form = Form(instrument, checked(instrument, answers))
    done = completeness(form)
    if not _has_thresholds(instrument):
        return _form_read(form, done, judgement)
    sure = outcome(form)
    missing = (*done.unknown, *(each for each in _age_missing(form) if each not in done.unknown))
    enough = done.enough and not _age_missing(form)
    if not enough and sure.level is not None and instrument.rank(sure.level) == 0:
        sure = replace(sure, level=None)  # a blank form says nothing, least of all that there is no risk
    at = replace(form, level=sure.level.id if sure.level else None)
    lacking = everything_lacking(at, judgement is not None)
    if not enough:
        # What needs a certain level cannot be told; what the answers already make certain is shown all the same.
        found = findings(form)
        return Unscored(instrument.name, missing, sure, done, actions(at, judgement), found, lacking)
    most = outcome(supposing(form))
    return Score(instrument.name, sure, most, done, actions(at, judgement), findings(at), lacking)


def _has_thresholds(instrument: Instrument) -> bool:
    return instrument.by_points or any(level.when for level in instrument.levels)


def _form_read(form: Form, done: Completeness, judgement: Judgement | None) -> FormRead:
    at = replace(form, level=judgement.level) if judgement else form
    fired = tuple(item_points(form))
    tally = sum(each.points for each in fired) if any(item.most for item in form.instrument.items()) else None
    lacking = everything_lacking(at, judgement is not None)
    return FormRead(form.instrument.name, done, tally, actions(at), findings(at), lacking)


def completeness(form: Form) -> Completeness:
    """Return how much of what counts is known; items that are not asked do not count."""
    asked = [item for item in form.instrument.items() if item.counted and form.asked(item)]
    unknown = tuple(item.id for item in asked if not known(form.answer(item.id), item))
    return Completeness(len(asked) - len(unknown), len(asked), form.instrument.complete_at, unknown)


def _age_missing(form: Form) -> tuple[str, ...]:
    """The birth date, when points or a level wait for the age."""
    if form.answers.years is not None:
        return ()
    waiting = [addition.when for addition in form.instrument.additions]
    wanted = {each for when in waiting if holds(when, form) is None for each in unknowns(when, form)}
    return ("born-on",) if "born-on" in wanted else ()


def supposing(form: Form) -> Form:
    """Return the form as it would be if everything asked and not known turned out to be so."""
    of = dict(form.answers.of)
    for item in form.instrument.items():
        if form.asked(item) and item.kind in (Kind.TICK, Kind.CHOICE) and not known(of.get(item.id), item):
            of[item.id] = _so(item, of.get(item.id) or Answer())
    return replace(form, answers=replace(form.answers, of=of))


def _so(item: Item, answer: Answer) -> Answer:
    if item.kind is Kind.CHOICE:
        return replace(answer, chosen=(max(item.options, key=lambda option: option.points).id,), not_known=False)
    keys = item.windows or ("",)
    return replace(answer, ticks={k: t if (t := answer.ticks.get(k)) is Tick.NO else Tick.YES for k in keys})


def outcome(form: Form) -> Outcome:
    """Return the level that what is known makes certain, its points, and every rule that had its say."""
    instrument = form.instrument
    fired = [*item_points(form), *_additions(form)]
    points = sum(each.points for each in fired)
    level = _by_points(instrument, points) if instrument.by_points else _by_counts(form)
    if level is not None:
        fired.append(Fired(FiredAs.LEVEL, level.id, level.label, level.cite or instrument.cite))
        floor = _floor(form, level)
        if floor is not None:
            raised, sure = floor
            level = instrument.level(raised.level)
            fired.append(Fired(FiredAs.FLOOR, raised.id, raised.label, raised.cite, sure=sure))
    return Outcome(level, points if instrument.by_points else None, tuple(fired))


def item_points(form: Form) -> Iterator[Fired]:
    """Walk the ticks and choices that count, with the points of each window."""
    for item in form.instrument.items():
        answer = form.answer(item.id)
        if answer is None or not form.asked(item):
            continue
        cite = item.cite or form.instrument.cite
        for option in item.options:
            if option.id in answer.chosen and option.points:
                yield Fired(FiredAs.ITEM, item.id, f"{item.label}: {option.label}", cite, option.points)
        for window in item.windows or (None,):
            if item.counted and item.kind is Kind.TICK and ticked(answer, item, window):
                yield Fired(FiredAs.ITEM, item.id, item.label, cite, item.points.get(window or "yes", 0), window)


def _additions(form: Form) -> Iterator[Fired]:
    for each in form.instrument.additions:
        if holds(each.when, form):
            yield Fired(FiredAs.ADDITION, each.id, each.label, each.cite, each.points)


def _by_points(instrument: Instrument, points: int) -> Level | None:
    for level in instrument.levels:
        if (level.least or 0) <= points and (level.most is None or points <= level.most):
            return level
    return None


def _by_counts(form: Form) -> Level:
    reached = [level for level in form.instrument.levels if level.when is not None and holds(level.when, form)]
    return reached[-1] if reached else form.instrument.levels[0]


def _floor(form: Form, level: Level) -> tuple[Floor, bool] | None:
    """The floor that lifts a level furthest, and whether it is sure or for want of knowing."""
    lifting = [
        (floor, held is True)
        for floor in form.instrument.floors
        if level.id in floor.instead_of and (held := holds(floor.when, form)) is not False
    ]
    ranks = [each.id for each in form.instrument.levels]
    return max(lifting, key=lambda pair: (ranks.index(pair[0].level), pair[1]), default=None)


def actions(form: Form, judgement: Judgement | None = None) -> tuple[Action, ...]:
    """Return what follows at this outcome, in the order of the document.

    A judgement above the score adds what follows at its level; one below takes nothing away. An action whose
    condition cannot be told is kept: it is better offered than lost.
    """
    levels = {form.level}
    if judgement is not None and _above(form, judgement):
        levels.add(judgement.level)
    return tuple(
        action
        for action in form.instrument.actions
        if (not action.levels or levels & set(action.levels))
        and (action.when is None or (holds(action.when, form) is not False and _begun(form)))
    )


def _above(form: Form, judgement: Judgement) -> bool:
    ranks = [level.id for level in form.instrument.levels]
    return form.level is None or ranks.index(judgement.level) > ranks.index(form.level)


def _begun(form: Form) -> bool:
    return any(given(answer) for answer in form.answers.of.values())


def findings(form: Form) -> tuple[Found, ...]:
    """Return how each finding stands."""
    return tuple(Found(finding, holds(finding.when, form)) for finding in form.instrument.findings)
