"""The rules, one file a rule or family; found by discovery."""
