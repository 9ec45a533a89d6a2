from wayhome.clocks.models.reading import Reading, Standing
from wayhome.clocks.models.trail import FiredRung, Transition

__all__ = ["FiredRung", "Reading", "Standing", "Transition"]
