from wayhome.platform.models.access import Audience, Exclusion, Grant, Reader
from wayhome.platform.models.agency import Agency, Authority, Team
from wayhome.platform.models.audit import AuditEntry, AuditSeal
from wayhome.platform.models.opening import Opening, OpeningReview
from wayhome.platform.models.outbox import Outbox
from wayhome.platform.models.post import Holding, Leave, Post
from wayhome.platform.models.sharing import Sharing
from wayhome.platform.models.signing_in import Invitation, Kept, SignIn, Vetting
from wayhome.platform.models.stamp import Stamp
from wayhome.platform.models.tally import Tally
from wayhome.platform.models.user import User

__all__ = [
    "Agency",
    "Audience",
    "AuditEntry",
    "AuditSeal",
    "Authority",
    "Exclusion",
    "Grant",
    "Holding",
    "Invitation",
    "Kept",
    "Leave",
    "Opening",
    "OpeningReview",
    "Outbox",
    "Post",
    "Reader",
    "Sharing",
    "SignIn",
    "Stamp",
    "Tally",
    "Team",
    "User",
    "Vetting",
]
