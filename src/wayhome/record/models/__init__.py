from wayhome.record.models.about import Adult, Context
from wayhome.record.models.child import Child, ChildNow
from wayhome.record.models.document import Document
from wayhome.record.models.fact import Fact, Supersession
from wayhome.record.models.kept_closer import KeptCloser
from wayhome.record.models.link import Link, LinkChange, Thing
from wayhome.record.models.odd_look import HomePostcode, OddLook, OddLookAnswer
from wayhome.record.models.particulars import Particulars

__all__ = [
    "Adult",
    "Child",
    "ChildNow",
    "Context",
    "Document",
    "Fact",
    "HomePostcode",
    "KeptCloser",
    "Link",
    "LinkChange",
    "OddLook",
    "OddLookAnswer",
    "Particulars",
    "Supersession",
    "Thing",
]
