"""What happened, in the words of the pages: a title for every word of `caseintake.law.events` somebody can record."""

from collections.abc import Mapping
from typing import Final

from caseintake.deadlines.wording import fact_name
from caseintake.i18n import lazy
from caseintake.law.events import Place
from caseintake.matters.wording import FACT_NAMES

PLACES: Final[Mapping[Place, str]] = {
    Place.CUSTODY: lazy("Custody"),
    Place.DOMESTIC: lazy("Before the domestic courts and authorities"),
    Place.COURT: lazy("Before the Court"),
    Place.EXECUTION: lazy("Execution of a judgment"),
    Place.UN: lazy("United Nations"),
    Place.OFFICE: lazy("The office's own duties"),
}

TITLES: Final[Mapping[str, str]] = {
    "investigation_sign_of_life": lazy("Sign of life of an investigation"),
    "information_request_received": lazy("The authority received a request for information"),
    "information_answered": lazy("The authority answered a request for information"),
    "last_protection_refused": lazy("Last domestic protection refused (removal, extradition)"),
    "notice_given": lazy("Notice of the application given to the Government"),
    "observations_invited": lazy("Letter of the Court: observations and claims invited"),
    "letter_with_date": lazy("Another letter of the Court with a fixed date"),
    "unilateral_declaration_received": lazy("Unilateral declaration of the Government received"),
    "decisive_fact_known": lazy("A decisive fact became known after the judgment"),
    "new_fact": lazy("New fact the Court must be told: address, death, release, settlement, other procedure"),
    "departure_notified": lazy("A State gave notice that it leaves the Convention"),
    "payment_received": lazy("The award was paid"),
    "action_plan_submitted": lazy("The State submitted its action plan"),
    "committee_meeting_set": lazy("Human-rights meeting of the Committee of Ministers announced"),
    "remedies_exhausted": lazy("Domestic remedies exhausted, for a body of the United Nations"),
    "other_procedure_lodged": lazy("Another international procedure begun on the same matter"),
    "other_procedure_ended": lazy("Another international procedure ended"),
    "matter_found_different": lazy("Compared: the other procedure is about something else"),
    "arrested": lazy("Arrest"),
    "brought_before_judge": lazy("Brought before a judge, or released"),
    "remand_ordered": lazy("Detention on remand ordered or prolonged"),
    "released": lazy("Released"),
    "contact_made": lazy("Contact with the applicant: call, letter, visit, signed note"),
    "account_looked_into": lazy("Somebody looked into the account with the Court"),
    "breach_known": lazy("A breach of personal data became known"),
    "supervisor_notified": lazy("The supervisory authority was told of a breach"),
    "access_requested": lazy("A person asked for her own data"),
    "access_answered": lazy("A request for own data was answered"),
}


def title(word: str) -> str:
    """What happened, as a line of a list; of a word that is gone the word itself, rather than nothing."""
    return str(TITLES.get(word, word))


def fact(name: str) -> str:
    """The label of a date of such a record."""
    return str(FACT_NAMES[name]) if name in FACT_NAMES else fact_name(name)
