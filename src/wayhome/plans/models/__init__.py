from wayhome.plans.models.action import Action, ActionState, ActionStep
from wayhome.plans.models.plan import Plan, PlanDraft, PlanVersion

__all__ = ["Action", "ActionState", "ActionStep", "Plan", "PlanDraft", "PlanVersion"]
