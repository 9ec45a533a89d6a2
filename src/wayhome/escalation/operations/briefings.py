"""Writing a briefing and sending it: the sending is the fact that meets the duty."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from wayhome.engine.facts import Moment
from wayhome.escalation.models import Briefing, BriefingDraft
from wayhome.escalation.operations.errors import BadValue, ChangedMeanwhile, NotFound, NotTheSender
from wayhome.escalation.queries import briefings
from wayhome.escalation.queries.briefings import Section
from wayhome.escalation.senders import Occasion, occasion
from wayhome.missing.operations import episodes as missing
from wayhome.missing.queries import episodes
from wayhome.missing.queries.episodes import EpisodeView
from wayhome.packs.roles import load_roles
from wayhome.platform.actor import Actor
from wayhome.platform.operations import audit
from wayhome.platform.queries import posts
from wayhome.platform.queries.audiences import audience_of, reads_every
from wayhome.record.operations.facts import Draft
from wayhome.record.operations.locks import lock_subject
from wayhome.record.queries import children
from wayhome.record.subjects import Subject
from wayhome.worklists.operations import notices
from wayhome.worklists.operations.notices import Sent
from wayhome.worklists.queries.reach import above

NOTICE = "briefing"  # the kind of the notices about one
SEEN_WITHIN = timedelta(hours=1)
LONGEST = 20_000
# What PATH 13.5 and 13.6 ask a Need to Know to detail: without these it says nothing that must be known.
NEEDED = ("plan", "found")


def may_send(actor: Actor, about: Occasion, now: datetime) -> bool:
    """Whether a person may send it: whoever holds the post the law names, or one above it; anybody where none is named."""
    held = posts.roles_of(actor.user, at=now)
    return not about.sender or about.sender in held or bool(held & above(about.sender))


def keep(
    *, actor: Actor, episode: UUID, kind: str, value: str, sections: Sequence[Section], revision: int, now: datetime
) -> None:
    """Keep what has been written so far, for whoever sends it. `revision` is the one it began from, 0 for none.

    Refuses: NotFound; BadValue; ChangedMeanwhile when a colleague kept a newer one.
    """
    with transaction.atomic():
        view, about = _open(actor, episode, kind, value)
        _check(sections)
        there = BriefingDraft.objects.filter(episode_id=episode, kind=kind, occasion=about.value)
        if (there.values_list("revision", flat=True).first() or 0) != revision:
            raise ChangedMeanwhile(
                "A colleague kept a newer draft. Yours is still in the boxes: open the page again beside it."
            )
        if revision:
            there.update(sections=list(sections), revision=revision + 1, saved_at=now, by_user=actor.user)
        else:
            BriefingDraft(**_row(actor, view, about), sections=list(sections), saved_at=now).save(force_insert=True)
        audit.write(actor=actor, verb="draft", what=kind, subjects=[view.child_id])


def send(*, actor: Actor, episode: UUID, kind: str, value: str, sections: Sequence[Section], now: datetime) -> UUID:
    """Send a briefing to the post it goes to; return its id. A second sending is the next version.

    Writes: the version, the fact that it was sent (which meets the duty), a notice to the post, an audit entry; takes
    the draft away. Refuses: NotFound; NotTheSender; BadValue without the plan to find the child or what happens then.
    """
    made = uuid.uuid4()
    with transaction.atomic():
        view, about = _open(actor, episode, kind, value)
        if not may_send(actor, about, now):
            label = load_roles()[about.sender].label
            raise NotTheSender(f"The {label} sends this. Keep the draft: it is there for them.")
        _check(sections)
        empty = [s["title"] for s in sections if s["id"] in NEEDED and not s["words"].strip()]
        if empty:
            raise BadValue(f"Say something under: {', '.join(empty)}.")
        row = Briefing(
            **{**_row(actor, view, about), "id": made}, sections=list(sections), to_post=about.to, sent_at=now,
            number=len(briefings.versions(episode, kind, about.value)) + 1,
        )  # fmt: skip
        row.save(force_insert=True)
        said = f"Version {row.number}, to the {about.to_label}."
        missing.add(
            actor=actor, episode=episode,
            drafts=[Draft(kind, Moment(now, now), now, code=about.value or None, text=said, source=f"briefing:{made}")],
        )  # fmt: skip
        BriefingDraft.objects.filter(episode_id=episode, kind=kind, occasion=about.value).delete()
        sent = Sent(
            NOTICE, made, Subject.child(view.child_id), actor.authority, row.audience_id, row.restricted, episode
        )
        notices.tell_posts(sent=sent, roles=[about.to], within=SEEN_WITHIN, now=now)
        audit.write(actor=actor, verb="send", what=kind, subjects=[view.child_id])
    return made


def _open(actor: Actor, episode: UUID, kind: str, value: str) -> tuple[EpisodeView, Occasion]:
    about = occasion(actor.authority, kind, value)
    view = episodes.episode(episode)
    if about is None or view is None:
        raise NotFound("There is no such briefing to write, or you may not see the child.")
    # Whoever would not see a colleague's draft must not learn by trying that there is one.
    if not reads_every(about.kind.handling):
        raise NotTheSender(
            "You would not see what another agency wrote here. Tell the child's social worker what it should say."
        )
    lock_subject(Subject.child(view.child_id))
    return view, about


def _row(actor: Actor, view: EpisodeView, about: Occasion) -> dict[str, object]:
    return {
        "authority_id": actor.authority, "child_id": view.child_id, "episode_id": view.id, "kind": about.kind.id,
        "audience_id": audience_of(actor.agency, about.kind.handling), "restricted": bool(children.is_restricted(view.child_id)),
        "occasion": about.value, "by_user": actor.user,
    }  # fmt: skip


def _check(sections: Sequence[Section]) -> None:
    if any(len(s["words"]) > LONGEST or "\x00" in s["words"] for s in sections):
        raise BadValue(f"Each part must be {LONGEST:,} characters or fewer.")
