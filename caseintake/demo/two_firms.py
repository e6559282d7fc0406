"""Two firms in one case: both declare before anything is opened to the second, and each client agrees to it by name."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from caseintake.demo.cast import Cast
from caseintake.demo.telling import Case
from caseintake.intake import consenting, papers
from caseintake.intake.drafts import Agreed
from caseintake.intake.model import HowGiven
from caseintake.matters import queries, service
from caseintake.matters.model import Matter
from caseintake.representation import firms
from caseintake.representation.firms import Told
from caseintake.work import UnitOfWork

_OURS: Final = "Çinar Law"


def let_in(matter: Matter, case: Case, cast: Cast, *, uow: UnitOfWork) -> None:
    """The deputy is of the other firm, and is given the key as such while nobody's file lies in the case yet."""
    deputy = cast.members[case.deputy or ""].id
    for name, leads in ((_OURS, True), (case.deputy_of, False)):
        told = Told(
            name, leads=leads, corresponds=not leads, costs="Each firm bears its own; awards for costs are halved",
            declared_on=uow.clock.today(), declared="Names compared with the firm’s register: none found",
        )  # fmt: skip
        firms.record(matter, told, uow=uow)
    firms.let_in(matter, deputy, case.deputy_of, uow=uow)
    service.change_matter(
        matter, codename=case.codename, about=case.about, responsible=cast.id(case.responsible), deputy=deputy, uow=uow
    )


def agree(case: Case, matter_id: UUID, cast: Cast) -> None:
    """Every client whose file the team opens and who was not asked yet: the other firm may read it."""
    if not case.deputy_of:
        return
    text = papers.read(cast.office.settings).questionnaire.consent("share_firm", "az")
    with cast.unit(case.made_by) as uow:
        rows = queries.applicants(queries.matter(matter_id, uow=uow), uow=uow)
        asked = consenting.closed_to(case.deputy_of, [row for row in rows if not row.restricted], uow=uow)
        for file in queries.client_files(asked, uow=uow).values():
            given = Agreed(text.use, True, text.version, "az", text.digest, case.deputy_of)
            consenting.take(file, given, HowGiven.READ_ALOUD, "", cast.today + timedelta(days=180), uow=uow)
        uow.commit()
