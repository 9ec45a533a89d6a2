"""What was typed, without what nobody can see: control characters that come along when words are pasted.

A page break copied from a letter, or a null from a broken file, is no mistake a person can find and mend. No text of
the database may hold a null, and no printed document the others, so they are taken out before any form is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase, QueryDict

Answer = Callable[[HttpRequest], HttpResponseBase]
_PAGE_BREAKS = re.compile("[\x0b\x0c]")
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]")


class Typed:
    """Middleware: takes unseen characters out of what a form or an address sends; tabs and ends of lines stay."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        for name in ("GET", "POST"):
            sent: QueryDict = getattr(request, name)
            if any(_unseen(word) for key, values in sent.lists() for word in (key, *values)):
                setattr(request, name, _seen(sent))
        return self.get_response(request)


def _unseen(word: str) -> bool:
    return bool(_UNSEEN.search(word) or _PAGE_BREAKS.search(word))


def _plain(word: str) -> str:
    return _UNSEEN.sub("", _PAGE_BREAKS.sub("\n", word))


def _seen(sent: QueryDict) -> QueryDict:
    made = QueryDict(mutable=True, encoding=sent.encoding)
    for key, values in sent.lists():
        made.setlist(_plain(key), [_plain(str(value)) for value in values])
    made._mutable = False
    return made
