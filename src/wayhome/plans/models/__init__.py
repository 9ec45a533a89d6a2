from wayhome.plans.models.action import Action, ActionState, ActionStep

__all__ = ["Action", "ActionState", "ActionStep"]
