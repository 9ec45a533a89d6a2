"""What need to know costs: the row policies against the same predicate by hand, and what every page's plans read."""
