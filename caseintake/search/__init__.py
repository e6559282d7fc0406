"""Search over what a person holds keys to: names folded over scripts, words kept in sealed segments per vault."""
