"""Pictures: decoding (with I/O-like processes) apart from metrics (array in, numbers out)."""
