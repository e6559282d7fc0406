"""The suitcase: one sealed file of what a person holds keys to, for days without the office or without a net."""
