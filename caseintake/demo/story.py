"""The three cases of the demo office: complaints, proceedings, decisions, what was lodged."""

from typing import Final

from caseintake.deadlines.situations import APPLICATION, AZ_APPEAL, AZ_CASSATION, GRAND_CHAMBER, NO_REMEDY
from caseintake.demo.people import BASALT, JUNIPER, SAFFRON
from caseintake.demo.telling import Case, Complained, Course, Day, Ruling, SecondReading, Sent
from caseintake.matters.facts import Source
from caseintake.matters.kinds import DecisionKind, FilingKind, Finality, Forum, Instance, Lodged, Status

_JUDGMENT, _ACT, _RULING = DecisionKind.JUDGMENT, DecisionKind.ACT, DecisionKind.RULING

_JUNIPER = Case(
    codename="Juniper 41",
    about="Telephones of journalists and their families were listened to. Transcripts stood in the criminal files of "
    "other people; no warrant has ever been shown.",
    made_by="leyla",
    responsible="leyla",
    deputy="marc",
    deputy_of="Delorme & Ott",
    team=("sona",),
    ago=48,
    clients=JUNIPER,
    restricted={10: ("leyla",)},
    papers=(
        "Judgment at first instance",
        "Judgment of the Court of Appeal",
        "Judgment of the Supreme Court",
        "Envelope with postmark",
        "Post receipt to Strasbourg",
    ),
    complaints=(
        Complained(
            article="8", what="Interception of telephones without a warrant anybody has seen", applicants=(1, 18)
        ),
        Complained(article="10", what="Sources of journalists laid open", applicants=(11, 13)),
    ),
    courses=(
        Course(
            forum=Forum.CIVIL,
            court="Yasamal District Court",
            case_number="2(004)-517",
            applicants=(1, 6),
            complaints=(0,),
            rulings=(
                Ruling(
                    kind=_JUDGMENT,
                    instance=Instance.FIRST,
                    final=Finality.NO,
                    outcome="Claim against the ministry refused",
                    limit=AZ_APPEAL,
                    days={"served_on": Day(ends=21, paper="Judgment at first instance")},
                ),
            ),
            slip=SecondReading(reader="klaus", proof="Court stamp on the first page, day of service in ink"),
        ),
        Course(
            forum=Forum.CIVIL,
            court="Baku Court of Appeal, civil chamber",
            case_number="2(103)-88",
            applicants=(7, 10),
            complaints=(0,),
            note="The lawyer before us has the envelope and has promised a photograph of it.",
            rulings=(
                Ruling(
                    kind=_JUDGMENT,
                    instance=Instance.APPEAL,
                    final=Finality.NO,
                    outcome="Appeal refused",
                    limit=AZ_CASSATION,
                    days={"served_on_lawyer": Day(ends=45, source=Source.LAWYER, how="Said by the lawyer before us")},
                ),
            ),
        ),
        Course(
            forum=Forum.CIVIL,
            status=Status.ENDED,
            court="Supreme Court, civil chamber",
            case_number="2-1(102)-341",
            applicants=(11, 13),
            complaints=(0, 1),
            rulings=(
                Ruling(
                    kind=_JUDGMENT,
                    instance=Instance.CASSATION,
                    final=Finality.YES,
                    outcome="Cassation appeal refused",
                    limit=APPLICATION,
                    days={"served_on": Day(ends=4, paper="Judgment of the Supreme Court")},
                ),
            ),
            slip=SecondReading(reader="nino", proof="Registered letter, postmark and signature for it", agreed=True),
        ),
        Course(
            forum=Forum.ADMINISTRATIVE,
            status=Status.ENDED,
            court="Baku Administrative Court, then Supreme Court",
            case_number="2-4(102)-77",
            applicants=(14, 15),
            complaints=(0,),
            note="Nobody remembers when the judgment came. Counted from the day it was made.",
            rulings=(
                Ruling(
                    kind=_JUDGMENT,
                    instance=Instance.CASSATION,
                    final=Finality.YES,
                    outcome="Inadmissible",
                    limit=APPLICATION,
                    days={"decided_on": Day(ends=11, paper="Judgment of the Supreme Court")},
                ),
            ),
        ),
        Course(
            forum=Forum.CRIMINAL,
            status=Status.ENDED,
            court="Nasimi District Court",
            applicants=(16, 16),
            complaints=(0,),
            note="The complaint against the investigator is said to be over. We have seen no decision.",
        ),
        Course(
            forum=Forum.CIVIL,
            status=Status.ENDED,
            court="Supreme Court, civil chamber",
            case_number="2-1(102)-290",
            applicants=(17, 17),
            complaints=(0,),
            rulings=(
                Ruling(
                    kind=_JUDGMENT,
                    instance=Instance.CASSATION,
                    final=Finality.YES,
                    outcome="Cassation appeal refused",
                    limit=APPLICATION,
                    days={"served_on": Day(ends=-3, paper="Envelope with postmark", source=Source.ENVELOPE)},
                ),
            ),
        ),
        Course(
            forum=Forum.CIVIL,
            status=Status.ENDED,
            court="Supreme Court, civil chamber",
            case_number="2-1(102)-356",
            applicants=(18, 18),
            complaints=(0,),
            rulings=(
                Ruling(
                    kind=_JUDGMENT,
                    instance=Instance.CASSATION,
                    final=Finality.YES,
                    outcome="Cassation appeal refused",
                    limit=APPLICATION,
                    days={"served_on": Day(ends=52, paper="Judgment of the Supreme Court")},
                ),
            ),
            sent=(
                Sent(
                    kind=FilingKind.APPLICATION,
                    how=Lodged.POST,
                    ago=6,
                    what="Application form with annexes, 41 sheets",
                    by="Leyla Həsənova",
                    paper="Post receipt to Strasbourg",
                ),
            ),
        ),
    ),
)

_BASALT = Case(
    codename="Basalt 17",
    about="People abroad whose telephones were opened from afar. No court at home can be asked. One part is directed "
    "against the State where they live.",
    made_by="marc",
    responsible="marc",
    deputy="leyla",
    ago=45,
    clients=BASALT,
    papers=("Report of the laboratory", "Notice of the maker of the telephone", "Judgment of the Chamber"),
    complaints=(
        Complained(article="8", what="Software on the telephone that listens and copies", applicants=(1, 14)),
        Complained(
            state="GE", article="8", what="Surveillance suffered on the territory of the State", applicants=(1, 3)
        ),
        Complained(state="RU", article="8", what="Server of the attack", applicants=(14, 14)),
    ),
    courses=(
        Course(
            forum=Forum.NO_REMEDY,
            applicants=(1, 4),
            complaints=(0,),
            rulings=(
                Ruling(
                    kind=_ACT,
                    instance=Instance.NONE,
                    outcome="Traces found by the laboratory",
                    limit=NO_REMEDY,
                    days={"known_on": Day(ends=0, paper="Report of the laboratory", how="Report of a laboratory")},
                ),
            ),
        ),
        Course(
            state="GE",
            forum=Forum.NO_REMEDY,
            applicants=(1, 3),
            complaints=(1,),
            rulings=(
                Ruling(
                    kind=_ACT,
                    instance=Instance.NONE,
                    outcome="Followed in the street, telephone switched off from afar",
                    limit=NO_REMEDY,
                    days={"act_on": Day(ends=74, spread=24, source=Source.CLIENTS_MEMORY, how="After the elections")},
                ),
            ),
        ),
        Course(
            forum=Forum.NO_REMEDY,
            applicants=(5, 7),
            complaints=(0,),
            note="The notice of the maker is deleted. Nobody can say when it came.",
            rulings=(
                Ruling(
                    kind=_ACT,
                    instance=Instance.NONE,
                    outcome="Notice of the maker of the telephone",
                    limit=NO_REMEDY,
                    days={"known_on": Day(ago=35, not_later=True, source=Source.CLIENTS_MEMORY)},
                ),
            ),
        ),
        Course(
            forum=Forum.ECHR,
            status=Status.ENDED,
            court="Court, Fifth Section",
            case_number="99001/24",
            applicants=(8, 10),
            complaints=(0,),
            rulings=(
                Ruling(
                    kind=_JUDGMENT,
                    instance=Instance.ECHR_CHAMBER,
                    final=Finality.NO,
                    outcome="No violation of Article 8",
                    limit=GRAND_CHAMBER,
                    days={"judgment_on": Day(ends=0, paper="Judgment of the Chamber")},
                ),
            ),
        ),
        Course(
            forum=Forum.NO_REMEDY,
            applicants=(11, 11),
            complaints=(0,),
            rulings=(
                Ruling(
                    kind=_ACT,
                    instance=Instance.NONE,
                    outcome="Notice of the maker of the telephone",
                    limit=NO_REMEDY,
                    days={"known_on": Day(ends=9, paper="Notice of the maker of the telephone")},
                ),
            ),
            sent=(
                Sent(kind=FilingKind.APPLICATION, how=Lodged.POST, ago=2, what="Application form", by="Marc Delorme"),
            ),
        ),
        Course(
            forum=Forum.NO_REMEDY,
            applicants=(12, 12),
            complaints=(0,),
            note="Two sets went out on one day. Nothing has come from the Court.",
            rulings=(
                Ruling(
                    kind=_ACT,
                    instance=Instance.NONE,
                    outcome="Told by the laboratory",
                    limit=NO_REMEDY,
                    days={"known_on": Day(ends=41, paper="Report of the laboratory")},
                ),
            ),
            sent=(
                Sent(
                    kind=FilingKind.APPLICATION,
                    how=Lodged.REGISTERED_POST,
                    ago=60,
                    what="Application form",
                    by="Marc Delorme",
                    also=("courier", "fax"),
                ),
            ),
        ),
        Course(
            forum=Forum.NO_REMEDY,
            applicants=(13, 13),
            complaints=(0,),
            note="Went out by fax from the prison. That does not stop the time.",
            rulings=(
                Ruling(
                    kind=_ACT,
                    instance=Instance.NONE,
                    outcome="Told by an official",
                    limit=NO_REMEDY,
                    days={"known_on": Day(ends=12, source=Source.CLIENTS_MEMORY)},
                ),
            ),
            sent=(Sent(kind=FilingKind.APPLICATION, how=Lodged.FAX, ago=5, what="Letter to the Court"),),
        ),
        Course(
            state="RU",
            forum=Forum.NO_REMEDY,
            applicants=(14, 14),
            complaints=(2,),
            rulings=(
                Ruling(
                    kind=_ACT,
                    instance=Instance.NONE,
                    outcome="Connection of the server",
                    limit=NO_REMEDY,
                    days={"act_on": Day(ago=60, paper="Report of the laboratory")},
                ),
            ),
        ),
    ),
)

_SAFFRON = Case(
    codename="Saffron 63",
    about="A dormitory whose network was copied. Nobody leads this case yet.",
    made_by="gunay",
    responsible=None,
    team=("leyla",),
    ago=20,
    clients=SAFFRON,
    papers=("Ruling on the first request",),
    complaints=(Complained(article="8", what="All messages of a dormitory were copied", applicants=(1, 8)),),
    courses=(
        Course(
            forum=Forum.NO_REMEDY,
            applicants=(1, 2),
            complaints=(0,),
            rulings=(
                Ruling(
                    kind=_ACT,
                    instance=Instance.NONE,
                    outcome="Transcript shown by the police",
                    limit=NO_REMEDY,
                    days={"known_on": Day(ends=68, spread=6, source=Source.CLIENTS_MEMORY, how="Shown by the police")},
                ),
            ),
        ),
        Course(
            forum=Forum.CIVIL,
            court="Sabail District Court",
            case_number="2(005)-119",
            applicants=(3, 5),
            complaints=(0,),
            rulings=(
                Ruling(
                    kind=_RULING,
                    instance=Instance.FIRST,
                    final=Finality.NO,
                    outcome="Claim returned without examination",
                    limit=AZ_APPEAL,
                    days={"decided_on": Day(ends=5, paper="Ruling on the first request")},
                ),
            ),
        ),
        Course(
            forum=Forum.NO_REMEDY,
            applicants=(6, 8),
            complaints=(0,),
            rulings=(
                Ruling(
                    kind=_ACT,
                    instance=Instance.NONE,
                    outcome="Said on television",
                    limit=NO_REMEDY,
                    days={"known_on": Day(ends=104, source=Source.LAWYER, how="Broadcast of the evening")},
                ),
            ),
        ),
    ),
)

#: The applicants of the last case: first the two whose letters were accepted, then those added by hand.
CASES: Final = (_JUNIPER, _BASALT, _SAFFRON)
#: Into which case letters are accepted.
TAKES_LETTERS: Final = "Saffron 63"
