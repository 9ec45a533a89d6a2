"""CLOCK-100K: the engine against a plain loop, on a hundred thousand episodes and seven rules."""
