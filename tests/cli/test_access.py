"""The page of who may see what is what the declarations say, and leaves no guarded table out."""

from __future__ import annotations

import re

from wayhome.cli import access


def test_the_page_is_current() -> None:
    written = access.PAGE.read_text(encoding="utf-8")
    assert written == access.page(), "run `wayhome access show --write`"


def test_no_protected_table_is_left_out() -> None:
    page = access.page()
    for path in access.PRODUCT.glob("*/access/*.sql"):
        for table in re.findall(r"'(\w+_\w+)'(?!::regclass)", path.read_text(encoding="utf-8")):
            if table.startswith(path.parents[1].name + "_"):
                assert f"| `{table}` |" in page, table
    assert "| health | reads | reads | – | reads | – | – |" in page
