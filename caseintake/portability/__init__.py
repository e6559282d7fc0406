"""In and out: people and incidents from a table, and a whole matter in one sealed file."""
