"""Backup and restore: two sealed files that open nothing by themselves, and an office made from them again."""
