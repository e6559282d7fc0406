"""What roles, states, vaults and refusals of the people pages are called."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from uuid import UUID

from caseintake.i18n import _, lazy
from caseintake.identity.model import Compared, PersonState
from caseintake.identity.people import Listed
from caseintake.identity.refusals import Why
from caseintake.kernel.actor import Role
from caseintake.vault.holders import RECOVERY, VaultKind

ROLES: Mapping[Role, str] = MappingProxyType(
    {
        Role.COORDINATOR: lazy("Coordinator"),
        Role.INTAKE_OFFICER: lazy("Intake officer"),
        Role.LAWYER: lazy("Lawyer"),
        Role.ASSISTANT: lazy("Assistant"),
        Role.OBSERVER: lazy("Observer"),
        Role.TRANSLATOR: lazy("Translator (outside)"),
        Role.EXPERT: lazy("Expert (outside)"),
        Role.ADMINISTRATOR: lazy("Administrator"),
    }
)


def title_of(person: Listed) -> str:
    """What somebody is: an advocate only with a Bar number, because secrecy and privilege hang on it."""
    role = str(ROLES[person.role])
    return _("%(role)s, advocate (%(number)s)", role=role, number=person.bar_number) if person.bar_number else role


ROLE_HINTS: Mapping[Role, str] = MappingProxyType(
    {
        Role.COORDINATOR: lazy("Watches all time limits, vouches for people. Opens no case by this role."),
        Role.INTAKE_OFFICER: lazy("Reads and answers new statements, once given the intake."),
        Role.LAWYER: lazy("Runs matters, and opens those she or he is given."),
        Role.ASSISTANT: lazy("Drafts and reads in matters that are given."),
        Role.OBSERVER: lazy("Reads what is given, for a time."),
        Role.TRANSLATOR: lazy("Opens single documents that are shared, and nothing else."),
        Role.EXPERT: lazy("Opens single documents that are shared, and nothing else."),
        Role.ADMINISTRATOR: lazy("Invites people and looks after the machine. Opens nothing."),
    }
)
STATES: Mapping[PersonState, str] = MappingProxyType(
    {
        PersonState.INVITED: lazy("invited"),
        PersonState.ENROLLED: lazy("waiting for a coordinator"),
        PersonState.ACTIVE: lazy("active"),
        PersonState.DISABLED: lazy("sign-in closed"),
    }
)
COMPARED: Mapping[Compared, str] = MappingProxyType(
    {
        Compared.FACE_TO_FACE: lazy("Face to face"),
        Compared.VOICE: lazy("By voice; I know the voice"),
        Compared.VIDEO: lazy("By video; I know the face"),
    }
)
VAULTS: Mapping[VaultKind, str] = MappingProxyType(
    {
        VaultKind.INTAKE: lazy("Intake: new statements and everything asked and answered"),
        VaultKind.DOCKET: lazy("Docket: names of matters and labels of time limits"),
        VaultKind.CONFLICTS: lazy("Conflicts: whom to ask before taking a case"),
        VaultKind.DIRECTORY: lazy("Directory: names of colleagues"),
    }
)
#: What a key opens, in a count.
OPENED: Mapping[VaultKind, str] = MappingProxyType(
    {
        **VAULTS,
        VaultKind.CONVERSATION: lazy("Statements with their questions and answers"),
        VaultKind.CLIENT_FILE: lazy("Client files"),
        VaultKind.MATTER: lazy("Matters"),
        VaultKind.LABEL: lazy("Names of matters"),
        VaultKind.SLIP: lazy("Time limits read by a second person"),
        VaultKind.EVIDENCE: lazy("Evidence held by two"),
        VaultKind.SHARED: lazy("Documents shared with one outside person"),
        VaultKind.COSTS: lazy("Costs and payments"),
        VaultKind.SETTLEMENT: lazy("Settlement papers"),
        VaultKind.CONFLICT: lazy("Folded names for the conflict check"),
        VaultKind.INNER: lazy("What named people keep among themselves"),
        VaultKind.OWN: lazy("What one colleague keeps for herself"),
    }
)
REFUSALS: Mapping[Why, str] = MappingProxyType(
    {
        Why.NOT_YOURS: lazy("This is for somebody with another role, or with a key you do not hold."),
        Why.NO_INVITATION: lazy(
            "This code is not known. It may be mistyped, used, or older than two weeks. Ask for a new one."
        ),
        Why.NOT_ENROLLED: lazy("This person has not set up an account yet, or has left."),
        Why.ALREADY_VOUCHED: lazy("You have vouched for this person. A second coordinator must do it too."),
        Why.OWN_SELF: lazy("Nobody can do this for herself or himself. Ask a colleague."),
        Why.LAST_COORDINATOR: lazy("The last coordinator cannot be removed. Vouch for another one first."),
        Why.NOT_ON_ROSTER: lazy("Nobody has vouched for this person, or she or he has been removed."),
        Why.LAST_HOLDER: lazy("You are the last who holds this. Give it to a colleague first."),
        Why.WRONG_ROLE: lazy("People with this role do not hold this."),
        Why.ALREADY_HOLDS: lazy("This person holds it already."),
        Why.NO_SUCH_PERSON: lazy("This is not there any more."),
        Why.NOT_FROZEN: lazy("This account is not frozen."),
        Why.NOBODY_TO_OPEN: lazy("There is no other coordinator who could open a frozen account again."),
        Why.NOBODY_BEGAN: lazy(
            "No coordinator has begun this for a forgotten passphrase. Somebody may have written it into the database. "
            "Vouch for nothing, and tell the other coordinators."
        ),
        Why.NO_DOCKET: lazy("You do not hold the docket. A coordinator who does can do this."),
        Why.ALREADY_PROPOSED: lazy("This has been proposed already."),
        Why.NEEDS_SECOND: lazy("Two coordinators must agree. Propose it; another coordinator confirms."),
        Why.OUT_OF_DATE: lazy("The list of people has changed since this was proposed. Propose it again."),
        Why.NO_DIRECTORY: lazy("You do not hold the directory of names. A coordinator who does can do this."),
    }
)


def together(names: Mapping[UUID, str]) -> Callable[[Iterable[UUID]], str]:
    """Several people in one line, for a template; the recovery shares may have signed for one of them."""

    def said(ids: Iterable[UUID]) -> str:
        return ", ".join(_("the recovery shares") if id == RECOVERY.id else names.get(id, "?") for id in ids)

    return said
