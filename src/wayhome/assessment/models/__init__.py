from wayhome.assessment.models.draft import Draft
from wayhome.assessment.models.sheet import Decision, Sheet

__all__ = ["Decision", "Draft", "Sheet"]
