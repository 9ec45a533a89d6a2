"""Everything that is done to a meeting: put in the diary, its agenda made, held, decided, signed."""
