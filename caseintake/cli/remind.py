"""``caseintake remind``."""

from pathlib import Path
from uuid import UUID

import click
from sqlalchemy import select

from caseintake.cli.refused import Refusal
from caseintake.cli.where import directory_option, office_in
from caseintake.identity.model import Person
from caseintake.reminders.running import Deliver, Ran, Today, by_mail, run
from caseintake.work import Office


@click.command()
@directory_option
@click.option("--print", "printed", is_flag=True, help="Write everybody's digest here instead of sending mail.")
def remind(directory: Path, printed: bool) -> None:
    """Say what ends soon to whoever must act, each step once. Opens nothing. Exit 1 if something could not be said.

    Run it by a timer, every hour or every day: what was said is not said again.
    """
    office = office_in(directory)
    try:
        if printed:
            done = run(office, _printer(office), to=_everybody)
        elif office.settings.mail is None:
            raise Refusal("office.toml has no [mail]: set up mail as docs/operations.md says, or use --print")
        else:
            deliver, to = by_mail(office)
            done = run(office, deliver, to=to)
    finally:
        office.close()
    _say(done)
    raise SystemExit(1 if done.failed or done.alarms else 0)


def _everybody(today: Today) -> frozenset[UUID]:
    return today.staff.people


def _printer(office: Office) -> Deliver:
    with office.unit() as uow:
        handles = {row.id: row.handle for row in uow.session.execute(select(Person.id, Person.handle))}

    def deliver(person: UUID, subject: str, body: str, _number: str) -> None:
        click.secho(f"== {handles.get(person, person)}: {subject}", bold=True)
        click.echo(body)

    return deliver


def _say(done: Ran) -> None:
    click.echo(
        f"dates running {done.running}, digests sent {done.sent}, to be tried again by the next run {done.failed}",
        err=True,
    )
    if done.without:
        click.echo(f"{done.without} people have no address: they see it in the office only", err=True)
    if done.alarms:
        click.echo(f"ALARM: {done.alarms} things were changed by another hand: run caseintake verify", err=True)
