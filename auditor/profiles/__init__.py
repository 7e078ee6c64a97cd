"""Assessment schemes as data: thresholds, unknown policy, edition of the standard."""
