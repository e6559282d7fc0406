"""Every act on matters in one place for the floors above; each is defined in the module of its noun."""

from caseintake.matters.applicants import (
    add_applicant,
    add_applicants,
    change_applicant,
    change_client_file,
    join_conversation,
)
from caseintake.matters.complaints import change_complaint, place_applicants, record_complaint
from caseintake.matters.decisions import change_decision, record_decision, record_service, record_services
from caseintake.matters.filings import change_filing, record_filing, record_together
from caseintake.matters.happened import change_event, record_event, record_events, take_back
from caseintake.matters.opening import change_matter, create_matter, set_state
from caseintake.matters.proceedings import change_proceeding, grow_from, record_proceeding
from caseintake.matters.refusal import Refusal
from caseintake.matters.standing import hand_back, take_over
from caseintake.matters.team import add_member, lift_restriction, members, remove_member, restrict

__all__ = [
    "Refusal",
    "add_applicant",
    "add_applicants",
    "add_member",
    "change_applicant",
    "change_client_file",
    "change_complaint",
    "change_decision",
    "change_event",
    "change_filing",
    "change_matter",
    "change_proceeding",
    "create_matter",
    "grow_from",
    "hand_back",
    "join_conversation",
    "lift_restriction",
    "members",
    "place_applicants",
    "record_complaint",
    "record_decision",
    "record_event",
    "record_events",
    "record_filing",
    "record_proceeding",
    "record_service",
    "record_services",
    "record_together",
    "remove_member",
    "restrict",
    "set_state",
    "take_back",
    "take_over",
]
