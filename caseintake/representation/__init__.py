"""Who may act for whom: engagement, domestic power and the Court's authority, three things that are never one field."""
