"""CLOCK-100K and CLOCK-NATION by the twin: against a plain loop and a DuckDB query, and under one changed value."""
