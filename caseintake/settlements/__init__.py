"""Friendly settlements and unilateral declarations: confidential, in a part of the matter for people it names."""
