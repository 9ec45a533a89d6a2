"""The same phone, vehicle, account or address is one thing however it is typed; what is none is refused with help."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from wayhome.record.names import folded
from wayhome.record.operations.errors import BadValue
from wayhome.record.things import KINDS, identity


@pytest.mark.parametrize(
    "typed",
    ["07700 900123", "+44 7700 900123", "0044 7700 900123", "+44 (0)7700 900123", "(07700)900-123", "٠٧٧٠٠ ٩٠٠١٢٣"],
)
def test_a_phone_is_the_same_however_it_is_typed(typed: str) -> None:
    found = identity("phone", typed)
    assert (found.key, found.shown) == ("+447700900123", "07700 900123")


@pytest.mark.parametrize("typed", ["", "7700 900123", "ask Mum", "07700 90012", "0" * 20, "+", "07700 900123 (Jay)"])
def test_what_is_no_phone_is_refused(typed: str) -> None:
    with pytest.raises(BadValue):
        identity("phone", typed)


def test_a_phone_abroad_keeps_its_country() -> None:
    assert identity("phone", "+33 1 99 00 12 34").key == "+33199001234"


@pytest.mark.parametrize("typed", ["ab12 cde", "AB12CDE", "ab-12-cde", "ＡＢ１２ ＣＤＥ"])
def test_a_registration_mark_is_the_same_however_it_is_typed(typed: str) -> None:
    found = identity("vehicle", typed)
    assert (found.key, found.shown) == ("AB12CDE", "AB12 CDE")


@pytest.mark.parametrize("typed", ["", "blue Corsa", "VAN", "AB12 CDE EXTRA"])
def test_what_is_no_registration_mark_is_refused(typed: str) -> None:
    with pytest.raises(BadValue):
        identity("vehicle", typed)


def test_an_account_is_the_same_with_and_without_its_sign() -> None:
    one, other = identity("account", "@Ash_R", service="Snap chat"), identity("account", " ash_r", service="SNAP CHAT")
    assert one == other
    assert identity("account", "ash_r", service="Another").key != one.key


def test_an_account_needs_its_service_and_its_name() -> None:
    for name, service in (("ash", ""), ("", "Snapchat"), ("@", "Snapchat"), ("a\x07", "Snapchat")):
        with pytest.raises(BadValue):
            identity("account", name, service=service)


@pytest.mark.parametrize(
    "typed",
    ["12 Acorn Rd, Seaport, SP1 2AB", "12, acorn road; seaport sp12ab", "12 ACORN RD.\nSEAPORT\nSP1  2AB"],
)
def test_an_address_is_the_same_however_it_is_typed(typed: str) -> None:
    assert identity("address", typed).shown == "12 Acorn Road Seaport SP1 2AB"


def test_a_saint_is_no_street() -> None:
    assert identity("address", "4 St Mary’s Rd").shown == "4 St Marys Road"
    assert identity("address", "4 High St, Seaport").shown == "4 High Street Seaport"


def test_a_kind_that_is_none_and_far_too_much_are_refused() -> None:
    with pytest.raises(BadValue):
        identity("colour", "red")
    with pytest.raises(BadValue):
        identity("address", "x" * 201)


@given(st.sampled_from(KINDS), st.text(max_size=60), st.text(max_size=20))
def test_what_is_shown_leads_back_to_the_same_thing(kind: str, text: str, service: str) -> None:
    """Whatever was typed: read again from what is shown, it is the same thing, and no spelling survives beside it."""
    assume(" on " not in f" {folded(service)} ")
    try:
        found = identity(kind, text, service=service)
    except BadValue:
        return
    name, _, where = found.shown.rpartition(" on ") if kind == "account" else (found.shown, "", "")
    again = identity(kind, name, service=where)
    assert again == found


digits = st.text("0123456789", min_size=9, max_size=9)


@given(digits, st.lists(st.sampled_from([" ", "-", "(", ")", "."]), min_size=9, max_size=9))
def test_marks_between_the_digits_make_no_other_phone(number: str, marks: list[str]) -> None:
    typed = "".join(mark + digit for mark, digit in zip(marks, number, strict=True))
    assert identity("phone", f"07{typed}") == identity("phone", f"+447{number}")


@given(st.text("ABCDEFGHJKLMNPRSTUVWXYZ", min_size=5, max_size=5), st.integers(0, 99), st.text(" -.", max_size=4))
def test_marks_and_case_make_no_other_vehicle(letters: str, number: int, between: str) -> None:
    mark = f"{letters[:2]}{number:02}{letters[2:]}"
    typed = f"{letters[:2].lower()}{between}{number:02}{between}{letters[2:].title()}"
    assert identity("vehicle", typed) == identity("vehicle", mark)
