"""Why a notice came to this person, in a sentence to that person."""

from __future__ import annotations

from wayhome.worklists.queries.work import NoticeView


def why_you(notice: NoticeView) -> str:
    """Say why you: you hold the post, cover for it, or stand next to or above a post that had nobody or did not answer."""
    post = notice.role_label
    if notice.because == "holder":
        return f"You were told as {post}."
    if notice.because == "covering for leave":
        return f"You were told because you cover for {post}, who is on leave."
    if notice.because == "given":
        return "You were told because a colleague gave this to you."
    if notice.because == "a copy, while away":
        return f"This is a copy for you as {post}: a colleague covered while you were away."
    if notice.because.startswith("now away: "):
        return f"You were told because {notice.because.removeprefix('now away: ')} is now away and had not seen it."
    if notice.because.startswith("for "):
        return f"You were told as {post}, because nobody could be told as {notice.because.removeprefix('for ')}."
    if notice.because.startswith("no answer from "):
        return f"You were told as {post}, because there was no answer from {notice.because.removeprefix('no answer from ')}."
    return f"You were told as {post}: {notice.because}."
