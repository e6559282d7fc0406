"""Time-limits: which ones run, by when, and who has read them a second time."""
