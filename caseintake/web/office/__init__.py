"""Pages of the office surface."""
