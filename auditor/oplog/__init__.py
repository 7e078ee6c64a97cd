"""The operation log: who did what and when, as a chain of hashes in a file that only grows."""
