"""Config: settings, addresses and the order in which rooms hear of a fact. The only room that imports everything."""
