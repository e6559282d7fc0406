"""How tables were read, and who asked for a whole matter, who agreed or stopped it, who fetched it."""

from datetime import datetime
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


class ExportAsked(SealedRecord):
    """Somebody asks for everything of a matter in one file, signed. What she says is never changed."""

    __tablename__ = "export_asked"
    __kind__ = "export asked for"
    __signed__ = True

    matter_id: Mapped[UUID] = mapped_column(to("matter.id"), index=True)
    reason: Sealed[str] = sealed()
    asked_at: Sealed[datetime] = sealed()
    #: The colleague for whose key the file is sealed; None: for words that are drawn when it is fetched.
    to_person: Sealed[UUID | None] = sealed(default=None)
    #: There was no time for a second person: raid, power cut, flight. Everybody on the team is told.
    break_glass: Sealed[bool] = sealed(default=False)


class ExportAgreed(SealedRecord):
    """A second person agrees to exactly what was asked, signed."""

    __tablename__ = "export_agreed"
    __kind__ = "export agreed to"
    __signed__ = True

    asked_id: Mapped[UUID] = mapped_column(to("export_asked.id"), index=True)
    #: Of what was asked; an agreement is worth nothing for anything else.
    digest: Sealed[bytes] = sealed()


class ExportFetched(SealedRecord):
    """The file went out, signed by who fetched it. One asking is good for one file."""

    __tablename__ = "export_fetched"
    __kind__ = "export fetched"
    __signed__ = True

    asked_id: Mapped[UUID] = mapped_column(to("export_asked.id"), unique=True)
    fetched_at: Sealed[datetime] = sealed()


class ExportEnded(SealedRecord):
    """Nothing goes out on this asking, signed: whoever asked withdrew it, or somebody who was asked refused."""

    __tablename__ = "export_ended"
    __kind__ = "export ended"
    __signed__ = True

    asked_id: Mapped[UUID] = mapped_column(to("export_asked.id"), index=True)
    why: Sealed[str] = sealed(default="")


class ExportSeen(SealedRecord):
    """A member of the team has seen that a file went out without a second person, or that hers was refused."""

    __tablename__ = "export_seen"
    __kind__ = "export seen"

    asked_id: Mapped[UUID] = mapped_column(to("export_asked.id"), index=True)
    person_id: Sealed[UUID] = sealed()
