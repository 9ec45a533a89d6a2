from wayhome.retention.models.retention import Hold, Judgement, Proposal, Round, Tombstone

__all__ = ["Hold", "Judgement", "Proposal", "Round", "Tombstone"]
