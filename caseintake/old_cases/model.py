"""How a spreadsheet was read, so that the next one with the same headings is read the same."""

from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from caseintake.storage import to
from caseintake.vault.sealed import Sealed, SealedRecord, sealed


class TableMapping(SealedRecord):
    """The headings of a spreadsheet and what each meant; with a matter that was made from it, for its team."""

    __tablename__ = "table_mapping"
    __kind__ = "table mapping"

    matter_id: Mapped[UUID] = mapped_column(to("matter.id"), unique=True)
    heads: Sealed[tuple[str, ...]] = sealed()
    fields: Sealed[tuple[str, ...]] = sealed()
