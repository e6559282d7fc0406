"""What the words of this package are called on a page."""

from collections.abc import Mapping
from typing import Final

from caseintake.advocacy.checks import Body, Check, Named
from caseintake.i18n import lazy

BODIES: Final[Mapping[Body, str]] = {
    Body.UN_PROCEDURE: lazy("UN special procedure (rapporteur)"),
    Body.UN_WGAD: lazy("UN Working Group on Arbitrary Detention"),
    Body.UN_HRC: lazy("UN Human Rights Committee"),
    Body.COMMISSIONER: lazy("Commissioner for Human Rights of the Council of Europe"),
    Body.COMMISSIONER_THIRD_PARTY: lazy("Commissioner as third party before the Court (Article 36 § 3)"),
    Body.OSCE_RFOM: lazy("OSCE Representative on Freedom of the Media"),
    Body.PACE: lazy("Parliamentary Assembly of the Council of Europe"),
    Body.PARLIAMENT: lazy("a parliament"),
    Body.PRESS: lazy("press"),
}
NAMED: Final[Mapping[Named, str]] = {
    Named.NO_NAME: lazy("without names"),
    Named.NAME: lazy("with names"),
    Named.PICTURE: lazy("with pictures"),
}
CHECKS: Final[Mapping[Check, str]] = {
    Check.CONSENT: lazy("Has everybody agreed to this use?"),
    Check.BLOCKS: lazy("Does this procedure block the way to Strasbourg?"),
    Check.SETTLEMENT: lazy("Has a friendly settlement begun?"),
    Check.SECRECY: lazy("Has somebody signed a pledge of secrecy of the investigation?"),
    Check.SPEAKER: lazy("Does a lawyer speak in it who faces the Bar?"),
    Check.OTHERS: lazy("Whose names stand in it besides?"),
    Check.NAME_KEPT: lazy("Does somebody stand in it by name who asked that it be kept from the public?"),
    Check.GOVERNMENT: lazy("What does the Government learn from it?"),
}
#: What to think of, beneath each question.
HINTS: Final[Mapping[Check, str]] = {
    Check.CONSENT: lazy("A statement is no leave to name somebody. Only a consent for this use counts."),
    Check.BLOCKS: lazy(
        "The Court does not deal with a matter that another procedure of international investigation has "
        "(Article 35 § 2 (b)). A lawyer compares persons, facts and complaints first."
    ),
    Check.SETTLEMENT: lazy(
        "Talks are confidential; a breach on purpose can end the case. Ask who leads the matter, and write that "
        "nothing of it stands in the text."
    ),
    Check.SECRECY: lazy("Who signed, when, under which article, and what of the text it covers."),
    Check.SPEAKER: lazy("Lawyers were suspended for speaking before an investigation ended. Is the name needed?"),
    Check.OTHERS: lazy("Witnesses, sources, relatives, co-applicants, also in file names and properties."),
    Check.NAME_KEPT: lazy("Initials wherever the public could see, also in what a body publishes later."),
    Check.GOVERNMENT: lazy("UN procedures name the person to the Government. Addresses, methods, dates, who helped."),
}
FAULTS: Final[Mapping[str, str]] = {
    "gone_already": lazy("It has gone out, or was taken back. Write a new one."),
    "need_reason": lazy("Say why."),
}
#: Deeds of this package, as the sealed log of its vault says them.
DEEDS: Final[Mapping[str, str]] = {
    "statement prepared": lazy("prepared a statement for outside"),
    "statement changed": lazy("changed a statement for outside"),
    "checks of a statement answered": lazy("answered the checks of a statement"),
    "statement gone out": lazy("let a statement go out"),
    "statement that had gone out recorded": lazy("recorded a statement that had gone out"),
    "statement taken back": lazy("took a statement back"),
    "pledge of secrecy recorded": lazy("recorded a pledge of secrecy"),
    "pledge of secrecy ended": lazy("ended a pledge of secrecy"),
}
