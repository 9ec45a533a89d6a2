from wayhome.retention.models.retention import Counted, Hold, Judgement, Proposal, Round, Tombstone

__all__ = ["Counted", "Hold", "Judgement", "Proposal", "Round", "Tombstone"]
