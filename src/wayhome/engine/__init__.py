"""The engine: what a duty is and where it stands at one moment; what a filled-in instrument says.

Owns: moments, calendars, facts, conditions, clocks, readings and their explanations; instruments,
answers and scores.
Reads: nothing but its arguments. Announces: nothing; it returns values.
Never: asks the time, reads a file, imports anything outside the standard library.
"""
