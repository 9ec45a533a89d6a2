"""Data packages of CSV: read and checked as a whole before one fact is offered to the record.

A package is a folder in the Frictionless Data Package form: `datapackage.json` and up to four
tables (children, statuses, episodes, events). Reading is pure: no database, no clock. Either every
row is good and a `Package` comes back, or `PackageRefused` names every fault with its file and line.

The form is described in docs/reference/data-package.md.
"""

from wayhome.intake.package.drafts import FactDraft, child_key, episode_key, facts
from wayhome.intake.package.faults import Fault, PackageRefused
from wayhome.intake.package.reading import read_package
from wayhome.intake.package.records import (
    Package,
    PackageChild,
    PackageEpisode,
    PackageEvent,
    PackageStatus,
)
from wayhome.intake.package.writing import write_package

__all__ = [
    "FactDraft",
    "Fault",
    "Package",
    "PackageChild",
    "PackageEpisode",
    "PackageEvent",
    "PackageRefused",
    "PackageStatus",
    "child_key",
    "episode_key",
    "facts",
    "read_package",
    "write_package",
]
