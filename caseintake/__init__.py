"""Caseintake: secure case intake and joint legal-case management."""

__version__ = "0.1.0"
