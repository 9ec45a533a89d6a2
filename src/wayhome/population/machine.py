"""One duty after another, in a loop that numba turns into machine code; without numba the same lines run as Python.

The rules are those of `standing`, `applying`, `evidence`, `due` and `almanac`, for facts that are all known to the
instant; whatever else there is stays with those. One file on purpose: compiled code is kept on disk and made anew when
its own file changes, but not when another does; so its numbers stand here too, and `fused` sees that they agree.

Moments are microseconds since 1970 UTC. FAIL stands for a moment beyond the calendar: the caller then asks the array
pass, which says which day it was.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

Made = TypeVar("Made", bound=Callable[..., Any])

try:
    import numba
except ImportError:  # the extra 'fast' is not installed
    numba = None


def machine(function: Made) -> Made:
    """Compile a function to machine code that holds no lock, kept on disk; without numba leave it as it is."""
    return function if numba is None else numba.njit(cache=True, nogil=True)(function)  # type: ignore[no-any-return]


HOUR = 3_600_000_000
DAY = 24 * HOUR
LAST_MINUTE = DAY - 60_000_000
NEVER = 2**62
FAIL = -(2**62)
NONE = -1
NOT_STARTED, RUNNING, DUE_SOON, BREACHED, MET, MET_LATE, STOOD_DOWN, CANNOT_TELL = range(8)
FALSE, UNKNOWN, TRUE = 0, 1, 2
ELAPSED, LOCAL_DAYS, WORKING_DAYS, MONTHS = 0, 1, 2, 3  # units; a count of ELAPSED is in microseconds
NO_ROLL, ROLL_SAME_TIME, ROLL_END_OF_DAY = 0, 1, 2
AT_ONCE, FIXED, BY_STATE = 0, 1, 2  # kinds of length
LATER_OF_BOTH, FROM_THEN, AS_IF_ALWAYS = 0, 1, 2


@machine
def local(days, moment):
    """Return British wall time, and whether it is the hour that comes twice, for the second time."""
    hour = moment // HOUR
    if hour < 0 or hour >= len(days.shown) - 48:
        return FAIL, False
    shown = days.shown[hour]
    return moment + (HOUR if shown == 1 else 0), shown == 2


@machine
def at_local(days, wall, again):
    """Return the moment at which a British clock shows a wall time."""
    hour = wall // HOUR
    if hour < 0 or hour >= len(days.shown) - 48:
        return FAIL
    return wall - (days.again[hour] if again else days.wall[hour])


@machine
def next_working(days, day):
    """Return a day, or the next working day where it is a day off."""
    place = day - days.first
    if place < 0 or place >= len(days.counts) or days.following[place] == NEVER:
        return FAIL
    return days.following[place]


@machine
def working_days_on(days, day, count):
    """Return the `count`-th working day after a day; before it where `count` is less than none."""
    place = day - days.first
    if place < 0 or place >= len(days.counts):
        return FAIL
    if count == 0:
        return day
    wanted = days.counts[place] + count - 1 if count > 0 else days.counts[place] + count
    if wanted < 0 or wanted >= len(days.days):
        return FAIL
    return days.days[wanted]


@machine
def months_on(days, day, count):
    """Return the same day-number `count` months on, or the month's last day when it is shorter."""
    if day < 0 or day >= len(days.month_of):
        return FAIL
    month = days.month_of[day]
    wanted = month + count
    if wanted < 0 or wanted + 1 >= len(days.month_first):
        return FAIL
    number = min(day - days.month_first[month], days.month_first[wanted + 1] - days.month_first[wanted] - 1)
    return days.month_first[wanted] + number


@machine
def day_on(days, today, unit, count, rolled):
    """Return the local day on which a span of days or months from `today` ends."""
    if unit == LOCAL_DAYS:
        return today + count
    if unit == MONTHS:
        return months_on(days, today, count)
    if rolled:
        today = next_working(days, today)
        if today == FAIL:
            return FAIL
    return working_days_on(days, today, count)


@machine
def rolled_on(days, moment, roll):
    """Move a moment that falls on a day off to the next working day."""
    wall, again = local(days, moment)
    if wall == FAIL:
        return FAIL
    today = wall // DAY
    working = next_working(days, today)
    if working == FAIL or working == today:
        return FAIL if working == FAIL else moment
    if roll == ROLL_END_OF_DAY:
        return at_local(days, working * DAY + LAST_MINUTE, False)
    return at_local(days, wall + (working - today) * DAY, again)


@machine
def later(days, moment, length, span):
    """Return the moment one of a length's spans later, off weekends and bank holidays where it says so."""
    unit, count, roll = length.unit[span], length.count[span], length.roll
    if unit == ELAPSED:
        return moment + count if roll == NO_ROLL else rolled_on(days, moment + count, roll)
    wall, again = local(days, moment)
    if wall == FAIL:
        return FAIL
    today = wall // DAY
    clock = wall - today * DAY
    day = day_on(days, today, unit, count, length.rolled[span])
    if day == FAIL:
        return FAIL
    if length.end_of_day[span]:
        clock, again = LAST_MINUTE, False
    if roll == NO_ROLL:
        return at_local(days, day * DAY + clock, again)
    working = next_working(days, day)
    if working == FAIL:
        return FAIL
    if roll == ROLL_END_OF_DAY and working != day:
        clock, again = LAST_MINUTE, False
    return at_local(days, working * DAY + clock, again)


@machine
def is_near(days, due, soon, as_of):
    """Whether a due time is near: 1 yes, 0 no, NONE beyond the calendar."""
    unit, count = soon.unit[0], soon.count[0]
    if unit == ELAPSED:
        return 1 if due <= as_of + count else 0
    if due < as_of or due == NEVER:
        return 1 if due < as_of else 0
    wall, again = local(days, due)
    if wall == FAIL:
        return NONE
    today = wall // DAY
    if unit == MONTHS:
        day = months_on(days, today, -count)
    elif unit == LOCAL_DAYS or count == 0:
        day = today - count
    else:
        day = working_days_on(days, today - 1, -count)
    if day == FAIL:
        return NONE
    moment = at_local(days, wall + (day - today) * DAY, again)
    if moment == FAIL:
        return NONE
    return 1 if moment <= as_of else 0


@machine
def first_from(values, lo, hi, wanted):
    """Return the first place from `lo` whose value is at least `wanted`; `hi` if there is none."""
    while hi - lo > 4:
        middle = (lo + hi) >> 1
        if values[middle] < wanted:
            lo = middle + 1
        else:
            hi = middle
    while lo < hi and values[lo] < wanted:
        lo += 1
    return lo


@machine
def said_at(facts, said, scope, moment, as_of):
    """Return the row that gives a state at a moment: the last, of several at once the one recorded later; or NONE."""
    last = first_from(said.at, said.off[scope], said.off[scope + 1], min(moment, as_of) + 1) - 1
    if last < said.off[scope]:
        return NONE
    best = said.rows[last]
    place = last - 1
    while place >= said.off[scope] and said.at[place] == said.at[last]:
        if facts.recorded[said.rows[place]] > facts.recorded[best]:
            best = said.rows[place]
        place -= 1
    return best


@machine
def reckoned(days, facts, length, base, scope, child, as_of):
    """Count a length from `base`; NEVER where it cannot be told."""
    if length.kind == AT_ONCE:
        return base
    if length.kind == FIXED:
        return later(days, base, length, 0)
    said = length.said
    own = child if length.by_child else scope
    row = said_at(facts, said, own, base, as_of)
    if row == NONE and length.ahead:
        place = first_from(said.at, said.off[own], said.off[own + 1], base + 1)
        if place < said.off[own + 1] and said.at[place] <= as_of:
            row = said.rows[place]
    value = NONE if row == NONE else facts.value[row]
    span = length.which[len(length.which) - 1 if value == NONE else value]
    if length.unit[span] == NONE:
        return NEVER
    return later(days, base, length, span)


@machine
def first_act(plan, listed, scope, since, root, after):
    """Return the place of the first fact from `since` on, past row `after`, that is not the root; NONE if none is."""
    lo, hi = listed.off[scope], listed.off[scope + 1]
    place = lo
    if since != FAIL:
        place = first_from(listed.at, lo, hi, since)
        if not plan.apart and place < hi and listed.rows[place] == root:
            place += 1
    if after != NONE:
        place = max(place, first_from(listed.rows, lo, hi, after + 1))
        if since != FAIL and not plan.apart and place < hi and listed.rows[place] == root:
            place += 1
    return place if place < hi and listed.at[place] <= plan.as_of else NONE


@machine
def need_ended(plan, facts, begins, n, child):
    """Return when the need for a duty ended; NEVER if it did not."""
    scope, since = begins.scope[n], begins.since[n]
    ended = NEVER
    if plan.has_ends:
        place = first_act(plan, plan.ends, scope, since, begins.root[n], NONE)
        if place != NONE:
            ended = plan.ends.at[place]
    if plan.has_next:
        own = NONE if plan.of_child else facts.began[scope]
        episode = NONE if plan.of_child else scope
        hi = plan.nexts.off[child + 1]
        place = first_from(plan.nexts.rows, plan.nexts.off[child], hi, own + 1)
        while place < hi and plan.nexts.at[place] <= plan.as_of:
            if plan.nexts.at[place] > since and facts.episode[plan.nexts.rows[place]] != episode:
                ended = min(ended, plan.nexts.at[place])
                break
            place += 1
    return ended


@machine
def measured(days, facts, plan, start, opened, scope, child, again):
    """Return the due time and threshold of a duty that came to apply at `opened`."""
    base = max(opened, start) if plan.late == FROM_THEN else start
    threshold = NEVER
    if again:
        due = reckoned(days, facts, plan.every, base, scope, child, plan.as_of)
    else:
        due = reckoned(days, facts, plan.due, base, scope, child, plan.as_of)
        if plan.has_threshold:
            threshold = later(days, base, plan.threshold, 0)
    if plan.late == LATER_OF_BOTH and due != FAIL and opened > start:
        due = max(due, opened)
    return due, threshold


@machine
def stood(days, facts, plan, begins, n, child, start, opened, ceased, ended, previous):
    """Judge one duty that applies from `opened` to `ceased`: state, due, threshold, met, breached, act and four flags.

    The flags: still needed; ceased to apply in time; done late after it had stood down; beyond the calendar.
    """
    scope, root, as_of = begins.scope[n], begins.root[n], plan.as_of
    due, threshold = measured(days, facts, plan, start, opened, scope, child, previous != NONE)
    near = is_near(days, due, plan.soon, as_of) if due != FAIL else NONE
    if due == FAIL or threshold == FAIL or near == NONE:
        return RUNNING, due, threshold, NEVER, NEVER, NONE, True, False, False, True
    has_threshold = plan.has_threshold and previous == NONE
    limit = threshold if has_threshold else due
    by_threshold = has_threshold and ended != NEVER and ended <= threshold
    own = child if plan.met_anywhere else scope
    since = FAIL if plan.acts_before else begins.since[n]
    place = first_act(plan, plan.acts, own, since, root, previous)
    act, at = (NONE, NEVER) if place == NONE else (plan.acts.rows[place], plan.acts.at[place])
    if due == NEVER:
        if by_threshold:
            return STOOD_DOWN, due, threshold, NEVER, NEVER, NONE, False, False, False, False
        return CANNOT_TELL, due, threshold, NEVER, NEVER, NONE, place == NONE and ended == NEVER, False, False, False
    excused = NEVER
    if plan.has_excuses and plan.excuses.off[scope] < plan.excuses.off[scope + 1]:
        excused = plan.excuses.at[plan.excuses.off[scope]]
        if excused > as_of:
            excused = NEVER
    if place != NONE:
        if at <= due:
            return MET, due, threshold, at, NEVER, act, False, False, False, False
        down = (ended != NEVER and ended <= limit) or excused <= due or ceased <= due
        return MET_LATE, due, threshold, at, due, act, False, False, down, False
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
def judged(days, facts, plan, begins, n, child, start, ended, previous):
    """Judge one duty over every stretch in which it applies; as `stood`, with perhaps for ceased, and if there is one."""
    if not plan.applies:
        found = stood(days, facts, plan, begins, n, child, start, start, NEVER, ended, previous)
        return found, False, True
    line = plan.line
    own = child if line.by_child else begins.scope[n]
    end = line.off[own + 1]
    if line.cut:
        end = first_from(line.time, line.off[own] + 1, end, plan.as_of + 1)
    place = first_from(line.time, line.off[own] + 1, end, min(start, plan.as_of) + 1) - 1
    last = first_from(line.time, place + 1, end, plan.as_of + 1) - 1
    opened, doubt, ceased = NEVER, NEVER, False
    found = (RUNNING, NEVER, NEVER, NEVER, NEVER, NONE, True, False, False, False)
    while place <= last:
        truth = line.truth[place]
        if truth == UNKNOWN:
            doubt = min(doubt, line.time[place])
        else:
            if truth == TRUE and opened == NEVER:
                opened = max(line.time[place], start)
                cause = line.cause[place]
                if plan.told and cause != NONE and line.time[place] > start:
                    opened = max(opened, facts.told[cause])
            elif truth == FALSE and opened != NEVER:
                until = min(doubt, line.time[place])
                found = stood(days, facts, plan, begins, n, child, start, opened, until, ended, previous)
                if found[9] or not found[7]:
                    return found, False, True
                ceased, opened = True, NEVER
            doubt = NEVER
        place += 1
    truth = line.truth[last]
    if truth == TRUE:
        return stood(days, facts, plan, begins, n, child, start, opened, NEVER, ended, previous), False, True
    if truth == UNKNOWN:
        from_ = start if opened == NEVER else opened
        found = stood(days, facts, plan, begins, n, child, start, from_, NEVER, ended, previous)
        state, due = found[0], found[1]
        breached = state in (BREACHED, MET_LATE)
        surely = breached and opened != NEVER and due != NEVER and (doubt == NEVER or due < doubt)
        if not surely and (breached or state in (NOT_STARTED, RUNNING, DUE_SOON)):
            return (CANNOT_TELL, due, found[2], NEVER, NEVER, found[5], found[6], False, found[8], found[9]), True, True
        return found, False, True
    if ceased:
        return found, False, True
    if last + 1 < end and line.truth[last + 1] == TRUE:
        opened = max(line.time[last + 1], start)
        found = stood(days, facts, plan, begins, n, child, start, opened, NEVER, ended, previous)
        coming = found[0] in (NOT_STARTED, RUNNING, DUE_SOON, BREACHED) or found[9]
        return (NOT_STARTED, found[1], found[2], NEVER, NEVER, NONE, found[6], False, False, found[9]), False, coming
    return found, False, False


@machine
def read(days, facts, plan, begins, lo, hi, out, put):
    """Judge the duties of some beginnings and their recurrences; write from `put` on; return where it ended, or FAIL."""
    for n in range(lo, hi):
        scope, start = begins.scope[n], begins.start[n]
        if start == NEVER:
            continue
        child = scope if plan.of_child else facts.episode_child[scope]
        ended = need_ended(plan, facts, begins, n, child)
        previous, ordinal = NONE, 0
        while True:
            found, perhaps, stands = judged(days, facts, plan, begins, n, child, start, ended, previous)
            state, act = found[0], found[5]
            if found[9]:
                return FAIL
            breached = found[4]
            if stands and len(begins.forming) and begins.forming[n]:
                if state <= BREACHED:
                    state = NOT_STARTED
                elif state != CANNOT_TELL:
                    stands = False
            if not stands:
                break
            if len(out.which):
                out.which[put], out.child[put], out.scope[put], out.root[put] = n, child, scope, begins.root[n]
                out.ordinal[put], out.start[put] = ordinal, start
            out.state[put], out.due[put], out.ended[put] = state, found[1], ended
            out.met_at[put], out.breached_at[put] = found[3], breached
            if len(out.threshold):
                out.threshold[put] = found[2]
            out.needed[put], out.perhaps[put], out.spared[put] = found[6], perhaps, found[8]
            put += 1
            if not plan.repeats or act == NONE:
                break
            previous, ordinal, start = act, ordinal + 1, facts.at[act]
    return put
