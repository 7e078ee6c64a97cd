"""The columns of every table that a report has: one place for names, meanings, types, values."""
