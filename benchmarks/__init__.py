"""What is claimed about speed, each runnable by name: ``make bench-NAME``."""
