"""A small good package, written out as a person's spreadsheet would be, for tests to spoil one cell at a time."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

CHILDREN = """\
reference,name,known_as,born,gender
C1,Ada Tidewell,,2011-05-04,girl
C2,Omar Rockpool,Om,2010-11-30,boy
"""
STATUSES = """\
child,status,value,from,until
C1,care-status,not-looked-after,2024-01-01,2025-06-01
C1,care-status,looked-after,2025-06-01,
"""
EPISODES = """\
reference,child,category,began,missing_from,returned,told,recorded
E1,C1,missing,2026-03-01T21:30+00:00,care,2026-03-02T08:00+00:00,,
E2,C1,missing,about 2026-03-28T23:30+00:00,home,,,
E3,C2,unauthorised-absence,2026-03-05,care,unknown,2026-03-06,
"""
EVENTS = """\
reference,child,episode,kind,at,value,text,told,recorded
,C1,E1,missing.reported,2026-03-01T22:15+00:00,,,,
,C1,E1,missing.risk-graded,2026-03-01T22:40+00:00,medium,,2026-03-01T22:40+00:00,2026-03-01T23:00+00:00
,C1,E1,return.said,2026-03-03T16:00+00:00,,"I was at my friend's, and
I did not want to worry anybody",,
X9,C1,E2,missing.update,2026-03-29T01:30+01:00,,Seen in town,,
"""
FILES = {"children": CHILDREN, "statuses": STATUSES, "episodes": EPISODES, "events": EVENTS}


def descriptor(*names: str) -> dict[str, Any]:
    """Return what datapackage.json must say, for these tables."""
    return {
        "name": "test-council",
        "title": "A test",
        "created": "2026-04-01T09:00:00+01:00",
        "wayhome": {"format": 1, "authority": "Testby", "agency": "Testby Children's Services", "invented": True},
        "resources": [{"name": n, "path": f"{n}.csv"} for n in names or FILES],
    }


def put(folder: Path, **changed: str | bytes) -> Path:
    """Write the good package into `folder`, with these tables put in place of the good ones."""
    (folder / "datapackage.json").write_text(json.dumps(descriptor()), encoding="utf-8")
    for name, good in FILES.items():
        body = changed.get(name, good)
        (folder / f"{name}.csv").write_bytes(body if isinstance(body, bytes) else body.encode("utf-8"))
    return folder
