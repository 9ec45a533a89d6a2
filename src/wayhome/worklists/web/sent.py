"""What a notice is of, when it is not of a duty: each room that sends something says what it is called and where it is."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from wayhome.worklists.queries.work import NoticeView


@dataclass(frozen=True, slots=True)
class _Kind:
    title: str
    page: str


_kinds: dict[str, _Kind] = {}


def register(kind: str, title: str, page: str) -> None:
    """Say what notices of a kind are called, and the name of the address that shows the thing, by its id."""
    _kinds[kind] = _Kind(title, page)


def title(notice: NoticeView) -> str:
    """Return what a notice of something sent is called."""
    return _kinds[notice.kind].title if notice.kind in _kinds else "A duty that no longer stands"


def href(notice: NoticeView) -> str:
    """Return the address of what was sent, or nothing for a notice of a duty."""
    if notice.kind not in _kinds:
        return ""
    return reverse(_kinds[notice.kind].page, args=[notice.reading_key.rpartition("/")[2]])
