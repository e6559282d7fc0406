"""Somebody new in a matter with other firms: a firm reads the file from the first day only if the client agreed.

The files of whoever has not agreed yet begin closed to the people of that firm, and open to the others by name.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from caseintake.intake import consenting
from caseintake.intake.drafts import Agreed
from caseintake.intake.model import HowGiven
from caseintake.intake.questionnaire import ConsentText
from caseintake.matters import queries, team
from caseintake.matters.model import ClientFile, InMatter, Matter
from caseintake.representation.firms import same
from caseintake.work import UnitOfWork

USE: Final = "share_firm"


@dataclass(frozen=True, slots=True)
class Word:
    """Which firms may read, as the newcomers told the acting person, and the text that was shown."""

    firms: tuple[str, ...] = ()
    text: ConsentText | None = None


#: Nobody was asked yet.
UNASKED: Final = Word()


def asked(matter: Matter, *, uow: UnitOfWork) -> list[str]:
    """Each other firm on the team, by name. Not that of the acting person, who opens what she writes down herself."""
    on_team, firm_of = set(team.members(matter, uow=uow)), team.firms(matter, uow=uow)
    own = firm_of.get(uow.actor.id, "")
    found = {firm.strip().casefold(): firm for person, firm in firm_of.items() if person in on_team}
    return sorted(firm for firm in found.values() if not same(firm, own))


def opening(matter: Matter, word: Word, *, uow: UnitOfWork) -> dict[str, Any]:
    """How a new file is opened, as `matters.add_applicant` is told it; empty: to the whole team.

    The matter is locked first: a firm that comes in at this moment is either asked about, or asks for consent itself.
    """
    uow.keystore.ready_to_write([matter.vault_id])
    waits = [firm for firm in asked(matter, uow=uow) if not any(same(firm, one) for one in word.firms)]
    if not waits:
        return {}
    firm_of = team.firms(matter, uow=uow)
    ours = [id for id in team.members(matter, uow=uow) if not any(same(firm_of.get(id, ""), one) for one in waits)]
    return {"restricted": True, "holders": ours}


def begin(matter: Matter, rows: Iterable[InMatter], word: Word, *, uow: UnitOfWork) -> None:
    """Write down what the newcomers agreed to, and that the firms read; nobody keeps a file longer than the matter."""
    people = list(rows)
    ending = team.last_days(matter, uow=uow).keys()
    for row in people:
        if row.restricted:
            for person in ending & set(team.people(row.client_file_vault_id, uow=uow)):
                team.end_with(matter, row.client_file_vault_id, person, uow=uow)
    if not word.firms:
        return
    files = {file.id: file for file in queries.client_files(people, uow=uow).values()}
    for file in files.values():
        _agree(file, word, uow)
    today = uow.clock.today()
    for firm in word.firms:
        consenting.note_all_gone_out(files.values(), USE, firm, "", today, agreed=files.keys(), uow=uow)


def _agree(file: ClientFile, word: Word, uow: UnitOfWork) -> None:
    """One answer counts for each use: somebody known who agreed to another firm before goes on agreeing to it."""
    before = consenting.current(consenting.history(file, uow=uow)).get(USE)
    told = [before.row.scope] if before is not None and before.row.agreed and before.row.scope else []
    new = [firm for firm in word.firms if not consenting.agrees(file, USE, firm, uow=uow)]
    if new and word.text is not None:
        text = word.text
        given = Agreed(USE, True, text.version, text.language, text.digest, "; ".join([*told, *new]))
        consenting.take(file, given, HowGiven.SPOKEN, "", None, uow=uow)


def waiting(matter: Matter, *, uow: UnitOfWork) -> set[UUID]:
    """The places whose file is closed to another firm on the team and whose client was not asked about it yet."""
    rows = [row for row in queries.everybody(matter, uow=uow) if row.restricted]
    files = queries.client_files(rows, uow=uow)
    said = consenting.counting(files.values(), uow=uow)
    unasked = [row for row in rows if row.id in files and _open(said[files[row.id].id].get(USE))]
    firm_of, found = team.firms(matter, uow=uow), set()
    for firm in asked(matter, uow=uow):
        for row in consenting.closed_to(firm, unasked, uow=uow):
            if not any(same(firm_of.get(id, ""), firm) for id in team.people(row.client_file_vault_id, uow=uow)):
                found.add(row.id)
    return found


def agreed(matter: Matter, *, uow: UnitOfWork) -> set[UUID]:
    """The places whose file is closed to another firm on the team although the client has agreed to every one there.

    It may have been closed for another reason: somebody looks, and opens it by hand.
    """
    others, firm_of = asked(matter, uow=uow), team.firms(matter, uow=uow)
    rows = [row for row in queries.everybody(matter, uow=uow) if row.restricted] if others else []
    refused = {row.id for firm in others for row in consenting.closed_to(firm, rows, uow=uow)}
    found = set()
    for row in rows:
        if row.id not in refused:
            read = [firm_of.get(id, "") for id in team.people(row.client_file_vault_id, uow=uow)]
            if not all(any(same(one, firm) for one in read) for firm in others):
                found.add(row.id)
    return found


def _open(answer: consenting.Answer | None) -> bool:
    """Nobody is asked again who said no."""
    return answer is None or answer.row.agreed
