"""The rates, one file each; found by discovery."""
