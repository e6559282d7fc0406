"""The sentences of this package, in the language now spoken."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from caseintake.i18n import _, lazy
from caseintake.matters import wording as matters
from caseintake.matters.facts import Fault
from caseintake.matters.model import Proceeding
from caseintake.representation.kinds import (
    AgreedHow,
    Arena,
    Errand,
    LawyerState,
    PageKind,
    PowerKind,
    Step,
    Waits,
)

PAGES: Final[Mapping[PageKind, str]] = {
    PageKind.AUTHORITY: lazy("authority, section C of the form"),
    PageKind.AUTHORITY_ORGANISATION: lazy("authority of an organisation, section D of the form"),
    PageKind.DECLARATION: lazy("declaration and signature, last page of the form"),
    PageKind.SEPARATE_AUTHORITY: lazy("the Court’s separate authority form, after lodging only"),
}
STEPS: Final[Mapping[Step, str]] = {
    Step.PRINTED: lazy("page printed"),
    Step.WITH_COLLECTOR: lazy("with the collector"),
    Step.SIGNED_BY_APPLICANT: lazy("signed in ink by the applicant"),
    Step.SIGNED_BY_REPRESENTATIVE: lazy("signed in ink by the representative"),
    Step.ORIGINAL: lazy("original in hand"),
    Step.SCANNED: lazy("scanned"),
    Step.POSTED: lazy("posted to the Court"),
    Step.BLURRED: lazy("the scan cannot be read"),
    Step.UNSIGNED: lazy("came back without a signature"),
    Step.LOST: lazy("lost"),
    Step.SEIZED: lazy("seized"),
    Step.SPOILT: lazy("spoilt, to be signed anew"),
}
WAITS: Final[Mapping[Waits, str]] = {
    Waits.NO_PAGE: lazy("no page yet"),
    Waits.TO_PRINT: lazy("to be printed"),
    Waits.TO_HAND_OUT: lazy("printed, not handed out"),
    Waits.OUT: lazy("out for signature"),
    Waits.REPRESENTATIVE: lazy("the representative must sign"),
    Waits.ORIGINAL: lazy("signed, original not in hand"),
    Waits.SCAN: lazy("original in hand, to be scanned"),
    Waits.TO_POST: lazy("ready to be posted"),
    Waits.POSTED: lazy("posted"),
    Waits.AGAIN: lazy("must be signed again"),
}
#: The tone of each: a word of `macros/parts.html`.
TONES: Final[Mapping[Waits, str]] = {
    Waits.NO_PAGE: "danger",
    Waits.AGAIN: "danger",
    Waits.SCAN: "info",
    Waits.TO_POST: "done",
    Waits.POSTED: "done",
}
CHECKS: Final[Mapping[str, str]] = {
    "no_date": lazy("No date is written by hand beside the applicant’s signature."),
    "no_date_of_representative": lazy("No date is written by hand beside the representative’s signature."),
    "before_form": lazy("Signed before this version of the form existed."),
    "before_facts": lazy("Signed long before the facts last changed: ask for a new signature."),
    "died_since": lazy("The applicant has died: whoever goes on with the case signs a new authority."),
    "no_representative": lazy("The representative’s signature is missing."),
    "other_signer": lazy("Somebody else signed for an adult and no reason is given."),
    "mark_unwitnessed": lazy("A mark needs two witnesses and the person who read the page aloud."),
    "came_back_unsigned": lazy("It came back without a signature."),
    "blurred": lazy("The scan cannot be read."),
    "posted_without": lazy("Posted, but a signature or the scan is not recorded."),
}
POWERS: Final[Mapping[PowerKind, str]] = {
    PowerKind.ORDER: lazy("advocate’s order"),
    PowerKind.NOTARISED: lazy("notarised power"),
    PowerKind.POWER_OF_ATTORNEY: lazy("power without a notary"),
    PowerKind.APPOINTED: lazy("appointed by a court or investigator"),
    PowerKind.OTHER: lazy("other power"),
}
AGREED: Final[Mapping[AgreedHow, str]] = {
    AgreedHow.CODE: lazy("with the return code"),
    AgreedHow.PAPER: lazy("on paper"),
    AgreedHow.SPOKEN: lazy("spoken"),
}
ARENAS: Final[Mapping[Arena, str]] = {
    Arena.DOMESTIC: lazy("domestic courts"),
    Arena.DETENTION: lazy("access to detention"),
    Arena.STRASBOURG: lazy("the Court in Strasbourg"),
    Arena.UN: lazy("bodies of the United Nations"),
}
STATES: Final[Mapping[LawyerState, str]] = {
    LawyerState.ACTIVE: lazy("active"),
    LawyerState.SUSPENDED: lazy("suspended"),
    LawyerState.LICENCE_LOST: lazy("licence lost"),
    LawyerState.DETAINED: lazy("detained"),
    LawyerState.LEFT: lazy("left"),
}
WARNINGS: Final[Mapping[str, str]] = {
    "lone_holder": lazy("One person alone holds the key of this matter. Give it to a second one."),
    "no_deputy": lazy("No deputy is named."),
    "representative_cannot_act": lazy("A representative named here cannot act at present."),
    "no_second_representative": lazy("Nobody else represents the applicants before the Court. Name a second one."),
    "none_abroad": lazy("No representative works outside the State complained of."),
    "nobody_checks_account": lazy("Nobody who can act looks into the account with the Court."),
    "no_second_for_account": lazy("Nobody else can look into the account with the Court."),
    "never_looked": lazy("No look into the account with the Court is recorded."),
    "look_late": lazy("Nobody has looked into the account with the Court for too long."),
}
#: Every code of a `Fault` of this package that `matters.wording` does not know.
FAULTS: Final[Mapping[str, str]] = {
    "same_person": lazy("Name two different people."),
    "days_range": lazy("Between 1 and %(limit)s days."),
    "firm_known": lazy("This firm stands here already."),
    "lead_taken": lazy("Another firm leads already. Change that one first."),
    "last_firm": lazy("These are the last people on the team. Add somebody else first."),
    "firm_not_declared": lazy("This firm has not declared yet that no conflict keeps it from acting. See Firms."),
    "firm_not_agreed": lazy(
        "%(limit)s clients have not agreed that this firm reads their file. Write down their consent, or close their "
        "files to the team first."
    ),
    "no_directory": lazy("You do not hold the directory of colleagues."),
    "not_ticked": lazy("This is ticked for none of them."),
}
ERRANDS: Final[Mapping[Errand, str]] = {
    Errand.CLIENT_TOLD: lazy("client told, by the safe way"),
    Errand.CLIENT_AGREES: lazy("client agrees to the successor"),
    Errand.COURT_TOLD: lazy("Registry told on paper"),
    Errand.COURTS_TOLD: lazy("courts at home told"),
}
NOT_TAKEN_OVER: Final[Mapping[str, str]] = {
    "no_key": lazy("nobody else opens the file"),
    "no_authority": lazy("no signed authority names anybody else"),
    "no_account": lazy("nobody else reaches the account with the Court"),
}
#: The draft to each client, in the four languages; [name] becomes the client's own.
MESSAGE: Final[Mapping[str, str]] = {
    "en": "Hello [name]. Another lawyer of our office would like to go on with your case. You decide. If you agree, we "
    "need your signature in ink on a new page. Please tell us how and where we can meet you safely.",
    "az": "Salam, [name]. İşinizi ofisimizin başqa hüquqşünası davam etdirmək istəyir. Qərar sizindir. Razısınızsa, "
    "yeni səhifədə mürəkkəblə imzanız lazımdır. Sizinlə harada və necə təhlükəsiz görüşə biləcəyimizi yazın.",
    "ru": "Здравствуйте, [name]. Ваше дело готов вести другой юрист нашего бюро. Решаете вы. Если вы согласны, нужна "
    "ваша подпись чернилами на новой странице. Напишите, как и где с вами можно безопасно встретиться.",
    "fr": "Bonjour [name]. Un autre juriste de notre bureau souhaite poursuivre votre affaire. La décision vous "
    "appartient. Si vous êtes d’accord, il nous faut votre signature à l’encre sur une nouvelle page. Dites-nous où et "
    "comment vous rencontrer sans danger.",
}


def say(fault: Fault) -> str:
    """The sentence of a fault of this package or of those it stands on."""
    words = FAULTS.get(fault.code)
    return matters.say(fault) if words is None else str(words) % {"limit": fault.limit}


class CourtLetter(NamedTuple):
    """The draft of a letter to one court at home."""

    to: str
    number: str
    title: str
    text: str
    signed: str


def change_of_lawyer(proceeding: Proceeding, successor: str) -> CourtLetter:
    """That somebody else represents the client from now on, in the language now spoken."""
    return CourtLetter(
        proceeding.court or matters.word(proceeding.forum),
        proceeding.case_number,
        _("Change of lawyer"),
        _(
            "The client is represented from now on by %(name)s, under the enclosed power. The former lawyer cannot act "
            "any more. We ask the court to serve decisions and summonses on the new lawyer, and to let the new lawyer "
            "see the file.",
            name=successor,
        ),
        _("[Place, date, signature in ink]"),
    )


#: What the log says was done (`uow.say`).
DEEDS: Final[Mapping[str, str]] = {
    "pages for ink prepared": lazy("prepared pages for ink"),
    "a step of a page for ink recorded": lazy("recorded what happened to a page for ink"),
    "a page for ink is gone": lazy("recorded that a page for ink is gone"),
    "ink of an applicant recorded": lazy("recorded the ink of an applicant"),
    "ink of a representative recorded": lazy("recorded the ink of a representative"),
    "a step of a page for ink taken back": lazy("took back a step of a page for ink"),
    "who signed a page recorded": lazy("recorded who signed a page"),
    "engagement recorded": lazy("recorded an engagement"),
    "engagement ended": lazy("ended an engagement"),
    "domestic power recorded": lazy("recorded a power at home"),
    "domestic power ended": lazy("ended a power at home"),
    "who acts before the Court recorded": lazy("recorded who acts before the Court"),
    "standing of a lawyer recorded": lazy("recorded the standing of a lawyer"),
    "handover prepared": lazy("prepared a handover"),
    "errands of a handover taken back": lazy("took back what was ticked of a handover"),
    "errands of a handover ticked": lazy("ticked errands of a handover"),
    "firm in a case recorded": lazy("recorded a firm in the case"),
    "a firm left the case": lazy("recorded that a firm left the case"),
    "batch of pages for ink made": lazy("made a batch of pages for ink"),
    "scans of pages for ink sorted": lazy("sorted scans of pages for ink"),
}
NOT_SORTED: Final[Mapping[str, str]] = {
    "no_number": lazy("no number can be read: blurred, or not one of our sheets"),
    "unknown_number": lazy("no sheet of this matter has this number"),
    "several_numbers": lazy("several numbers on one page: scan each sheet by itself"),
    "busy": lazy("not read yet: other files are being read at this moment. Send it again in a minute."),
    "not_yet": lazy("not read yet: the time for one heap is over. Send this file again."),
}
