"""What the whole team goes on reading of a client whose file is closed: whoever closes it sees it, with links."""

from typing import Final
from uuid import UUID

from flask import g

from caseintake import findable
from caseintake.casework import place
from caseintake.i18n import _
from caseintake.matters import queries
from caseintake.matters.model import Applicant, ClientFile, InMatter
from caseintake.people.known import names_of
from caseintake.search import service as search
from caseintake.search.excerpt import Piece
from caseintake.search.service import Found, Hit
from caseintake.vault.sealed import SealedRecord
from caseintake.web.office.matters_pages import matter
from caseintake.web.office.search import Line, as_line

_SOURCES: Final = {source.model: source for source in findable.SOURCES}


#: So much of a record is shown as tells it from another.
_SHOWN: Final = 160


def still_read(row: InMatter, file: ClientFile) -> list[Line]:
    """Records with the matter that are about this person and others, or in which the name stands in any spelling."""
    here = matter()
    # What the matter's own record of the place says of the person goes when the file is closed.
    own = {one.id for one in queries.places_of(here, file.id, uow=g.uow)}
    lines: dict[UUID, Line] = {}
    for name in sorted(names_of(file)):
        found = search.find(name, findable.SOURCES, uow=g.uow, within=here.vault_id, alone=True)
        for hit in [one for one in found.hits if one.row.id not in own]:
            lines.setdefault(hit.row.id, as_line(hit, found, here, None))
    if isinstance(row, Applicant):
        for record in place.among_others(here, row.id, uow=g.uow):
            if record.id not in lines:
                lines[record.id] = _line(record)
    return list(lines.values())


def _line(record: SealedRecord) -> Line:
    source = _SOURCES[type(record)]
    texts = source.told(record)
    line = as_line(Hit(source, record, texts, frozenset()), Found(), matter(), None)
    line.excerpt = [Piece((" – ".join(texts) or _("taken back"))[:_SHOWN], False)]
    return line
