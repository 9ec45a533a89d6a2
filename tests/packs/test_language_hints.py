"""The language guide finds what it advises on, in any case and spacing, and nothing else."""

from __future__ import annotations

import re

import pytest

from wayhome.packs.england.language import guide, hints, pattern


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("She ABSCONDED from home", ["ABSCONDED"]),
        ("He won’t engage, and ran\n off", ["won’t engage", "ran\n off"]),
        ("An absconding suspect of modern slavery", []),
        ("It was a lifestyle choice. She is hard to reach.", ["lifestyle choice", "hard to reach"]),
        ("", []),
    ],
)
def test_phrases_are_found_as_they_are_written(text: str, found: list[str]) -> None:
    assert [each.found for each in hints(text)] == found


def test_every_phrase_of_the_guide_finds_itself_and_says_why() -> None:
    assert len(guide()) >= 15
    for advice in guide():
        assert advice.why
        for phrase in advice.avoid:
            assert phrase in [each.found for each in hints(f"They wrote: {phrase}.")]
            # A browser reads the same expression: nothing in it that only Python knows.
            assert not re.search(r"\(\?P|\\[AZ]", pattern(phrase))
