"""The reference page says what the code does: every column, every status, and its own example."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tests.intake.packages import put
from wayhome.intake.package import read_package
from wayhome.intake.package.kinds import status_kinds
from wayhome.intake.package.tables import tables

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "data-package.md").read_text(encoding="utf-8")


def test_every_column_is_on_the_page_under_its_table() -> None:
    for table in tables():
        part = PAGE.split(f"## {table.file}")[1].split("\n## ")[0]
        for column in table.columns:
            assert f"`{column.name}`" in part, (table.file, column.name)


def test_every_status_is_on_the_page() -> None:
    assert [s for s in status_kinds() if f"`{s}`" not in PAGE] == []


def test_the_description_on_the_page_is_a_good_one(tmp_path: Path) -> None:
    found = re.search(r"```json\n(.*?)```", PAGE, re.DOTALL)
    assert found
    put(tmp_path)
    (tmp_path / "datapackage.json").write_text(json.dumps(json.loads(found[1])), encoding="utf-8")
    assert read_package(tmp_path).name == "seaport-case-system"
