"""How a table of people or incidents was read, so that the next one with the same headings is read the same."""

from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from caseintake.portability.columns import What
from caseintake.storage import to
from caseintake.vault.sealed import Sealed, SealedRecord, sealed


class ImportMapping(SealedRecord):
    """The headings of a table and what each meant, for the team of the matter."""

    __tablename__ = "import_mapping"
    __kind__ = "import mapping"

    matter_id: Mapped[UUID] = mapped_column(to("matter.id"), index=True)
    what: Sealed[What] = sealed()
    heads: Sealed[tuple[str, ...]] = sealed()
    fields: Sealed[tuple[str, ...]] = sealed()
