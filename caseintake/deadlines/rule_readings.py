"""Where texts of the law contradict each other the office chooses the reading it follows, with name, day and reason.

It then counts everywhere. An earlier choice stays to be read.
"""

from uuid import UUID

from sqlalchemy import select

from caseintake.access import policy
from caseintake.access.policy import Action, allows
from caseintake.deadlines.model import RuleReading
from caseintake.kernel.ids import new_id
from caseintake.law.rules import Law, Rule
from caseintake.matters.facts import Fault
from caseintake.matters.refusal import refuse_if
from caseintake.vault.errors import Locked, Tampered
from caseintake.vault.holders import VaultKind
from caseintake.vault.primitives import verify_signature
from caseintake.work import UnitOfWork


def readings_of(rule: Rule) -> tuple[str, ...]:
    """The readings a rule tells apart, in the order of its file."""
    return tuple(dict.fromkeys(one.select.reading for one in rule.file.versions if one.select.reading is not None))


def conflicting(law: Law) -> list[Rule]:
    """The rules whose texts contradict each other."""
    return [rule for rule in law.rules.values() if readings_of(rule)]


def chosen(*, uow: UnitOfWork) -> dict[str, str]:
    """The reading the office follows, by rule. Raises `Tampered` if a choice was changed and this person can tell."""
    return {rule: rows[-1].reading for rule, rows in history(uow=uow).items()}


def history(*, uow: UnitOfWork) -> dict[str, list[RuleReading]]:
    """Every choice ever made by rule, the last one at the end. Raises `Tampered` if one was not made by a chooser."""
    found: dict[str, list[RuleReading]] = {}
    for row in uow.session.scalars(select(RuleReading).order_by(RuleReading.rule, RuleReading.number)):
        if not _signed(row, uow=uow):
            raise Tampered(f"rule reading {row.id}: nobody who may choose signed it")
        if uow.keystore.can_open(row.vault_id):
            row.payload()
        found.setdefault(row.rule, []).append(row)
    return found


def _signed(row: RuleReading, *, uow: UnitOfWork) -> bool:
    """Whether somebody who may choose signed what stands in clear, in the vault where choices lie.

    Most who record facts cannot open that vault, so the columns must prove themselves: they move fatal dates. The
    choice of a colleague who has left since still counts.
    """
    said = row.message(uow.office.fingerprint)
    known = [entry for entry in uow.roster.history(row.author) if allows(entry.role, Action.MATTER_CHANGE)]
    return row.vault_id == directory(uow=uow) and any(
        verify_signature(entry.sign_public, row.signature_in_clear, said) for entry in known
    )


def choose(rule: Rule, reading: str, *, reason: str, uow: UnitOfWork) -> RuleReading:
    """Follow this reading from now on, in every matter. Raises `Refusal`."""
    policy.require(uow.actor, Action.MATTER_CHANGE)
    refuse_if(
        *([] if reading in readings_of(rule) else [Fault("reading", "unknown_choice")]),
        *([] if reason.strip() else [Fault("reason", "needed")]),
    )
    person, keys = uow.roster.person(uow.actor.id), uow.keyring.keys
    if keys is None:
        raise Locked("no key to sign with")
    earlier = history(uow=uow).get(rule.id, [])
    made = RuleReading(
        id=new_id(),
        vault_id=directory(uow=uow),
        rule=rule.id,
        number=len(earlier) + 1,
        reading=reading,
        chosen_on=uow.clock.today(),
        author=person.id,
        signature_in_clear=b"",
        reason=reason.strip(),
    )
    made.signature_in_clear = keys.sign(made.message(uow.office.fingerprint))
    uow.add(made)
    uow.say("reading of a rule chosen")
    uow.flush()
    return made


def directory(*, uow: UnitOfWork) -> UUID:
    """The vault these choices lie in."""
    found: UUID = uow.roster.office_vaults[VaultKind.DIRECTORY]
    return found
