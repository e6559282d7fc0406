"""The log: signed hash chains over every row that matters, and checks of them against what is remembered elsewhere."""
