"""Alerts after a round: what changed or was missed, told to people by webhook, bot or e-mail."""
