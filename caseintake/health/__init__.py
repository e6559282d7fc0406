"""Whether the office may be relied on today: findings anybody may read, and what the host says it has done."""
