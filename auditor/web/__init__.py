"""The page for the team: what is stored, shown to those who signed in; few actions, all logged."""
