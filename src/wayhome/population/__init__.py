"""Population: the engine's twin. It reads whole populations at once and agrees with the engine on every duty.

Owns: facts as columns, a protocol compiled to work on them, readings as columns, time series by intervals.
Reads: the language, moments and calendars of the engine; arrays it is given.
Announces: nothing; it returns values. What it cannot express it refuses by name, and the engine reads that clock.
Never: asks the time, opens a file or a database, decides anything the engine would decide differently.
"""
