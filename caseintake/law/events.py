"""What sets a time-limit running and what ends it: the only words `trigger.event` and `met_by.event` may use. Pure.

A rule file names a word; the office records what it stands for. Who adds a rule needs a new word here only if none of
these says it, and its sentences in `caseintake.deadlines.event_words`.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, NamedTuple


class Told(StrEnum):
    """Which record of a matter tells that it happened."""

    #: A decision or act with its days.
    DECISION = "decision"
    #: Something lodged, sent or dispatched by us.
    FILING = "filing"
    #: The Registry's answer to an application, recorded at its filing.
    ANSWER = "answer"
    #: Anything else that happened: a letter that came, an arrest, a contact.
    EVENT = "event"
    #: Nothing of its own: the end of another rule, named in ``trigger.start`` as ``due:RULE``.
    CHAIN = "chain"


class Place(StrEnum):
    """Under which heading it is offered."""

    DOMESTIC = "domestic"
    COURT = "court"
    EXECUTION = "execution"
    UN = "un"
    CUSTODY = "custody"
    OFFICE = "office"


class Event(NamedTuple):
    """One word of the vocabulary: who tells it, where it belongs, and what it means in a line of English."""

    told: Told
    place: Place
    means: str


_D, _F, _A, _E, _C = Told.DECISION, Told.FILING, Told.ANSWER, Told.EVENT, Told.CHAIN

EVENTS: Final[Mapping[str, Event]] = {
    # Decisions and acts.
    "final_domestic_decision": Event(_D, Place.DOMESTIC, "final domestic decision"),
    "act_or_knowledge": Event(_D, Place.DOMESTIC, "act without a remedy, or knowledge of it"),
    "decision_served": Event(_D, Place.DOMESTIC, "decision of a court, by instance"),
    "verdict": Event(_D, Place.DOMESTIC, "verdict of a criminal court"),
    "supervision_decision": Event(_D, Place.DOMESTIC, "ruling of a court in judicial supervision"),
    "authority_act": Event(_D, Place.DOMESTIC, "act or omission of an authority or prosecutor"),
    "offence_decision": Event(_D, Place.DOMESTIC, "decision in an administrative offence case"),
    "chamber_judgment": Event(_D, Place.COURT, "judgment of a Chamber of the Court"),
    "court_judgment": Event(_D, Place.COURT, "judgment or decision of the Court, of any formation"),
    # What hangs on the end of another rule.
    "application_due": Event(_C, Place.COURT, "last day of an application to the Court"),
    "judgment_final": Event(_C, Place.EXECUTION, "the judgment became final"),
    # Before the domestic courts.
    "claim_lodged": Event(_F, Place.DOMESTIC, "claim or complaint lodged with a court"),
    "complaint_lodged": Event(_F, Place.DOMESTIC, "complaint about an authority lodged with a court"),
    "appeal_lodged": Event(_F, Place.DOMESTIC, "appeal lodged"),
    "cassation_lodged": Event(_F, Place.DOMESTIC, "cassation appeal lodged"),
    "ombudsman_complaint_lodged": Event(_F, Place.DOMESTIC, "complaint lodged with the Ombudsman"),
    "investigator_written_to": Event(_F, Place.DOMESTIC, "letter sent to the investigating authority"),
    "investigation_sign_of_life": Event(_E, Place.DOMESTIC, "sign of life of an investigation"),
    "information_request_received": Event(_E, Place.DOMESTIC, "request for information received by the authority"),
    "information_answered": Event(_E, Place.DOMESTIC, "answer to a request for information"),
    "last_protection_refused": Event(_E, Place.DOMESTIC, "last domestic protection refused"),
    # Before the Court.
    "application_dispatched": Event(_F, Place.COURT, "application to the Court dispatched by post"),
    "acknowledgement_received": Event(_A, Place.COURT, "first letter of the Registry received"),
    "application_rejected": Event(_A, Place.COURT, "answer of the Registry that refuses the form"),
    "rule39_requested": Event(_F, Place.COURT, "request for an interim measure lodged"),
    "notice_given": Event(_E, Place.COURT, "notice of the application given to the Government"),
    "observations_invited": Event(_E, Place.COURT, "letter of the Court that invites observations and claims"),
    "letter_with_date": Event(_E, Place.COURT, "any other letter of the Court with a fixed date"),
    "unilateral_declaration_received": Event(_E, Place.COURT, "unilateral declaration of the Government received"),
    "friendly_settlement_answered": Event(_F, Place.COURT, "answer to a proposal of friendly settlement sent"),
    "observations_sent": Event(_F, Place.COURT, "observations sent"),
    "just_satisfaction_claimed": Event(_F, Place.COURT, "claims for just satisfaction sent"),
    "extension_requested": Event(_F, Place.COURT, "extension of a time-limit requested"),
    "comments_sent": Event(_F, Place.COURT, "comments on a unilateral declaration sent"),
    "third_party_request_sent": Event(_F, Place.COURT, "request for leave to intervene sent"),
    "request_received_at_registry": Event(_F, Place.COURT, "request for referral received at the Registry"),
    "rectification_requested": Event(_F, Place.COURT, "request for rectification lodged"),
    "interpretation_requested": Event(_F, Place.COURT, "request for interpretation lodged"),
    "revision_requested": Event(_F, Place.COURT, "request for revision lodged"),
    "decisive_fact_known": Event(_E, Place.COURT, "decisive new fact became known"),
    "new_fact": Event(_E, Place.COURT, "new fact the Court must be told"),
    "registry_informed": Event(_F, Place.COURT, "Registry told of a new fact"),
    "departure_notified": Event(_E, Place.COURT, "notice of a State that it leaves the Convention"),
    # Execution.
    "payment_received": Event(_E, Place.EXECUTION, "award paid"),
    "action_plan_submitted": Event(_E, Place.EXECUTION, "action plan of the State submitted"),
    "committee_meeting_set": Event(_E, Place.EXECUTION, "meeting of the Committee of Ministers set"),
    "rule9_submitted": Event(_F, Place.EXECUTION, "communication under Rule 9 submitted"),
    # United Nations.
    "remedies_exhausted": Event(_E, Place.UN, "domestic remedies exhausted, for a body of the United Nations"),
    "other_procedure_lodged": Event(_E, Place.UN, "another international procedure begun on the same matter"),
    "other_procedure_ended": Event(_E, Place.UN, "another international procedure ended"),
    "communication_lodged": Event(_F, Place.UN, "communication lodged with a body of the United Nations"),
    "matter_found_different": Event(_E, Place.UN, "a lawyer compared the other matter: it is not the same"),
    # Custody.
    "arrested": Event(_E, Place.CUSTODY, "arrest"),
    "brought_before_judge": Event(_E, Place.CUSTODY, "brought before a judge, or released"),
    "remand_ordered": Event(_E, Place.CUSTODY, "detention on remand ordered or extended"),
    "released": Event(_E, Place.CUSTODY, "released"),
    # The office's own duties.
    "contact_made": Event(_E, Place.OFFICE, "contact with the applicant, with proof"),
    "account_looked_into": Event(_E, Place.OFFICE, "look into the account with the Court"),
    "breach_known": Event(_E, Place.OFFICE, "breach of personal data became known"),
    "supervisor_notified": Event(_E, Place.OFFICE, "supervisory authority told of a breach"),
    "access_requested": Event(_E, Place.OFFICE, "request of a person for her own data received"),
    "access_answered": Event(_E, Place.OFFICE, "request for own data answered"),
}
