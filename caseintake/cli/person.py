"""``caseintake person``: accounts, as far as they can be handled without any key."""

from pathlib import Path

import click
from sqlalchemy import select

from caseintake.cli.refused import Refusal
from caseintake.cli.where import directory_option, office_in
from caseintake.identity import people, words
from caseintake.identity.model import Person
from caseintake.identity.refusals import Refused
from caseintake.kernel.actor import Role
from caseintake.kernel.words import NotAWord


@click.group()
def person() -> None:
    """Invite people, list accounts, close a sign-in. Opens nothing and vouches for nobody."""


@person.command()
@directory_option
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
def invite(directory: Path, role: str) -> None:
    """Make an account and show its invitation, once."""
    office = office_in(directory)
    with office.unit(write=True) as uow:
        made, code = people.invite(Role(role), uow=uow)
        uow.commit()
    address = (office.settings.office_addresses or ("",))[0].rstrip("/")
    office.close()
    click.echo(f"Two-word name: {made.handle}")
    click.echo(f"Invitation:    {' '.join(code)}")
    click.echo(f"Typed in at:   {address}/enrol within {people.INVITATION_DAYS} days; it works once")
    click.echo("A coordinator must then compare nine words with the person.")


@person.command(name="list")
@directory_option
def list_(directory: Path) -> None:
    """Every account: two-word name, role, state. Names of people are sealed and not shown."""
    office = office_in(directory)
    with office.unit() as uow:
        rows = list(uow.session.scalars(select(Person).order_by(Person.handle)))
        known = {one.id: uow.roster.find(one.id) for one in rows}
    office.close()
    for row in rows:
        vouched = known[row.id]
        role = vouched.role if vouched is not None else row.role
        click.echo(f"{row.handle:<20} {role.value:<15} {row.state.value:<9} {'vouched' if vouched else '-'}")


@person.command()
@directory_option
@click.argument("handle")
def disable(directory: Path, handle: str) -> None:
    """Close a sign-in at once. The keys stay until a coordinator takes them away on the page People."""
    office = office_in(directory)
    try:
        with office.unit(write=True) as uow:
            found = people.find_by_handle(words.read_handle(handle), uow=uow)
            people.stop(found, uow=uow)
            uow.commit()
    except (Refused, NotAWord):
        raise Refusal(f"no account {handle}: caseintake person list --dir {directory}") from None
    finally:
        office.close()
    click.echo(f"{found.handle}: sign-in closed. A coordinator must now take the keys away.")
