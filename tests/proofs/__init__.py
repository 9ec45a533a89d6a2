"""The long proofs: each breaks a real house on purpose and looks whether it kept its promises.

A proof is a module here with a docstring, `COUNT` (the full run) and `run(*, seed, count) -> int`, the number of
broken promises. `./wayhome prove NAME` runs one whole; continuous integration runs a fortieth of each.
"""
