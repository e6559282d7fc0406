"""Keeps in clear who is responsible for a matter, so that a timer without any key knows whom to remind."""

from caseintake.matters import queries
from caseintake.matters.events import MatterChanged, MatterCreated
from caseintake.reminders.model import MatterDuty
from caseintake.work import Office, UnitOfWork


def on_matter(happened: MatterCreated | MatterChanged, uow: UnitOfWork) -> None:
    """Write down what the label says, if it says something else than before."""
    matter = happened.matter
    label = queries.label_of(matter, uow=uow)
    row = uow.session.scalar(queries.kept_by(matter, MatterDuty))
    if row is None:
        row = MatterDuty(vault_id=matter.vault_id, matter_id=matter.id, responsible=None, deputy=None)
        uow.add(row)
    if (row.responsible, row.deputy) != (label.responsible, label.deputy):
        row.responsible, row.deputy = label.responsible, label.deputy
    uow.flush()


def listen(office: Office) -> None:
    """Hear of every matter from now on. Calling it again changes nothing."""
    for kind in (MatterCreated, MatterChanged):
        office.listen(kind, on_matter)
