"""Why a notice came to this person, in a sentence to that person."""

from __future__ import annotations

from wayhome.worklists.queries.work import NoticeView

_PLAIN = {
    "given": "a colleague gave this to you",
    "given to your team": "it was given to your team: whoever can does it, and takes it",
    "its day is over": "you see to this, and the day it was agreed for is over",
    "it is still not done": "you stand above the colleague who sees to this, and it is still not done",
    "it was agreed with you": "this was agreed with you, and it is still not done",
}


def why_you(notice: NoticeView) -> str:
    """Say why you: you hold the post, cover for it, or stand next to or above a post that had nobody or did not answer."""
    post = notice.role_label
    if notice.because == "holder":
        return f"You were told as {post}."
    if notice.because == "covering for leave":
        return f"You were told because you cover for {post}, who is on leave."
    if notice.because in _PLAIN:
        return f"You were told because {_PLAIN[notice.because]}."
    if notice.because == "a copy, while away":
        return f"This is a copy for you as {post}: a colleague covered while you were away."
    if notice.because.startswith("now away: "):
        return f"You were told because {notice.because.removeprefix('now away: ')} is now away and had not seen it."
    if notice.because.startswith("for "):
        return f"You were told as {post}, because nobody could be told as {notice.because.removeprefix('for ')}."
    if notice.because.startswith("no answer from "):
        silent = notice.because.removeprefix("no answer from ")
        because = "nobody else in that post answered" if silent == post else f"there was no answer from {silent}"
        return f"You were told as {post}, because {because}."
    return f"You were told as {post}: {notice.because}."
