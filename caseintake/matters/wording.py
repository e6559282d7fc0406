"""The sentences of this package: refusals, what is missing, and the names of its words."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from caseintake.i18n import _, format_day, format_month, lazy
from caseintake.matters.facts import DateFact, Fault, Precision

#: Every code of a `Fault`, as the sentence at the box.
FAULTS: Final[Mapping[str, str]] = {
    "needed": lazy("Please fill this in."),
    "unknown_choice": lazy("Please choose one of the answers shown."),
    "not_a_number": lazy("Write this with digits only."),
    "year_digits": lazy("Write the year with four digits, like 2025."),
    "need_year": lazy("Write the year."),
    "need_month": lazy("Write the month."),
    "need_day": lazy("Write the day, or choose that only the month is known."),
    "no_such_month": lazy("A month is a number from 1 to 12."),
    "no_such_day": lazy("This month has %(limit)s days. Look at the day again."),
    "too_early": lazy("Look at the year again: nothing here lies before %(limit)s."),
    "future": lazy("This day has not come yet. Look at the date again."),
    "no_such_time": lazy("Write the time with hours and minutes, like 14:20."),
    "time_without_day": lazy("A time belongs to one exact day. Write the day, or leave the time out."),
    "need_end": lazy("Write until when."),
    "end_before_start": lazy("The second date lies before the first one."),
    "end_not_asked": lazy('The second date belongs to "between". Choose it, or clear the second date.'),
    "unknown_with_date": lazy('You chose "not known" but wrote a date. Keep one of them.'),
    "reasons_before_decided": lazy("The reasons cannot have been there before the decision. Look at both dates."),
    "served_before_decided": lazy("A decision cannot be served before it was made. Look at both dates."),
    "known_before_decided": lazy("A decision cannot be known before it was made. Look at both dates."),
    "known_before_act": lazy("This is before the day it happened. Look at both dates."),
    "need_reason": lazy("Say why this date goes. What stood here is kept in the history."),
    "codename_taken": lazy("One of your matters has this codename already."),
    "team_or_names": lazy("Choose the whole team or people by name, not both."),
    "nobody": lazy("Name at least one person."),
    "responsible_already": lazy("You are responsible for this matter already."),
    "nobody_stands_in": lazy("Nobody stands in for a colleague here."),
    "not_on_team": lazy("This person does not hold the key of this matter."),
    "on_team_already": lazy("This person is on the team already."),
    "role_holds_nothing": lazy("An administrator or somebody outside never gets the key of a matter."),
    "not_vouched": lazy("No coordinator has vouched for this person, so no key can be given."),
    "last_member": lazy("This is the last person on the team. Add somebody else first."),
    "last_beside": lazy(
        "This person alone holds papers of the matter that are kept apart (costs or a settlement). Give their key to a "
        "colleague first."
    ),
    "last_in_file": lazy(
        "The closed file of applicant %(limit)s opens to this person alone. Name somebody else there first."
    ),
    "last_in_place": lazy("A closed file opens to this person alone. Name somebody else there first."),
    "has_place_already": lazy("This person has this place in the matter already."),
    "same_person": lazy("Choose two different people."),
    "related_already": lazy("This is written down already."),
    "until_passed": lazy("This day is over. Choose today or a later day."),
    "same_matter": lazy("Choose another matter."),
    "merged_already": lazy("One of these files has been merged already. Open the other one."),
    "opens_differently": lazy("These two files open to different people. Make who opens them the same first."),
    "merge_elsewhere": lazy("One of these files has a place in a matter you do not hold. Ask somebody who holds both."),
    "undone_already": lazy("This has been undone already."),
    "life_not_from_here": lazy("This cannot follow what is written down. Look at the steps, or take back the last."),
    "life_before_last": lazy("This lies before the last step. Look at the date again."),
    "life_no_heir": lazy("No heir is written down who wishes to pursue. Ask each heir first and write it down."),
    "life_heir_pursues": lazy("An heir wishes to pursue. Write down a new wish of hers or his first."),
    "may_not_decide": lazy(
        "This person cannot decide for somebody else. For an adult a recorded consent is needed, for a child a "
        "guardian whose interests do not differ."
    ),
    "restricted": lazy("This file is closed to the team, so nothing about the person may stand here."),
    "one_of_the_file": lazy("What lies in one client's file is about this client alone. Tick this person only."),
    "served_twice": lazy("Somebody stands under two days. Look at the numbers again."),
    "stranger": lazy("Choose from this matter only."),
    "not_in_proceeding": lazy("Not in this proceeding."),
    "grew_from_it": lazy("That proceeding grew from this one. Choose another."),
    "same_proceeding": lazy("Choose another proceeding."),
    "no_court": lazy("An act nobody could review has no court that joins or severs."),
    "need_reason_why": lazy("Say why."),
    "taken_back_already": lazy("This was taken back already."),
    "not_of_complaint": lazy("Some of these applicants do not make this complaint."),
    "gone_on": lazy("Some of these applicants have gone on to another proceeding since. Take that back first."),
    "not_an_application": lazy("The Registry answers applications to the Court. This filing is something else."),
    "closed_among_others": lazy(
        "Closed files: No. %(limit)s. Whoever reads of the others would read of these clients. Leave them out, and "
        "write it once more for each of them alone."
    ),
    "file_closed": lazy("This file is closed to you: ask whoever holds it."),
    "closed_to_colleague": lazy("This file is closed to this colleague."),
    "asked_already": lazy("This paper is asked for already."),
    "no_application": lazy("Choose an application to the Court."),
    "there_already": lazy("Is in this application already."),
    "under_it_already": lazy("Makes this complaint already."),
    "not_under_it": lazy("Does not make this complaint."),
    "lodged_already": lazy("The application was lodged. From now on the Court joins and severs: record it there."),
    "several_applications": lazy("Is in several applications. Change them on the pages of these proceedings."),
    "other_state": lazy("This is about another respondent State. Each State has its own clock."),
}

#: What makes a decision or filing amber.
MISSING: Final[Mapping[str, str]] = {
    "no_start": lazy("No day is known from which time could run: it may end any day."),
    "no_decided_on": lazy("The day of the decision is missing."),
    "no_act_on": lazy("The day of the act is missing."),
    "not_exact": lazy("A day is not known exactly."),
    "no_proof": lazy("No document in the file proves a day that counts."),
    "finality_unclear": lazy("It is not settled whether this decision is final."),
    "no_day": lazy("The day of lodging is missing."),
    "no_order": lazy("The decision of the court that ordered it is missing."),
    "no_day_of_event": lazy("The day is missing."),
    "no_proof_of_lodging": lazy("The proof of lodging is missing."),
    "does_not_stop": lazy("Only a complete form sent by post stops the time-limit before the Court."),
    "road_unsure": lazy("No text says that this road stops the time. Ask, or send another set by registered post."),
    "came_back": lazy("It came back: it never arrived and stops nothing."),
    "form_rejected": lazy("The Registry rejected it: the original time-limit runs on."),
}

FACT_NAMES: Final[Mapping[str, str]] = {
    "act_on": lazy("The act complained of"),
    "decided_on": lazy("Decision taken"),
    "reasons_on": lazy("Text with reasons available"),
    "served_on": lazy("Served on the client"),
    "served_on_lawyer": lazy("Served on the client's lawyer"),
    "known_on": lazy("Client knew, or ought to have known"),
    "judgment_on": lazy("Judgment of the Court delivered"),
    "announced_on": lazy("Announced in court"),
    "posted_on": lazy("Posted by the court"),
    "final_on": lazy("Final, as the Court printed it"),
    "letter_on": lazy("Day of the letter"),
    "letter_due_on": lazy("Last day the letter names"),
    "notice_on": lazy("Notice given to the Government"),
    "published_on": lazy("Published"),
    "dispatched_on": lazy("Handed to the post"),
    "acknowledged_on": lazy("The Registry's letter arrived"),
    "rejected_on": lazy("Day of the letter that refuses the form"),
    "refused_on": lazy("Last protection refused"),
    "planned_on": lazy("When the act is to happen"),
    "new_fact_on": lazy("The new fact became known"),
    "last_contact_on": lazy("Day of the contact"),
    "looked_on": lazy("Looked into the account"),
    "departure_on": lazy("Notice of departure given"),
    "ceases_on": lazy("The State ceases to be bound"),
    "meeting_on": lazy("First day of the meeting"),
    "exhausted_on": lazy("Remedies exhausted"),
    "other_lodged_on": lazy("The other procedure was begun"),
    "other_ended_on": lazy("The other procedure ended"),
    "received_on": lazy("Received"),
    "last_sign_on": lazy("Last sign of life"),
    "detained_since_on": lazy("Detained since"),
    "order_ends_on": lazy("The order ends"),
    "arrested_at": lazy("Arrested"),
    "aware_at": lazy("The breach became known"),
    "received_at": lazy("Received, with the hour"),
    "lodged_on": lazy("Lodged"),
    "handed_on": lazy("Handed over"),
    "delivered_on": lazy("Delivered"),
    "returned_on": lazy("Came back"),
    "answered_on": lazy("Date of the letter"),
    "happened_on": lazy("Day it happened"),
}

#: What the rules ask beside days, and the words to choose from.
CHOICE_NAMES: Final[Mapping[str, str]] = {
    "decision_kind": lazy("Judgment or ruling"),
    "state": lazy("Respondent State"),
    "formation": lazy("Formation of the Court"),
    "notice": lazy("Has notice been given to the Government?"),
    "gravity": lazy("Gravity of the offence"),
    "exceptional": lazy("An exceptional case?"),
    "urgency": lazy("How urgent the information is"),
    "extended": lazy("Has the authority prolonged the time?"),
    "service_method": lazy("How it was served"),
    "submitter": lazy("Who submits it"),
}
CHOICES: Final[Mapping[str, str]] = {
    "decision_kind.judgment": lazy("judgment"),
    "decision_kind.ruling": lazy("ruling"),
    "formation.chamber": lazy("Chamber"),
    "formation.committee": lazy("committee"),
    "formation.single_judge": lazy("single judge"),
    "formation.grand_chamber": lazy("Grand Chamber"),
    "notice.no": lazy("no"),
    "notice.yes": lazy("yes"),
    "gravity.minor": lazy("no great public danger"),
    "gravity.less_serious": lazy("less serious"),
    "gravity.serious": lazy("serious"),
    "gravity.especially_serious": lazy("especially serious"),
    "exceptional.no": lazy("no"),
    "exceptional.yes": lazy("yes"),
    "urgency.ordinary": lazy("ordinary"),
    "urgency.loses_purpose": lazy("it would lose its purpose"),
    "urgency.threat_to_life": lazy("threat to life, health or freedom"),
    "extended.no": lazy("no"),
    "extended.yes": lazy("yes"),
    "service_method.personal": lazy("handed to the client"),
    "service_method.lawyer": lazy("handed to the lawyer"),
    "service_method.post": lazy("by post"),
    "service_method.electronic": lazy("electronically"),
    "service_method.prison": lazy("through the prison"),
    "service_method.refused": lazy("the client refused to take it"),
    "submitter.applicant": lazy("the applicant"),
    "submitter.organisation": lazy("an organisation"),
}

#: Every word of `kinds` and `facts` by its type's name and value.
WORDS: Final[Mapping[str, str]] = {
    "TaskKind.consent_changed": lazy("Look after a changed answer"),
    "TaskKind.withdrawal_asked": lazy("Ask whose wish it is to leave"),
    "TaskKind.leave_complaint": lazy("Take this client out of a complaint"),
    "TaskKind.ask_to_strike_out": lazy("Ask the Court to strike out for this client alone"),
    "TaskKind.paper": lazy("Get a paper from the client"),
    "TaskKind.went_out": lazy("Something went out without consent: tell the client, ask what can be mended"),
    "TaskKind.tell_registry": lazy("Write to the Registry that this applicant has died"),
    "TaskKind.ask_heir": lazy("Ask this heir whether to pursue the application"),
    "TaskKind.find_heirs": lazy("Find out who the heirs are"),
    "TaskKind.ask_name_kept": lazy("Ask the Court that the name be not public (Rules 33 and 47 § 4)"),
    "TaskKind.pressure": lazy("Pressure to withdraw: letter under Article 34, Rule 39, safety"),
    "Precision.day": lazy("the day"),
    "Precision.month": lazy("only the month"),
    "Precision.between": lazy("between two days"),
    "Precision.not_later": lazy("not later than"),
    "Precision.about": lazy("about"),
    "Precision.unknown": lazy("not known"),
    "Source.document": lazy("a document"),
    "Source.clients_memory": lazy("the client's memory"),
    "Source.envelope": lazy("the envelope"),
    "Source.court_register": lazy("the register of the court"),
    "Source.ecourt_account": lazy("the e-court account"),
    "Source.prison_receipt": lazy("the receipt book of the prison"),
    "Source.lawyer": lazy("the lawyer"),
    "Certainty.proven": lazy("proven by a document"),
    "Certainty.believed": lazy("believed"),
    "Certainty.unsure": lazy("unsure"),
    "MatterState.open": lazy("open"),
    "MatterState.closed": lazy("closed"),
    "Forum.civil": lazy("civil court"),
    "Forum.administrative": lazy("administrative court"),
    "Forum.criminal": lazy("criminal court or judicial supervision"),
    "Forum.other": lazy("another authority or court"),
    "Forum.admin_offence": lazy("administrative offence case"),
    "Forum.un": lazy("another body of the United Nations"),
    "Forum.hrc": lazy("Human Rights Committee (United Nations)"),
    "Forum.execution": lazy("execution of a judgment of the Court (Committee of Ministers)"),
    "Forum.echr": lazy("European Court of Human Rights"),
    "Forum.no_remedy": lazy("no remedy: an act or a measure"),
    "Status.prepared": lazy("being prepared"),
    "Status.pending": lazy("pending"),
    "Status.ended": lazy("ended"),
    "Status.joined": lazy("joined to another"),
    "MoveKind.joined": lazy("joined to another proceeding"),
    "MoveKind.severed": lazy("severed from it"),
    "DecisionKind.judgment": lazy("judgment"),
    "DecisionKind.ruling": lazy("ruling"),
    "DecisionKind.act": lazy("act or measure"),
    "Instance.authority": lazy("investigator, prosecutor or authority"),
    "Instance.first": lazy("first instance"),
    "Instance.appeal": lazy("appeal"),
    "Instance.cassation": lazy("cassation"),
    "Instance.extraordinary": lazy("extraordinary remedy (does not count for Article 35)"),
    "Instance.echr_single_judge": lazy("the Court: single judge"),
    "Instance.echr_committee": lazy("the Court: committee"),
    "Instance.echr_chamber": lazy("the Court: Chamber"),
    "Instance.echr_grand_chamber": lazy("the Court: Grand Chamber"),
    "Instance.none": lazy("nobody"),
    "Finality.yes": lazy("final"),
    "Finality.no": lazy("not final"),
    "Finality.unclear": lazy("finality unclear"),
    "FilingKind.claim": lazy("claim or complaint"),
    "FilingKind.appeal": lazy("appeal"),
    "FilingKind.cassation": lazy("cassation appeal"),
    "FilingKind.application": lazy("application to the Court"),
    "FilingKind.grand_chamber_request": lazy("request for referral to the Grand Chamber"),
    "FilingKind.complaint": lazy("complaint about an authority to a court"),
    "FilingKind.ombudsman_complaint": lazy("complaint to the Ombudsman"),
    "FilingKind.letter_to_investigator": lazy("letter to the investigating authority"),
    "FilingKind.interim_measure_request": lazy("request for an interim measure (Rule 39)"),
    "FilingKind.friendly_settlement_answer": lazy("answer on a friendly settlement"),
    "FilingKind.observations": lazy("observations"),
    "FilingKind.just_satisfaction_claim": lazy("claims for just satisfaction"),
    "FilingKind.extension_request": lazy("request for more time"),
    "FilingKind.comments": lazy("comments on a unilateral declaration"),
    "FilingKind.third_party_request": lazy("request for leave to intervene"),
    "FilingKind.rectification_request": lazy("request for rectification"),
    "FilingKind.interpretation_request": lazy("request for interpretation"),
    "FilingKind.revision_request": lazy("request for revision"),
    "FilingKind.letter_to_registry": lazy("letter to the Registry about a new fact"),
    "FilingKind.rule9_communication": lazy("communication under Rule 9"),
    "FilingKind.un_communication": lazy("communication to a body of the United Nations"),
    "FilingKind.other": lazy("other"),
    "Lodged.post": lazy("by post"),
    "Lodged.registered_post": lazy("by registered post"),
    "Lodged.courier": lazy("by private courier"),
    "Lodged.in_person": lazy("handed in"),
    "Lodged.ecourt": lazy("e-court account"),
    "Lodged.ecomms": lazy("the Court's electronic service"),
    "Lodged.prison": lazy("through the prison"),
    "Lodged.diplomatic_box": lazy("at a diplomatic mission or box"),
    "Lodged.fax": lazy("by fax"),
    "Lodged.email": lazy("by e-mail"),
    "Lodged.other": lazy("another way"),
    "Postmark.not_seen": lazy("not seen"),
    "Postmark.legible": lazy("can be read"),
    "Postmark.illegible": lazy("cannot be read"),
    "AnswerKind.acknowledged": lazy("registered, with a number"),
    "AnswerKind.rejected": lazy("rejected as incomplete (Rule 47)"),
    "AnswerKind.sent_back": lazy("sent back by post"),
}


def say(fault: Fault) -> str:
    """The sentence of a fault in the language now spoken."""
    return str(FAULTS[fault.code]) % {"limit": fault.limit}


def word(value: object) -> str:
    """A word of an enumeration of this package in the language now spoken."""
    return str(WORDS[f"{type(value).__name__}.{value}"])


def tell(fact: DateFact | None) -> str:
    """A date as it is known, in words: never more exact than it was said."""
    if fact is None or not fact.dated:
        return _("not known")
    first, last = fact.earliest, fact.latest
    if fact.precision is Precision.ABOUT:
        return _("about %(day)s", day=_as_written(fact))
    if first is None and last is not None:
        return _("not later than %(day)s", day=format_day(last))
    if last is None and first is not None:
        return _("not before %(day)s", day=format_day(first))
    assert first is not None
    assert last is not None
    if first == last:
        return f"{format_day(first)}, {fact.time}" if fact.time else format_day(first)
    if fact.precision is Precision.MONTH:
        return format_month(first)
    return _("between %(first)s and %(last)s", first=format_day(first), last=format_day(last))


def _as_written(fact: DateFact) -> str:
    """The day, month or year somebody named, for a fact whose bounds were widened."""
    parts = [int(part) for part in fact.written.split("-") if part.isdigit()]
    if len(parts) == 3:
        return format_day(date(parts[0], parts[1], parts[2]))
    if len(parts) == 2:
        return format_month(date(parts[0], parts[1], 1))
    if len(parts) == 1:
        return str(parts[0])
    middle = fact.earliest or fact.latest
    if fact.earliest is not None and fact.latest is not None:
        middle = fact.earliest + (fact.latest - fact.earliest) / 2
    return format_month(middle) if middle else _("not known")
