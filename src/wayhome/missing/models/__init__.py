from wayhome.missing.models.episode import Episode
from wayhome.missing.models.held_report import HeldReport
from wayhome.missing.models.report_draft import ReportDraft

__all__ = ["Episode", "HeldReport", "ReportDraft"]
