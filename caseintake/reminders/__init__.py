"""Reminders that cannot fall silent: a day, five letters and the name of a rule, to whoever must act."""
