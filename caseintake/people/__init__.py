"""People and organisations: one file each, places in matters, kin, doubles, and what becomes of a place."""
