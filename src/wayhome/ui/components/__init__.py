"""What each component is given: frozen values that a page makes from what it read.

A template calls `ui.<name>(value)`. Text is escaped; pass `Markup` only for HTML made by another
component. Times are aware; `now` is the moment the page was read.
"""

from wayhome.engine.readings import State
from wayhome.ui.chrome import NavigationItem
from wayhome.ui.components.listing import (
    Cell,
    Column,
    Event,
    Filter,
    Live,
    Pagination,
    Row,
    SubNavigationItem,
    Table,
    Task,
)
from wayhome.ui.components.network import Network, Node, Shape, Tie
from wayhome.ui.components.person import (
    DeadlineCell,
    PersonBanner,
)
from wayhome.ui.components.plain import (
    Alert,
    AlertKind,
    Badge,
    Colour,
    Confirm,
    Empty,
    Link,
    Panel,
    SummaryCard,
    SummaryRow,
    Tag,
    Why,
)

__all__ = [
    "Alert",
    "AlertKind",
    "Badge",
    "Cell",
    "Colour",
    "Column",
    "Confirm",
    "DeadlineCell",
    "Empty",
    "Event",
    "Filter",
    "Link",
    "Live",
    "NavigationItem",
    "Network",
    "Node",
    "Pagination",
    "Panel",
    "PersonBanner",
    "Row",
    "Shape",
    "State",
    "SubNavigationItem",
    "SummaryCard",
    "SummaryRow",
    "Table",
    "Tag",
    "Task",
    "Tie",
    "Why",
]
