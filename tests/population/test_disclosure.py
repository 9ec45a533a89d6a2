"""What is hidden cannot be worked out from what is shown: neither a small count nor a sum that tells it."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from wayhome.population.disclosure import SMALL, hidden, small, words


def test_small_counts_are_hidden_and_none_is_shown() -> None:
    assert words(0, False) == "0"
    assert words(1234, False) == "1,234"
    assert words(3, True) == "under 5"
    assert words(12, True) == "not shown"
    assert hidden({"a": 0, "b": 5, "c": 4, "d": 1}, []) == {"c", "d"}


def test_a_total_does_not_give_its_one_hidden_part_away() -> None:
    counts = {"all": 30, "a": 3, "b": 7, "c": 20, "none": 0}
    assert hidden(counts, [("all", ["a", "b", "c", "none"])]) == {"all", "a"}


def test_two_hidden_ones_that_come_to_little_together_need_the_total_hidden() -> None:
    counts = {"all": 32, "a": 1, "b": 1, "c": 30}
    assert hidden(counts, [("all", ["a", "b", "c"])]) == {"all", "a", "b"}


def test_where_there_is_nothing_else_to_hide_the_total_goes() -> None:
    assert hidden({"all": 3, "a": 3, "b": 0}, [("all", ["a", "b"])]) == {"all", "a"}


def test_the_total_of_a_small_count_goes_and_its_larger_sister_stays() -> None:
    counts = {"whole": 14, "x": 4, "y": 10, "p": 5, "q": 5}
    away = hidden(counts, [("whole", ["x", "y"]), ("y", ["p", "q"])])
    assert away == {"whole", "x"}  # without the whole, what is left to see says nothing of x


@pytest.mark.parametrize("seed", range(60))
def test_no_hidden_count_follows_from_drawn_tables(seed: int) -> None:
    """Of three levels that add up, with rows that add up too, no small count is the only solution of what is shown."""
    draw = Random(seed)
    counts: dict[tuple[int, int], int] = {}
    sums: list[tuple[tuple[int, int], list[tuple[int, int]]]] = []
    rows, columns = draw.randint(2, 6), draw.randint(2, 6)
    for row in range(1, rows + 1):
        for column in range(1, columns + 1):
            counts[row, column] = draw.choice((0, 0, 1, 2, 4, 6, 11, 30, 80))
    for row in range(1, rows + 1):
        counts[row, 0] = sum(counts[row, c] for c in range(1, columns + 1))
        sums.append(((row, 0), [(row, c) for c in range(1, columns + 1)]))
    for column in range(columns + 1):
        counts[0, column] = sum(counts[r, column] for r in range(1, rows + 1))
        sums.append(((0, column), [(r, column) for r in range(1, rows + 1)]))
    away = hidden(counts, sums)
    assert away >= {key for key, count in counts.items() if 0 < count < SMALL}
    unknown = sorted(key for key in away)
    if not unknown:
        return
    lines = np.array(
        [[(key == total) - (key in parts) for key in unknown] for total, parts in sums], float
    )  # what is shown is known: only the hidden ones are asked for
    free = np.linalg.svd(lines)[2][np.linalg.matrix_rank(lines) :]
    for place, key in enumerate(unknown):
        if small(counts[key]):
            assert np.abs(free[:, place]).max(initial=0) > 1e-9, f"{key} follows from what is shown"
