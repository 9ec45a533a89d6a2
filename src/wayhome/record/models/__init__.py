from wayhome.record.models.child import Child, ChildNow
from wayhome.record.models.fact import Fact, Supersession

__all__ = ["Child", "ChildNow", "Fact", "Supersession"]
