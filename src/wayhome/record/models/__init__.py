from wayhome.record.models.about import Adult, Context
from wayhome.record.models.child import Child, ChildNow
from wayhome.record.models.fact import Fact, Supersession

__all__ = ["Adult", "Child", "ChildNow", "Context", "Fact", "Supersession"]
