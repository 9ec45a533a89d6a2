"""Whole lives for the invented children: who they are, where they live, who is around them, what is feared and agreed.

Made from the same seed and time, always the same. The episodes are told elsewhere and stay as they are.
"""

from wayhome.demonstration.lives.all import Lives, lives
from wayhome.demonstration.lives.telling import House

__all__ = ["House", "Lives", "lives"]
