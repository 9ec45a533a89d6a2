"""One duty after another, in a loop that numba turns into machine code; without numba the same lines run as Python.

The rules are those of `standing`, `applying`, `evidence` and `due`, for facts that are all known to the instant;
whatever else there is stays with those.
"""

from __future__ import annotations

from collections import namedtuple
from pathlib import Path
from zlib import crc32

import numpy as np

from wayhome.population.machine_days import (
    FAIL,
    NEVER,
    NONE,
    at,
    is_near,
    later,
    machine,
    outermost,
)

NOT_STARTED, RUNNING, DUE_SOON, BREACHED, MET, MET_LATE, STOOD_DOWN, CANNOT_TELL = range(8)
FALSE, UNKNOWN, TRUE = 0, 1, 2
AT_ONCE, FIXED, BY_STATE = 0, 1, 2  # kinds of length
LATER_OF_BOTH, FROM_THEN, AS_IF_ALWAYS = 0, 1, 2

# Compiled code is kept on disk by the types it is given, and made anew when the file of `read` changes; but not when
# the other does. So one type is named after what stands in both.
_MADE_OF = crc32(b"".join(Path(__file__).with_name(name).read_bytes() for name in ("machine.py", "machine_days.py")))
STAMP = namedtuple("STAMP", f"made_of_{_MADE_OF}")._make([0])  # type: ignore[attr-defined]


@machine
def first_from(values, lo, hi, wanted):
    """Return the first place from `lo` whose value is at least `wanted`; `hi` if there is none."""
    while hi - lo > 4:
        middle = (lo + hi) >> 1
        if at(values, middle) < wanted:
            lo = middle + 1
        else:
            hi = middle
    while lo < hi and at(values, lo) < wanted:
        lo += 1
    return lo


@machine
def said_at(facts, said, scope, moment, as_of):
    """Return the row that gives a state at a moment: the last, of several at once the one recorded later; or NONE."""
    last = first_from(said.at, at(said.off, scope), at(said.off, scope + 1), min(moment, as_of) + 1) - 1
    if last < at(said.off, scope):
        return NONE
    best = at(said.rows, last)
    place = last - 1
    while place >= at(said.off, scope) and at(said.at, place) == at(said.at, last):
        if at(facts.recorded, at(said.rows, place)) > at(facts.recorded, best):
            best = at(said.rows, place)
        place -= 1
    return best


@machine
def span_of(facts, length, base, scope, child, as_of):
    """Return which span of a length counts from `base`: the only one, or the one for what is known of a state."""
    if length.kind != BY_STATE:
        return 0
    said = length.said
    own = child if length.by_child else scope
    row = said_at(facts, said, own, base, as_of)
    if row == NONE and length.ahead:
        place = first_from(said.at, at(said.off, own), at(said.off, own + 1), base + 1)
        if place < at(said.off, own + 1) and at(said.at, place) <= as_of:
            row = at(said.rows, place)
    value = NONE if row == NONE else at(facts.value, row)
    return at(length.which, len(length.which) - 1 if value == NONE else value)


@machine
def reckoned(days, facts, length, base, scope, child, as_of):
    """Count a length from `base`; NEVER where it cannot be told."""
    if length.kind == AT_ONCE:
        return base
    span = span_of(facts, length, base, scope, child, as_of)
    return NEVER if at(length.unit, span) == NONE else later(days, base, length, span)


@machine
def first_act(plan, listed, scope, since, root, after):
    """Return the place of the first fact from `since` on, past row `after`, that is not the root; NONE if none is."""
    lo, hi = at(listed.off, scope), at(listed.off, scope + 1)
    place = lo
    if since != FAIL:
        place = first_from(listed.at, lo, hi, since)
        if not plan.apart and place < hi and at(listed.rows, place) == root:
            place += 1
    if after != NONE:
        place = max(place, first_from(listed.rows, lo, hi, after + 1))
        if since != FAIL and not plan.apart and place < hi and at(listed.rows, place) == root:
            place += 1
    return place if place < hi and at(listed.at, place) <= plan.as_of else NONE


@machine
def need_ended(plan, facts, begins, n, child):
    """Return when the need for a duty ended; NEVER if it did not."""
    scope, since = at(begins.scope, n), at(begins.since, n)
    ended = NEVER
    if plan.has_ends:
        place = first_act(plan, plan.ends, scope, since, at(begins.root, n), NONE)
        if place != NONE:
            ended = at(plan.ends.at, place)
    if plan.has_next:
        episode = NONE if plan.of_child else scope
        hi = at(plan.nexts.off, child + 1)
        place = at(plan.nexts.off, child) if plan.of_child else at(facts.after_own, scope)
        while place < hi and at(plan.nexts.at, place) <= plan.as_of:
            if at(plan.nexts.at, place) > since and at(facts.episode, at(plan.nexts.rows, place)) != episode:
                ended = min(ended, at(plan.nexts.at, place))
                break
            place += 1
    return ended


@machine
def measured(days, facts, plan, start, opened, scope, child, again):
    """Return the due time and threshold of a duty that came to apply at `opened`."""
    base = max(opened, start) if plan.late == FROM_THEN else start
    due = reckoned(days, facts, plan.every if again else plan.due, base, scope, child, plan.as_of)
    threshold = later(days, base, plan.threshold, 0) if plan.has_threshold and not again else NEVER
    if plan.late == LATER_OF_BOTH and due != FAIL and opened > start:
        due = max(due, opened)
    return due, threshold


@machine
def stood(days, facts, plan, begins, n, child, start, opened, ceased, ended, previous):  # noqa: C901 - one loop, compiled as one
    """Judge one duty that applies from `opened` to `ceased`: state, due, threshold, met, breached, act and four flags.

    The flags: still needed; ceased to apply in time; done late after it had stood down; beyond the calendar.
    """
    scope, root, as_of = at(begins.scope, n), at(begins.root, n), plan.as_of
    due, threshold = measured(days, facts, plan, start, opened, scope, child, previous != NONE)
    near = is_near(days, due, plan.soon, as_of) if due != FAIL else NONE
    if due == FAIL or threshold == FAIL or near == NONE:
        return RUNNING, due, threshold, NEVER, NEVER, NONE, True, False, False, True
    has_threshold = plan.has_threshold and previous == NONE
    limit = threshold if has_threshold else due
    by_threshold = has_threshold and ended != NEVER and ended <= threshold
    own = child if plan.met_anywhere else scope
    since = FAIL if plan.acts_before else at(begins.since, n)
    place = first_act(plan, plan.acts, own, since, root, previous)
    act, done = (NONE, NEVER) if place == NONE else (at(plan.acts.rows, place), at(plan.acts.at, place))
    if due == NEVER:
        if by_threshold:
            return STOOD_DOWN, due, threshold, NEVER, NEVER, NONE, False, False, False, False
        return CANNOT_TELL, due, threshold, NEVER, NEVER, NONE, place == NONE and ended == NEVER, False, False, False
    excused = NEVER
    if plan.has_excuses and at(plan.excuses.off, scope) < at(plan.excuses.off, scope + 1):
        excused = at(plan.excuses.at, at(plan.excuses.off, scope))
        if excused > as_of:
            excused = NEVER
    if place != NONE:
        if done <= due:
            return MET, due, threshold, done, NEVER, act, False, False, False, False
        down = (ended != NEVER and ended <= limit) or excused <= due or ceased <= due
        return MET_LATE, due, threshold, done, due, act, False, False, down, False
    if excused <= due or by_threshold or (ended != NEVER and ended <= limit):
        return STOOD_DOWN, due, threshold, NEVER, NEVER, NONE, False, False, False, False
    needed = has_threshold or ended == NEVER
    if ceased <= as_of:
        if ceased <= due:
            return STOOD_DOWN, due, threshold, NEVER, NEVER, NONE, False, True, False, False
        needed = False
    if has_threshold and threshold > as_of:
        return NOT_STARTED, due, threshold, NEVER, NEVER, NONE, needed, False, False, False
    late = due < as_of
    state = RUNNING + near + (1 if late else 0)
    return state, due, threshold, NEVER, due if late else NEVER, NONE, needed, False, False, False


@machine
def stretch(facts, line, told, place, last, start, opened, doubt):
    """Walk on to the end of one stretch in which the duty applies: where we stand, since when, any doubt, until when."""
    until, stopped = NEVER, False
    while place <= last and not stopped:
        truth = at(line.truth, place)
        if truth == UNKNOWN:
            doubt = min(doubt, at(line.time, place))
        elif truth == TRUE:
            if opened == NEVER:
                opened = max(at(line.time, place), start)
                cause = at(line.cause, place)
                if told and cause != NONE and at(line.time, place) > start:
                    opened = max(opened, at(facts.told, cause))
            doubt = NEVER
        else:
            stopped = opened != NEVER
            until = min(doubt, at(line.time, place)) if stopped else NEVER
            doubt = NEVER
        place += 1
    return place, opened, doubt, until, stopped


@machine
def judged(days, facts, plan, begins, n, child, start, ended, previous):  # noqa: C901, PLR0912 - one loop, compiled as one
    """Judge one duty over every stretch in which it applies; as `stood`, with perhaps, and whether there is one."""
    if not plan.applies:
        return stood(days, facts, plan, begins, n, child, start, start, NEVER, ended, previous), False, True
    line = plan.line
    own = child if line.by_child else at(begins.scope, n)
    end = at(line.off, own + 1)
    if line.cut:
        end = first_from(line.time, at(line.off, own) + 1, end, plan.as_of + 1)
    place = first_from(line.time, at(line.off, own) + 1, end, min(start, plan.as_of) + 1) - 1
    last = first_from(line.time, place + 1, end, plan.as_of + 1) - 1
    now = at(line.truth, last)
    opened, doubt, ceased = NEVER, NEVER, False
    found = (RUNNING, NEVER, NEVER, NEVER, NEVER, NONE, True, False, False, False)
    while True:
        place, opened, doubt, until, stopped = stretch(facts, line, plan.told, place, last, start, opened, doubt)
        coming = False
        if not stopped:
            if now == FALSE:
                coming = not ceased and last + 1 < end and at(line.truth, last + 1) == TRUE
                if not coming:
                    return found, False, ceased
            until = NEVER
        from_ = opened
        if coming:
            from_ = max(at(line.time, last + 1), start)
        elif opened == NEVER:
            from_ = start
        found = stood(days, facts, plan, begins, n, child, start, from_, until, ended, previous)
        if found[9]:
            return found, False, True
        if stopped:
            if not found[7]:
                return found, False, True
            ceased, opened = True, NEVER
            continue
        state, due = found[0], found[1]
        waits = state <= BREACHED
        if coming:
            return (NOT_STARTED, due, found[2], NEVER, NEVER, NONE, found[6], False, False, False), False, waits
        breached = state in (BREACHED, MET_LATE)
        surely = breached and opened != NEVER and due != NEVER and (doubt == NEVER or due < doubt)
        if now == UNKNOWN and not surely and (breached or waits):
            return (CANNOT_TELL, due, found[2], NEVER, NEVER, found[5], found[6], False, found[8], False), True, True
        return found, False, True


@outermost
def read(stamp, days, facts, plan, begins, lo, hi, out, put):  # noqa: C901, PLR0912 - one loop, compiled as one
    """Judge the duties of some beginnings and their recurrences; write from `put` on; return where it ended, or FAIL."""
    for n in range(lo, hi):
        scope, start = at(begins.scope, n), at(begins.start, n)
        if start == NEVER:
            continue
        child = scope if plan.of_child else at(facts.episode_child, scope)
        ended = need_ended(plan, facts, begins, n, child)
        previous, ordinal = NONE, 0
        while True:
            found, perhaps, stands = judged(days, facts, plan, begins, n, child, start, ended, previous)
            state, act = found[0], found[5]
            if found[9]:
                return FAIL
            if stands and len(begins.forming) and at(begins.forming, n):
                if state <= BREACHED:
                    state = NOT_STARTED
                elif state != CANNOT_TELL:
                    stands = False
            if not stands:
                break
            here = np.uint64(put)
            out.state[here], out.due[here] = state, found[1]
            out.met_at[here], out.breached_at[here], out.needed[here], out.spared[here] = (
                found[3],
                found[4],
                found[6],
                found[8],
            )
            if len(out.ended):
                out.ended[here] = ended
            if len(out.which):
                out.which[here], out.perhaps[here] = n, perhaps
            if len(out.ordinal):
                out.ordinal[here], out.start[here] = ordinal, start
            if len(out.threshold):
                out.threshold[here] = found[2]
            put += 1
            if not plan.repeats or act == NONE:
                break
            previous, ordinal, start = act, ordinal + 1, at(facts.at, act)
    return put
