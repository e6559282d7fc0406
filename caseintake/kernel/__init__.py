"""Time, ids and actors: what every floor may use and nothing else."""
