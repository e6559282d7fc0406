"""Words for what people are, looked up only when shown."""

from collections.abc import Mapping
from typing import Final

from caseintake.i18n import lazy
from caseintake.matters.person import Channel, FileKind, Life, PlaceRole, Shelter
from caseintake.people.kinds import RelationKind, Wish
from caseintake.people.relations import Amber

KINDS: Final[Mapping[FileKind, str]] = {
    FileKind.PERSON: lazy("a person"),
    FileKind.ORGANISATION: lazy("an organisation"),
}
CHANNELS: Final[Mapping[Channel, str]] = {
    Channel.PHONE: lazy("Telephone"),
    Channel.SIGNAL: "Signal",
    Channel.WHATSAPP: "WhatsApp",
    Channel.TELEGRAM: "Telegram",
    Channel.EMAIL: lazy("E-mail"),
    Channel.POST: lazy("Post"),
    Channel.MEETING: lazy("A place and time"),
    Channel.THROUGH: lazy("Through somebody"),
    Channel.OTHER: lazy("Other"),
}
SHELTERS: Final[Mapping[Shelter, str]] = {
    Shelter.NOT_SAID: lazy("not said"),
    Shelter.BY_RIGHT: lazy("lives there by right"),
    Shelter.ASKED: lazy("has asked for asylum"),
    Shelter.PROTECTED: lazy("has asylum or another protection"),
    Shelter.WITHOUT: lazy("without papers"),
}
ROLES: Final[Mapping[PlaceRole, str]] = {
    PlaceRole.WITNESS: lazy("Witness"),
    PlaceRole.RELATIVE: lazy("Relative, not a client"),
    PlaceRole.HEIR: lazy("Heir"),
    PlaceRole.GUARDIAN: lazy("Guardian"),
    PlaceRole.REPRESENTATIVE: lazy("Representative of an organisation"),
    PlaceRole.CONTACT: lazy("Contact person"),
    PlaceRole.EXPERT: lazy("Expert"),
    PlaceRole.INTERPRETER: lazy("Interpreter"),
}
#: What the one is of the other.
RELATIONS: Final[Mapping[RelationKind, str]] = {
    RelationKind.SPOUSE: lazy("husband, wife or partner of"),
    RelationKind.PARENT: lazy("parent of"),
    RelationKind.SIBLING: lazy("sister or brother of"),
    RelationKind.FAMILY: lazy("other family of"),
    RelationKind.GUARDIAN: lazy("guardian of"),
    RelationKind.SECOND_GUARDIAN: lazy("second guardian of"),
    RelationKind.SPECIAL_REPRESENTATIVE: lazy("special representative of"),
    RelationKind.HEIR: lazy("heir of"),
    RelationKind.MAY_SIGN: lazy("signs for"),
    RelationKind.MAY_SPEAK: lazy("may decide for, by recorded consent"),
    RelationKind.EMPLOYER: lazy("employer of"),
    RelationKind.SOURCE: lazy("told us of"),
}
#: The same from the other end.
INVERSE: Final[Mapping[RelationKind, str]] = {
    RelationKind.SPOUSE: lazy("husband, wife or partner of"),
    RelationKind.PARENT: lazy("child of"),
    RelationKind.SIBLING: lazy("sister or brother of"),
    RelationKind.FAMILY: lazy("other family of"),
    RelationKind.GUARDIAN: lazy("has as guardian"),
    RelationKind.SECOND_GUARDIAN: lazy("has as second guardian"),
    RelationKind.SPECIAL_REPRESENTATIVE: lazy("has as special representative"),
    RelationKind.HEIR: lazy("has as heir"),
    RelationKind.MAY_SIGN: lazy("is signed for by"),
    RelationKind.MAY_SPEAK: lazy("lets decide, by recorded consent,"),
    RelationKind.EMPLOYER: lazy("employed by"),
    RelationKind.SOURCE: lazy("we were told of her or him by"),
}
AMBER: Final[Mapping[Amber, str]] = {
    Amber.NO_GUARDIAN: lazy("A child without a guardian: nobody can sign."),
    Amber.ONE_GUARDIAN: lazy("One guardian is known. Is there a second who must agree?"),
    Amber.GUARDIAN_CONFLICT: lazy("The interests of a guardian differ: ask for a special representative."),
    Amber.COMES_OF_AGE: lazy("Comes of age: ask for a consent and an authority of her or his own."),
    Amber.CAME_OF_AGE: lazy("Has come of age: ask for a consent and an authority of her or his own."),
    Amber.NOBODY_SIGNS: lazy("Nobody is known who may sign for this organisation."),
}
WISHES: Final[Mapping[Wish, str]] = {
    Wish.NOT_ASKED: lazy("not asked yet"),
    Wish.PURSUE: lazy("wishes to pursue"),
    Wish.STOP: lazy("does not wish to pursue"),
    Wish.UNDECIDED: lazy("not decided yet"),
}
LIVES: Final[Mapping[Life, str]] = {
    Life.ACTIVE: lazy("in the case"),
    Life.JOINED_LATER: lazy("joined later"),
    Life.LEFT: lazy("left the case"),
    Life.STRUCK_OUT: lazy("struck out"),
    Life.DIED: lazy("has died"),
    Life.HEIRS_PURSUE: lazy("has died, heirs go on"),
    Life.HEIRS_STOP: lazy("has died, no heir goes on"),
    Life.REFERRED: lazy("handed to another matter"),
}

#: What the log says of a deed with people.
DEEDS: Final[Mapping[str, str]] = {
    "place added": lazy("added somebody who is no applicant"),
    "an applicant's place changed": lazy("recorded a step of an applicant: joined, left, died"),
    "a step of an applicant taken back": lazy("took a step of an applicant back"),
    "an heir's wish written down": lazy("recorded an heir’s wish"),
    "client handed to another matter": lazy("handed a client to another matter"),
    "name not public": lazy("recorded the wish that a name be not public"),
    "relation written down": lazy("recorded who somebody is to somebody"),
    "relation taken out": lazy("took out who somebody is to somebody"),
    "barrier written down": lazy("recorded who must never learn of somebody"),
    "barrier taken out": lazy("took out who must never learn of somebody"),
    "two client files made one": lazy("made two client files one"),
    "a merge of client files undone": lazy("made two client files of one again"),
    "two people of one name kept apart": lazy("recorded that two of one name are two people"),
}
