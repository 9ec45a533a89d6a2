"""What the pages call the codes of contexts."""

from __future__ import annotations

KIND = {
    "location": "Location",
    "neighbourhood": "Neighbourhood",
    "peers": "Peer group",
    "school": "School or college",
    "business": "Business",
    "online": "Online space",
}
HOW = {
    "referral": "Somebody referred it to us",
    "event": "After a significant event",
    "repeated": "It came to notice again and again",
}
DECISION = {"record-only": "Record only", "assess": "Assess the context", "refer": "Refer for resources"}
STAGE = {
    "new": "Not yet talked about",
    "record-only": "Record only",
    "assess": "Being assessed",
    "refer": "Referred for resources",
    "closed": "Closed",
}
CONSIDERED = {
    "referred": "Referred, so that the child has help of their own",
    "lead-told": "The child’s lead professional was told",
    "in-plan": "Already part of the child’s plan",
    "nothing-needed": "Considered; nothing more is needed now",
}
NO_LABEL = (
    "This is about a place or a group, and what must change there. "
    "A child named here has come to it; that is never a label on the child."
)
