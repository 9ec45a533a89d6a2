from wayhome.clocks.models.activation import Activation
from wayhome.clocks.models.reading import Reading, Standing
from wayhome.clocks.models.trail import FiredRung, Transition

__all__ = ["Activation", "FiredRung", "Reading", "Standing", "Transition"]
