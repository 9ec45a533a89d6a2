"""The engine's tests. They run with Django not installed."""
