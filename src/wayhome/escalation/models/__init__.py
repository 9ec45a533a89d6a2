from wayhome.escalation.models.briefing import Briefing, BriefingDraft
from wayhome.escalation.models.disagreement import Disagreement, DisagreementStep

__all__ = ["Briefing", "BriefingDraft", "Disagreement", "DisagreementStep"]
