"""A farm of simulated cameras that costs little: what a benchmark probes, in its own process."""
