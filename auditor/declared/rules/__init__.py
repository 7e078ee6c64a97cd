"""The rules over a form's sentences, one file a rule or family; found by discovery."""
