"""``caseintake night``: twice a year the night in which a colleague is taken is rehearsed, and the result is filed."""

from pathlib import Path
from uuid import UUID

import click
from sqlalchemy import select

from caseintake.cli.refused import Refusal
from caseintake.cli.where import directory_option, office_in
from caseintake.health import heartbeat
from caseintake.health.heartbeat import Kind, Result
from caseintake.health.night import tonight
from caseintake.identity import people, words
from caseintake.identity.model import Person
from caseintake.identity.refusals import Refused
from caseintake.kernel.words import NotAWord
from caseintake.work import UnitOfWork

#: What people do by hand, with a colleague who plays the one who was taken.
STEPS = (
    "a deputy found the night card within five minutes",
    "the colleague's account was frozen from a telephone, and her sign-in failed",
    "the page showed what of hers ends within thirty days, and somebody stood in",
    "the first number on the card answered",
    "two coordinators opened the account again",
)


def _coordinator(handle: str, uow: UnitOfWork) -> UUID:
    try:
        found = people.find_by_handle(words.read_handle(handle), uow=uow).id
    except (Refused, NotAWord):
        raise Refusal(f"no account {handle}: caseintake person list") from None
    known = uow.roster.find(found)
    if known is None or not known.may_vouch:
        raise Refusal(f"{handle} is no coordinator")
    return found


@click.command()
@directory_option
@click.option("--by", "handle", required=True, help="Two-word name of the coordinator who holds the rehearsal.")
def night(directory: Path, handle: str) -> None:
    """Print who could freeze whom tonight, ask what was tried, and note the result. Exit 1 if it was not good."""
    office = office_in(directory)
    try:
        with office.unit() as uow:
            who = _coordinator(handle, uow)
            handles = {row.id: row.handle for row in uow.session.execute(select(Person.id, Person.handle))}
            found = list(tonight(uow))
        click.secho(f"Rehearsal of the night somebody is taken, {office.clock.today().isoformat()}", bold=True)
        for one in found:
            click.echo(f"  {'good' if one.good else 'NOT GOOD':8}  {handles.get(one.person, '?')} ({one.role.value})")
            could = ", ".join(handles.get(id, "?") for id in one.freezers) or "NOBODY"
            click.echo(f"            could be frozen by: {could}")
            click.echo(f"            matters {one.matters}, of them opened by nobody else {one.alone}")
        click.echo("Now play it with one colleague, then answer.")
        done = [(step, click.confirm(f"  {step}")) for step in STEPS]
        good = all(one.good for one in found) and all(yes for _, yes in done)
        heartbeat.record(office, Kind.NIGHT_REHEARSAL, Result.DONE if good else Result.FAILED, digest=who.bytes)
    finally:
        office.close()
    for step, yes in done:
        click.echo(f"  [{'x' if yes else ' '}] {step}")
    for one in found:
        if not one.good:
            click.echo(f"  not good: {handles.get(one.person, '?')} ({one.role.value})")
    click.echo("  result: good" if good else "  result: NOT GOOD")
    click.echo("  by: ____________________   seen by: ____________________")
    raise SystemExit(0 if good else 1)
