"""What the public may see of somebody who asked that the name be kept from it."""

from caseintake.matters.model import ClientFile


def public(file: ClientFile) -> str:
    """The name for whatever the public can see: initials where the person asked for them, else the name."""
    return initials(file.name) if file.name_wish is not None else file.name


def initials(name: str) -> str:
    """The first letter of each part, as the Court writes them: *L. H.*"""
    return " ".join(f"{part[0].upper()}." for part in name.replace("-", " ").split() if part[0].isalpha())
