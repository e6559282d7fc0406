"""The sentences of `explain`, in English as the source. Whole sentences, one per fact: a phrase built from parts
cannot be declined in Azerbaijani or Russian."""

from collections.abc import Mapping
from typing import Final


def N_(sentence: str) -> str:  # noqa: N802 - the name gettext tools look for
    """Mark a sentence for the catalogues."""
    return sentence


FACTS: Final[Mapping[str, str]] = {
    "act_on": N_("day of the act complained of"),
    "decided_on": N_("day the decision was taken"),
    "announced_on": N_("day the decision was pronounced"),
    "reasons_on": N_("day the full text with reasons was available"),
    "posted_on": N_("day the court sent the decision"),
    "served_on": N_("day the decision was served on the client"),
    "served_on_lawyer": N_("day the decision was served on the lawyer"),
    "known_on": N_("day the client learnt of it"),
    "judgment_on": N_("day of the judgment of the Court"),
    "final_on": N_("day the judgment became final, as printed on it"),
    "letter_on": N_("day of the Court's letter"),
    "letter_due_on": N_("day fixed by the Court's letter"),
    "notice_on": N_("day the Government was given notice of the application"),
    "published_on": N_("day of publication"),
    "dispatched_on": N_("day of dispatch"),
    "acknowledged_on": N_("day of the Registry's letter of receipt"),
    "rejected_on": N_("day the Registry rejected the form"),
    "refused_on": N_("day the last domestic protection was refused"),
    "planned_on": N_("day of the act that is threatened"),
    "new_fact_on": N_("day of the new fact"),
    "last_contact_on": N_("day of the last contact with the client"),
    "looked_on": N_("day of the last look into the Court account"),
    "departure_on": N_("day of the State's notice that it leaves the Convention"),
    "ceases_on": N_("day the State ceases to be a party"),
    "meeting_on": N_("first day of the meeting of the Committee of Ministers"),
    "exhausted_on": N_("day domestic remedies were exhausted"),
    "other_lodged_on": N_("day the other international procedure began"),
    "other_ended_on": N_("day the other international procedure ended"),
    "received_on": N_("day the request was received"),
    "last_sign_on": N_("day of the last sign of life of the investigation"),
    "detained_since_on": N_("first day of detention"),
    "order_ends_on": N_("day the order of detention runs out"),
    "arrested_at": N_("day and hour of the arrest"),
    "aware_at": N_("day and hour somebody became aware of it"),
    "received_at": N_("day and hour the request was received"),
    "lodged_on": N_("day of lodging"),
    "decision_kind": N_("kind of decision"),
    "state": N_("respondent State"),
    "formation": N_("formation of the Court"),
    "notice": N_("notice given to the Government"),
    "gravity": N_("gravity of the offence"),
    "exceptional": N_("exceptional case"),
    "urgency": N_("urgency of the request"),
    "extended": N_("extended"),
    "service_method": N_("method of service"),
    "submitter": N_("who submits"),
    "reading": N_("reading of the texts"),
}

START: Final[Mapping[str, str]] = {
    "act_on": N_("The time runs from the act complained of: %(day)s."),
    "decided_on": N_("The time runs from the day the decision was taken: %(day)s."),
    "reasons_on": N_("The time runs from the day the full text with reasons was available: %(day)s."),
    "served_on": N_("The time runs from service of the decision on the client: %(day)s."),
    "served_on_lawyer": N_("The time runs from service of the decision on the lawyer: %(day)s."),
    "known_on": N_("The time runs from the day the client learnt of it: %(day)s."),
    "judgment_on": N_("The time runs from the date of the judgment, not from its service: %(day)s."),
    "announced_on": N_("The time runs from the day the decision was pronounced: %(day)s."),
    "posted_on": N_("The time runs from the day the court sent the decision: %(day)s."),
    "final_on": N_("The time runs from the day the judgment became final, as printed on it: %(day)s."),
    "letter_on": N_("The time runs from the day of the Court's letter: %(day)s."),
    "notice_on": N_("The time runs from the day the Government was given notice of the application: %(day)s."),
    "published_on": N_("The time runs from the day of publication: %(day)s."),
    "dispatched_on": N_("The time runs from the day of dispatch: %(day)s."),
    "rejected_on": N_("The time runs from the day the Registry rejected the form: %(day)s."),
    "refused_on": N_("The time runs from the day the last domestic protection was refused: %(day)s."),
    "new_fact_on": N_("The time runs from the day of the new fact: %(day)s."),
    "last_contact_on": N_("The time runs from the last contact with the client: %(day)s."),
    "looked_on": N_("The time runs from the last look into the Court account: %(day)s."),
    "departure_on": N_("The time runs from the State's notice that it leaves the Convention: %(day)s."),
    "ceases_on": N_("The State ceases to be a party on %(day)s."),
    "meeting_on": N_("The time is counted from the meeting of the Committee of Ministers: %(day)s."),
    "exhausted_on": N_("The time runs from the day domestic remedies were exhausted: %(day)s."),
    "other_lodged_on": N_("The time runs from the day the other international procedure began: %(day)s."),
    "other_ended_on": N_("The time runs from the end of the other international procedure: %(day)s."),
    "received_on": N_("The time runs from the day the request was received: %(day)s."),
    "last_sign_on": N_("The time runs from the last sign of life of the investigation: %(day)s."),
    "detained_since_on": N_("The time runs from the first day of detention: %(day)s."),
    "order_ends_on": N_("The time is counted from the day the order of detention runs out: %(day)s."),
    "arrested_at": N_("The time runs from the arrest: %(day)s."),
    "aware_at": N_("The time runs from the moment somebody became aware of it: %(day)s."),
    "received_at": N_("The time runs from the receipt of the request: %(day)s."),
}
START_DUE: Final = N_("The time runs from the last day of “%(rule)s”, before any move for a day off: %(day)s.")
START_OTHER: Final = N_("The time runs from this event (%(fact)s): %(day)s.")
DUE_OF: Final = N_("last day of “%(rule)s”")

PERIODS: Final[Mapping[tuple[int, str], str]] = {
    (1, "months"): N_("one month"),
    (2, "months"): N_("two months"),
    (3, "months"): N_("three months"),
    (4, "months"): N_("four months"),
    (6, "months"): N_("six months"),
    (9, "months"): N_("nine months"),
    (12, "months"): N_("one year"),
    (18, "months"): N_("eighteen months"),
    (36, "months"): N_("three years"),
    (60, "months"): N_("five years"),
    (3, "days"): N_("three days"),
    (7, "days"): N_("seven days"),
    (10, "days"): N_("ten days"),
    (14, "days"): N_("fourteen days"),
    (20, "days"): N_("twenty days"),
    (30, "days"): N_("thirty days"),
    (56, "days"): N_("eight weeks"),
    (84, "days"): N_("twelve weeks"),
    (90, "days"): N_("ninety days"),
    (5, "working"): N_("five working days"),
    (7, "working"): N_("seven working days"),
    (10, "working"): N_("ten working days"),
    (24, "hours"): N_("24 hours"),
    (48, "hours"): N_("48 hours"),
    (72, "hours"): N_("72 hours"),
    (96, "hours"): N_("96 hours"),
}
OTHER: Final[Mapping[str, str]] = {
    "months": N_("months: %(number)s"),
    "days": N_("days: %(number)s"),
    "working": N_("working days: %(number)s"),
    "hours": N_("hours: %(number)s"),
}

#: Values of choices, as they stand behind the name of the choice.
VALUES: Final[Mapping[tuple[str, str], str]] = {
    ("decision_kind", "judgment"): N_("judgment"),
    ("decision_kind", "ruling"): N_("ruling"),
    ("formation", "chamber"): N_("Chamber"),
    ("formation", "committee"): N_("Committee of three judges"),
    ("formation", "single_judge"): N_("single judge"),
    ("formation", "grand_chamber"): N_("Grand Chamber"),
    ("notice", "no"): N_("no"),
    ("notice", "yes"): N_("yes"),
    ("gravity", "minor"): N_("no great danger to the public"),
    ("gravity", "less_serious"): N_("less serious"),
    ("gravity", "serious"): N_("serious"),
    ("gravity", "especially_serious"): N_("especially serious"),
    ("exceptional", "no"): N_("no"),
    ("exceptional", "yes"): N_("yes"),
    ("urgency", "ordinary"): N_("ordinary"),
    ("urgency", "loses_purpose"): N_("would lose its purpose"),
    ("urgency", "threat_to_life"): N_("threat to life or freedom"),
    ("extended", "no"): N_("no"),
    ("extended", "yes"): N_("yes"),
    ("service_method", "personal"): N_("handed over in person"),
    ("service_method", "lawyer"): N_("handed to the lawyer"),
    ("service_method", "post"): N_("by post"),
    ("service_method", "electronic"): N_("electronically"),
    ("service_method", "prison"): N_("in prison"),
    ("service_method", "refused"): N_("acceptance refused"),
    ("submitter", "applicant"): N_("applicant"),
    ("submitter", "organisation"): N_("organisation or bar association"),
}

#: Headings of what stands below a date.
ALL_STARTS: Final = N_("All possible starts")
OTHER_SIDE: Final = N_("If the other side is right")
EARLIEST: Final = N_("The earliest date that any start or reading gives: %(day)s")

#: Why a possible start is relied on, or why not.
CANDIDATES: Final[Mapping[str, str]] = {
    "only": N_("Relied on: it is the only start recorded."),
    "earliest": N_("Relied on: of the events that can start the time, it gives the earliest date."),
    "best": N_("Relied on: the rule puts this event before the others."),
    "makeshift": N_("Relied on until a better start is recorded."),
    "letter": N_("Relied on: the day is printed on a paper, nothing is counted."),
    "later": N_("Not relied on: another event of the same rank gives an earlier date."),
    "weaker": N_("Not relied on: the rule puts another recorded event before it. It counts for the cautious date."),
}

STEPS: Final[Mapping[str, str]] = {
    "start_range": N_("The exact day is not known (%(fact)s), only that it lies between %(from_day)s and %(to_day)s."),
    "start_open": N_(
        "The exact day is not known (%(fact)s), only that it is not earlier than %(day)s. There is no latest date."
    ),
    "earliest_counts": N_("The earliest of these days is counted from."),
    "first_to_end_counts": N_("Of these days the one whose time ends first is counted from: %(day)s."),
    "start_provisional": N_(
        "No service is recorded. The date stays provisional until it is known when the decision was served, or that it"
        " is not served."
    ),
    "day_after": N_("The day itself is not counted; the time begins on the next day."),
    "same_day": N_("The day itself is counted as the first day."),
    "period": N_("The period is %(period)s."),
    "period_judgment": N_("Against a judgment the period is %(period)s."),
    "period_ruling": N_("Against a ruling the period is %(period)s."),
    "period_until_decision": N_("The decision was taken before %(border_day)s, so the period is %(period)s."),
    "period_from_decision": N_("The decision was taken on or after %(border_day)s, so the period is %(period)s."),
    "period_until_event": N_("The event lies before %(border_day)s, so the period is %(period)s."),
    "period_from_event": N_("The event lies on or after %(border_day)s, so the period is %(period)s."),
    "period_unsure": N_(
        "It is not certain on which side of %(border_day)s the decision was taken. The reading that ends first is"
        " worked with: %(period)s."
    ),
    "letter": N_("The day is fixed (%(fact)s): %(day)s. Nothing is counted."),
    "first_of_all": N_("First the time-limit “%(rule)s” is counted."),
    "chosen": N_("Recorded: %(choice)s, %(value)s."),
    "assumed": N_("Nothing is recorded for this: %(choice)s. What is worked with: %(value)s."),
    "reading": N_("The texts conflict. The office chose this reading: %(value)s."),
    "service_presumed": N_(
        "The day of service is not recorded. By the method of service (%(value)s) it counts as served on %(day)s."
    ),
    "at_once": N_("There is no period: it must be done at once, on the day itself."),
    "period_back": N_("It lies before that day by this much: %(period)s."),
    "blocks_rule": N_("This closes the way to: %(rule)s."),
    "last_day_working": N_("Counting the working days, the period ends on %(day)s."),
    "last_day": N_("The period ends on the day with the same number: %(day)s."),
    "last_day_before": N_("The first day is counted, so the period ends the day before the same number: %(day)s."),
    "last_day_days": N_("Counting the days, the period ends on %(day)s."),
    "last_day_clamped": N_("The last month has no day %(number)s, so the period ends on its last day: %(day)s."),
    "suspended": N_(
        "Because of the COVID-19 measures, limits that began or were due to end between %(from_day)s and %(to_day)s"
        " were prolonged by %(period)s: %(day)s."
    ),
    "rolled": N_("%(off_day)s is not a working day; the period ends on the next working day: %(day)s."),
    "rolled_back": N_("%(off_day)s is not a working day; the working day before it is taken: %(day)s."),
    "ends_before": N_("It must be done before this (%(fact)s), so the last day is %(day)s."),
    "hour": N_("The time ends on %(day)s at %(hour)s, by the clock of the place."),
    "opens": N_("Nothing may be lodged before %(day)s."),
    "saturday_stays": N_("%(day)s is a Saturday. Under this rule that does not prolong the time."),
    "sunday_stays": N_("%(day)s is a Sunday. Under this rule that does not prolong the time."),
    "saturday_counts": N_("%(day)s is a Saturday. Before the Court this does not prolong the time."),
    "sunday_counts": N_("%(day)s is a Sunday. Before the Court this does not prolong the time."),
    "midnight": N_("The last day is %(day)s; it ends at midnight."),
    "cautious_start": N_("Cautious date: %(day)s, if the time ran from an earlier event (%(fact)s, %(from_day)s)."),
    "cautious_month_end": N_(
        "Cautious date: %(day)s, if the months are counted from the next day. No ruling decides between the two."
    ),
    "cautious_kind": N_(
        "Cautious date: %(day)s, if the decision is a ruling and not a judgment. Record which of the two it is."
    ),
    "cautious_parent": N_("Cautious date: %(day)s, if counted from the cautious date of “%(rule)s”."),
    "cautious_choice": N_("Cautious date: %(day)s, if what is not recorded turns out otherwise."),
    "cautious_day_off": N_("Cautious date: %(day)s, if a day off does not prolong the time."),
    "cautious_reading": N_("Cautious date: %(day)s, on the strictest reading."),
    "if_start": N_("If the time runs only from this day (%(fact)s, %(day)s)"),
    "if_late_start": N_("If that day (%(fact)s) is as late as it can be, %(day)s"),
    "if_month_end": N_("If the months are counted from the next day, %(day)s"),
    "if_no_suspension": N_("If the exceptional prolongation does not apply"),
    "if_no_roll": N_("If the day off (%(off_day)s) does not prolong the time"),
    "if_choice": N_("If it is so: %(choice)s, %(value)s"),
    "if_reading": N_("If this reading of the texts is right: %(value)s"),
    "latest": N_("If the day lies as late as it can, the last day is %(day)s. Do not rely on it."),
}

FLAGS: Final[Mapping[str, str]] = {
    "ask_service_date": N_(
        "Ask for the date of service and its proof: the envelope, the receipt or the court's register."
    ),
    "start_is_range": N_("The starting day is not exact; the earliest day is worked with."),
    "version_unsure": N_("The day of the decision is needed: it selects the length of the period."),
    "straddles_versions": N_("The act lies before the change of the law and was learnt of after it."),
    "cautious_differs": N_("There is an earlier, cautious date."),
    "month_end_reading": N_("At the end of a month there are two ways to count; the earlier one is the cautious date."),
    "earlier_start_possible": N_("The time may have begun earlier than the event counted from."),
    "suspension_applied": N_("The time was prolonged by an exceptional measure; check that it applies."),
    "ends_on_weekend": N_("The last day is a Saturday or Sunday and is not moved."),
    "rolled": N_("The last day was not a working day and was moved."),
    "calendar_not_announced": N_("The movable holidays of that year are not in the calendar; check the day itself."),
    "decision_kind_assumed": N_("Taken as a judgment. Record whether it is a judgment or a ruling."),
    "choice_assumed": N_("Something this rule depends on is not recorded; the usual case is worked with."),
    "letter_missing": N_("The day is printed on a paper: type it from there. Until then it is counted."),
    "service_presumed": N_("The day of service is presumed from the method of service. Ask for its proof."),
    "hour_unknown": N_("The hour is not recorded; the first minute of the day is worked with."),
    "ends_before": N_("The time ends early, because of what is planned for that day."),
    "blocks": N_("This closes the way to another procedure. Stop and ask a lawyer before anything is lodged."),
    "reading_chosen": N_("The texts conflict; the date rests on the reading the office chose."),
    "late_ask_service_date": N_(
        "The lodging is later than the date computed without service: record when the decision was served."
    ),
    "lodged_late": N_("The lodging is later than the last day."),
    "lodged_after_cautious": N_("The lodging is later than the cautious date."),
    "unused_fact": N_("A date was given that this rule does not look at."),
    "state_may_not_be_party": N_("The State may not have been bound by the Convention on that day."),
    "state_has_left": N_("The State has left the Convention; only what happened before counts."),
    "needs_lawyer_check": N_("Needs a lawyer's check: a source was not read again, or the question is open."),
}

REFUSALS: Final[Mapping[str, str]] = {
    "unknown_rule": N_("There is no rule %(rule)s. Rules: %(allowed)s."),
    "unknown_fact": N_("There is no fact %(fact)s. Facts: %(allowed)s."),
    "repeated_fact": N_("%(fact)s is given twice. Give it once, as a range if it is not certain."),
    "not_a_pair": N_("%(written)s: write a fact as NAME=VALUE."),
    "bad_choice": N_("%(fact)s cannot be %(written)s. Write one of: %(allowed)s."),
    "bad_date": N_(
        "%(fact)s: %(written)s is not a date. Write 2024-03-15, a month 2024-03, or a range 2024-03-01..2024-03-15."
    ),
    "no_such_time": N_("%(fact)s: %(written)s is not a time of day. Write 2026-03-01T14:20."),
    "no_such_day": N_("%(fact)s: there is no day %(written)s in the calendar."),
    "year_out_of_range": N_("%(fact)s: the year %(year)s cannot be right. Years from 1950 to 2200 are accepted."),
    "bounds_reversed": N_("%(fact)s: the range ends (%(to_day)s) before it begins (%(from_day)s)."),
    "no_start": N_("The date from which the time runs is missing. Record one of: %(allowed)s."),
    "start_unbounded": N_(
        "%(fact)s: no earliest day is known, so the time may end any day. Record a day it cannot have been earlier"
        " than."
    ),
    "before_decision": N_("%(fact)s (%(day)s) lies before %(other)s (%(other_day)s). One of the two is wrong."),
    "not_in_force": N_("The rule applies from %(since_day)s. No period is known for %(day)s."),
    "no_version": N_("The rule has no period for this: %(fact)s, %(written)s."),
    "not_arisen": N_("The time-limit does not run yet. It needs: %(allowed)s."),
    "needs_letter": N_("The day is printed on a paper and not counted. Record it: %(fact)s."),
    "choose_reading": N_(
        "The texts on this time-limit conflict. The office must choose a reading, with name and date. Readings:"
        " %(readings)s. Until then do not wait beyond %(first_day)s."
    ),
    "unknown_state": N_("%(state)s is not a State of the Convention. Write its two-letter code, such as AZ."),
    "state_not_party": N_("%(state)s was not bound by the Convention on %(day)s; it has been since %(since_day)s."),
    "state_ceased": N_("%(state)s ceased to be a party on %(ceased_day)s; the act of %(day)s lies after that."),
    "outside_calendar": N_(
        "%(day)s lies outside the calendar of working days (%(from_day)s to %(to_day)s). Count this date by hand."
    ),
    "no_calendar": N_("The calendar %(calendar)s is not installed."),
}
