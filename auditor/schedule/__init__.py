"""When and what to probe: the plan (pure) and the round that carries it out."""
