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
    "role_holds_nothing": lazy("An administrator never gets the key of a matter."),
    "not_vouched": lazy("No coordinator has vouched for this person, so no key can be given."),
    "last_member": lazy("This is the last person on the team. Add somebody else first."),
    "last_in_file": lazy(
        "The closed file of applicant %(limit)s opens to this person alone. Name somebody else there first."
    ),
    "restricted": lazy("This file is closed to the team, so nothing about the person may stand here."),
    "stranger": lazy("Choose from this matter only."),
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
    "no_proof_of_lodging": lazy("The proof of lodging is missing."),
    "does_not_stop": lazy("Only a complete form sent by post stops the time-limit before the Court."),
}

FACT_NAMES: Final[Mapping[str, str]] = {
    "act_on": lazy("The act complained of"),
    "decided_on": lazy("Decision taken"),
    "reasons_on": lazy("Text with reasons available"),
    "served_on": lazy("Served on the client"),
    "served_on_lawyer": lazy("Served on the client's lawyer"),
    "known_on": lazy("Client knew, or ought to have known"),
    "judgment_on": lazy("Judgment of the Court delivered"),
    "lodged_on": lazy("Lodged"),
}

#: Every word of `kinds` and `facts` by its type's name and value.
WORDS: Final[Mapping[str, str]] = {
    "TaskKind.consent_changed": lazy("Look after a changed answer"),
    "TaskKind.withdrawal_asked": lazy("Ask whose wish it is to leave"),
    "TaskKind.leave_complaint": lazy("Take this client out of a complaint"),
    "TaskKind.ask_to_strike_out": lazy("Ask the Court to strike out for this client alone"),
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
    "Forum.echr": lazy("European Court of Human Rights"),
    "Forum.no_remedy": lazy("no remedy: an act or a measure"),
    "Status.prepared": lazy("being prepared"),
    "Status.pending": lazy("pending"),
    "Status.ended": lazy("ended"),
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
    "FilingKind.other": lazy("other"),
    "Lodged.post": lazy("by post"),
    "Lodged.in_person": lazy("handed in"),
    "Lodged.ecourt": lazy("e-court account"),
    "Lodged.ecomms": lazy("the Court's electronic service"),
    "Lodged.prison": lazy("through the prison"),
    "Lodged.fax": lazy("by fax"),
    "Lodged.email": lazy("by e-mail"),
    "Lodged.other": lazy("another way"),
}

#: What the log says was done.
DEEDS: Final[Mapping[str, str]] = {
    "matter made": lazy("made the matter"),
    "matter changed": lazy("changed the matter"),
    "matter open": lazy("opened the matter again"),
    "matter closed": lazy("closed the matter"),
    "stood in for a colleague": lazy("stood in for a colleague"),
    "handed a matter back": lazy("handed the matter back"),
    "joined the team": lazy("gave a colleague the key"),
    "left the team": lazy("took the key from a colleague"),
    "client file closed to the team": lazy("closed a client file to the team"),
    "client file opened to the team": lazy("opened a client file to the team"),
    "applicant added": lazy("added an applicant"),
    "applicant changed": lazy("changed an applicant"),
    "client file changed": lazy("changed a client file"),
    "conversation joined to the client file": lazy("joined a conversation to a client file"),
    "complaint recorded": lazy("recorded a complaint"),
    "complaint changed": lazy("changed a complaint"),
    "proceeding recorded": lazy("recorded a proceeding"),
    "proceeding changed": lazy("changed a proceeding"),
    "decision recorded": lazy("recorded a decision"),
    "decision changed": lazy("changed a decision"),
    "service on an applicant recorded": lazy("recorded service on an applicant"),
    "filing recorded": lazy("recorded a filing"),
    "filing changed": lazy("changed a filing"),
    "documents added": lazy("added documents"),
    "document opened": lazy("opened a document"),
    "document marked intimate": lazy("marked a document as private"),
    "mark of a document taken back": lazy("took back the mark of a document"),
    "document sealed away": lazy("sealed a document away"),
    "document marked as possibly showing a minor": lazy("marked a document as possibly showing a minor"),
    "file set aside described": lazy("described a file set aside"),
    # Deeds of the floors above, in a matter's log.
    "accepted": lazy("accepted a letter"),
    "answered": lazy("answered a client"),
    "consent changed": lazy("changed a consent"),
    "withdrawal asked": lazy("asked to leave"),
    "withdrawal settled": lazy("wrote down whose wish it was to leave"),
    "conversation destroyed": lazy("destroyed a conversation"),
    "legal officers named": lazy("named the legal officers"),
    "step decided for a file set aside": lazy("decided a step for a file set aside"),
    "step agreed for a file set aside": lazy("agreed to a step for a file set aside"),
    "consent taken": lazy("wrote down a consent"),
    "noted what went out": lazy("noted what went out"),
    "task done": lazy("did a task"),
    "asked for more": lazy("asked a client for something"),
    "question withdrawn": lazy("took back a question to a client"),
    "code replaced": lazy("gave a new code"),
    "known by the safe question": lazy("after the safe question"),
    "known in person": lazy("in person"),
    "code retired by the office": lazy("retired a code"),
    "time-limits counted": lazy("counted the time-limits again"),
    "second reading asked": lazy("asked for a second reading"),
    "time-limit set by hand": lazy("set a time-limit by hand"),
    "date set by hand taken back": lazy("took back a date set by hand"),
    "moved time-limit accepted": lazy("accepted a time-limit that had moved"),
    "time-limit not pursued": lazy("noted that a time-limit is not pursued"),
    "time-limit missed": lazy("noted that a time-limit was missed"),
    "time-limit pursued again": lazy("took up a time-limit again"),
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
        return format_day(first)
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
