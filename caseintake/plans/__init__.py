"""Plans counted backwards from a fatal last day: by when the work for it must have come how far. Always internal."""
