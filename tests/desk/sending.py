"""Filling a form in and sending it, inside a transaction that is then undone: each try begins from the same house."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client

from tests.desk.crawling import Box, Form
from wayhome.platform import wall
from wayhome.ui.words import LONDON

# What is written for its own reasons, whether or not a form is taken.
BESIDE = ("platform_audit", "django_session", "account_", "worklists_notice", "platform_outbox")
WORDS = "Kept words 7731"
DAY = ("3", "11", "2025")
DAYS = (("", "", ""), DAY, ("1", "6", "2027"), ("3", "11", "1985"))  # today, not long ago, to come, of an adult's birth
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


@dataclass(frozen=True, slots=True)
class Found:
    """A form, and somebody who may fill it in."""

    form: Form
    client: Client

    def __str__(self) -> str:
        return f"{self.form.kind} (on {self.form.page})"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the status, the page, and the rows written in each table, by the table's name.

    A redirect was followed: `page` is then the page it leads to, and `then` how that one answered.
    """

    status: int
    page: str
    then: int = 0
    written: dict[str, int] = field(default_factory=dict)

    @property
    def taken(self) -> bool:
        """Whether the form was taken, as a redirect says."""
        return self.status in (301, 302)

    @property
    def refused(self) -> bool:
        """Whether the page was shown again to be mended, or the page it leads back to says that nothing was done."""
        sent_back = self.taken and not self.written and "moj-alert--error" in self.page
        return self.status == 422 or sent_back or (self.status == 200 and "govuk-error-summary" in self.page)

    @property
    def broke(self) -> str:
        """What broke: the answer, or the page it leads to."""
        return f"broke: {self.status}, {self.then}" if max(self.status, self.then) >= 500 else ""

    def keeps(self, words: str) -> bool:
        """Whether what was typed is still in the boxes."""
        return words in html.unescape(self.page)

    def names_the_box(self) -> bool:
        """Whether a summary says what is wrong, and each of its links leads to something on the page."""
        summary = re.search(r'class="govuk-error-summary.*?</ul>', self.page, flags=re.S)
        links = re.findall(r'<a href="#([^"]+)"', summary[0]) if summary else []
        return bool(links) and all(f'id="{link}"' in self.page for link in links)


def filled(
    form: Form, words: str = WORDS, *, day: tuple[str, str, str] = DAY, time: str = "10:15", last: bool = False
) -> dict[str, str]:
    """Fill every box in: the first (or last) choice of each, these words wherever words go, this day for each day.

    A day of three empty boxes stands for today, as far as one can choose it.
    """
    data: dict[str, str] = {}
    for box in form.boxes:
        later = last and box.kind == "radio" and not box.name.endswith("_sureness")
        if box.kind in ("file", "submit", "button") or (box.name in data and not later):
            continue
        if box.kind == "radio" and box.name.endswith("_day"):
            data.setdefault(box.name, "other" if any(day) else box.value)
        else:
            data[box.name] = _answer(box, words, day, time)
    if form.button:
        data[form.button[0]] = form.button[1]
    return data


def rightly(form: Form, known: dict[str, str]) -> Iterator[dict[str, str]]:
    """Fill a form in as it might be right, one way after another. `known`: what must be told as it is, by box."""
    # What happened to a child who went missing an hour ago happened since: today means just now.
    just_now = f"{wall.now().astimezone(LONDON):%H:%M}"
    for last in (False, True) if any(box.kind == "radio" for box in form.boxes) else (False,):
        for day in DAYS if has_day(form) else DAYS[:1]:
            data = filled(form, day=day, time="10:15" if any(day) else just_now, last=last)
            yield data | {name: said for name, said in known.items() if name in data}


def _answer(box: Box, words: str, day: tuple[str, str, str], time: str) -> str:
    if box.kind == "hidden":
        return box.value
    if box.kind == "select":
        return box.value or next((option for option in reversed(box.options) if option), "")
    if box.kind in ("radio", "checkbox"):
        return box.value
    for number, part in enumerate(("day", "month", "year")):
        if re.search(rf"(^|[_-]){part}$", box.name):
            return day[number]
    if re.search(r"(^|[_-])time$", box.name):
        return time
    return "3" if box.kind == "number" else words


def has_day(form: Form) -> bool:
    """Whether the form asks for a day."""
    return any(re.search(r"(^|[_-])year$", box.name) for box in form.boxes)


def wordy(form: Form) -> list[str]:
    """Return the boxes where words go."""
    parts = r"(^|[_-])(day|month|year|time)$"
    return [b.name for b in form.boxes if b.kind in ("text", "textarea") and not re.search(parts, b.name)]


def send(one: Found, data: dict[str, Any], *, times: int = 1) -> list[Answer]:
    """Send a form, and once it is taken again and again; undo it. Each answer says all that was written so far."""
    files = {b.name: SimpleUploadedFile("dot.png", PICTURE, "image/png") for b in one.form.boxes if b.kind == "file"}
    answers = []
    with transaction.atomic():
        before = _rows()
        for _ in range(times):
            for file in files.values():
                file.seek(0)
            how = one.client.get if one.form.by_get else one.client.post
            got: Any = how(one.form.action, data | files)
            written, then = _written(before), 0
            if got.status_code == 302:
                got, then = one.client.get(got.headers["Location"]), got.status_code
            page = "" if got.streaming else got.content.decode(errors="replace")
            status, then = (then, got.status_code) if then else (got.status_code, 0)
            answers.append(Answer(status, page, then, written))
            if answers[0].refused:
                break
        transaction.set_rollback(True)
    return answers


def _rows() -> dict[str, int]:
    """Return how many rows this transaction has put into each table, undone or not: cheap, and enough to look closer."""
    with connection.cursor() as cursor:
        cursor.execute("select relname, n_tup_ins from pg_stat_xact_user_tables where n_tup_ins > 0")
        return {name: rows for name, rows in cursor.fetchall() if not name.startswith(BESIDE)}


def _written(before: dict[str, int]) -> dict[str, int]:
    """Return the rows that stand, of the tables something was put into: those of this very transaction."""
    touched = [name for name, rows in _rows().items() if rows > before.get(name, 0)]
    if not touched:
        return {}
    standing = {}
    with connection.cursor() as cursor:
        for name in touched:
            cursor.execute("select has_table_privilege(%s, 'select')", [name])
            if not cursor.fetchone()[0]:
                continue  # of a few tables the pages may read single columns only
            cursor.execute(f'select count(*) from "{name}" where xmin::text::bigint >= %s', [_floor()])
            standing[name] = int(cursor.fetchone()[0])
    return {name: rows for name, rows in standing.items() if rows}


def _floor() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select pg_current_xact_id()::text::bigint")
        return int(cursor.fetchone()[0])
