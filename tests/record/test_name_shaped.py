"""What looks like a name is found by its shape alone, and the words of the house are none."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from wayhome.record.name_shaped import mobiles, name_shaped

PROTOCOLS = Path(__file__).parents[2] / "protocols"


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("Zeb Northgate was seen", ["Zeb Northgate"]),
        ("Yesterday Zeb Northgate rang Ms Ysolde Farthingale", ["Zeb Northgate", "Ysolde Farthingale"]),
        ("Collected Zeb Northgate at Victoria Park", ["Zeb Northgate"]),
        ("Seen with Zeb NORTHGATE’s cousin", ["Zeb NORTHGATE"]),
        ("Danijel van der Berg's car", ["Danijel van der Berg"]),
        ("Zeb Northgate. Zeb Northgate", ["Zeb Northgate"]),
        ("In Rose Street, by the Early Help Hub, on Monday 3 March", []),
        ("RISK HIGH, ZEB NORTHGATE", []),
        ("zeb northgate", []),
        ("Rowan Mary Larkspur and Moira Dale", []),
    ],
)
def test_what_looks_like_a_name(said: str, found: list[str]) -> None:
    assert list(name_shaped([said], ["Rowan Larkspur", "Moira Dale"])) == found


def test_a_mobile_is_one_number_however_it_is_written() -> None:
    assert set(mobiles(["+44 (0)7700 900 456 or 07700900456", "0117 496 0001, 101"])) == {"7700900456"}


def said_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from said_in(each)


def test_the_words_of_the_house_are_no_names() -> None:
    read = ["vocabulary.yaml", "roles.yaml", "sharing.yaml", "portsmouth-pathway"]
    files = [
        f
        for name in read
        for f in ([PROTOCOLS / name] if name.endswith("yaml") else (PROTOCOLS / name).rglob("*.yaml"))
    ]
    texts = [text for file in files for text in said_in(yaml.safe_load(file.read_text()))]
    assert len(texts) > 5_000
    assert {name for text in texts for name in name_shaped([text])} <= {
        "Portsmouth Integrated",
        "Portsmouth Multi-Agency",
    }
