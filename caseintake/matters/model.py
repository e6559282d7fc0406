"""The records of a matter. Everything that says anything about anybody is sealed.

Plaintext are only ids that hang a row on another (bound, so that no row can be hung elsewhere) and what a job without
a key must read; docs/vault-format.md lists each with its reason.
"""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from caseintake.matters import articles
from caseintake.matters.facts import FACTS, PERSONAL, DateFact, Known
from caseintake.matters.history import Change
from caseintake.matters.kinds import (
    NO_SPELLINGS,
    DecisionKind,
    FilingKind,
    Finality,
    Forum,
    Instance,
    Lodged,
    MatterState,
    Spellings,
    Status,
    TaskKind,
)
from caseintake.matters.person import (
    Abroad,
    Barrier,
    Contact,
    FileKind,
    MergedFile,
    Move,
    NameWish,
    PlaceRole,
    Reason,
)
from caseintake.matters.turns import Turn, stays, surely_in
from caseintake.storage import Word, to
from caseintake.vault.sealed import Sealed, SealedRecord, sealed


class Matter(SealedRecord):
    """A joint case. Its vault is the matter vault: who holds it is the team. The codename is on its label."""

    __tablename__ = "matter"
    __kind__ = "matter"

    #: The only name of a matter in mails and feeds.
    ref: Mapped[str] = mapped_column(String(5), unique=True)
    #: Reminders stop for a closed matter without opening it.
    state: Mapped[MatterState] = mapped_column(Word(MatterState))
    about: Sealed[str] = sealed(default="")
    opened_on: Sealed[date | None] = sealed(default=None)


class Standing(msgspec.Struct, frozen=True):
    """Who was responsible before somebody stood in, and until which day that was meant to last."""

    instead_of: UUID | None
    until: date


class MatterLabel(SealedRecord):
    """What coordinators may know of a matter. In a vault of its own, held by the matter's vault and the docket."""

    __tablename__ = "matter_label"
    __kind__ = "matter label"

    matter_id: Mapped[UUID] = mapped_column(to("matter.id"), unique=True)
    codename: Sealed[str] = sealed()
    responsible: Sealed[UUID | None] = sealed(default=None)
    deputy: Sealed[UUID | None] = sealed(default=None)
    #: Set while the responsible stands in for somebody who is away, frozen or taken.
    standing: Sealed[Standing | None] = sealed(default=None)


class ClientFile(SealedRecord):
    """One person or organisation, for the office alone: in the client-file vault, which no return key ever opens.

    There is one for each, whatever the places in however many matters: a second matter is granted its vault.
    """

    __tablename__ = "client_file"
    __kind__ = "client file"

    name: Sealed[str] = sealed()
    spellings: Sealed[Spellings] = sealed(default=NO_SPELLINGS)
    born_on: Sealed[date | None] = sealed(default=None)
    #: The language to speak with the client: one of the house, or any other in words.
    language: Sealed[str] = sealed(default="")
    #: How the client can be reached safely, and what must never be used.
    contact: Sealed[str] = sealed(default="")
    never: Sealed[str] = sealed(default="")
    safety: Sealed[str] = sealed(default="")
    #: Where and since when the client is detained; empty: not detained.
    custody: Sealed[str] = sealed(default="")
    #: The day safe contact, what must never be used, safety or custody last changed: colleagues must hear of it.
    safety_changed_on: Sealed[date | None] = sealed(default=None)
    #: Through whom the client came to us.
    came_through: Sealed[str] = sealed(default="")
    conversation_id: Sealed[UUID | None] = sealed(default=None)
    note: Sealed[str] = sealed(default="")
    kind: Sealed[FileKind] = sealed(default=FileKind.PERSON)
    #: Beside ``contact`` and ``never``, which are shown first.
    contacts: Sealed[tuple[Contact, ...]] = sealed(default=())
    nationalities: Sealed[tuple[str, ...]] = sealed(default=())
    #: Of an organisation: where it is registered, since when, under which number.
    registered: Sealed[str] = sealed(default="")
    woman_lawyer: Sealed[bool] = sealed(default=False)
    #: What threatens the person at home.
    household_risk: Sealed[str] = sealed(default="")
    abroad: Sealed[Abroad | None] = sealed(default=None)
    died_on: Sealed[date | None] = sealed(default=None)
    name_wish: Sealed[NameWish | None] = sealed(default=None)
    barriers: Sealed[tuple[Barrier, ...]] = sealed(default=())
    reasons: Sealed[tuple[Reason, ...]] = sealed(default=())
    #: What another list calls this person: tables that come later are matched by it.
    external_key: Sealed[str] = sealed(default="")
    #: Files somebody has looked at and found to be of another person.
    not_same: Sealed[tuple[UUID, ...]] = sealed(default=())
    merged: Sealed[tuple[MergedFile, ...]] = sealed(default=())
    merged_into: Sealed[UUID | None] = sealed(default=None)
    #: The file has places in more than one matter: who opens it is not for one team alone to say.
    shared: Sealed[bool] = sealed(default=False)
    #: From then on somebody must be in touch; None: opened before this was kept.
    opened_on: Sealed[date | None] = sealed(default=None)


class Applicant(SealedRecord):
    """A client's place in a matter: what the whole team may know. The person is in the client file.

    Of a restricted file nothing stands here but the number, so that the rest of the team learns no name.
    """

    __tablename__ = "applicant"
    __kind__ = "applicant"
    __table_args__ = (UniqueConstraint("matter_id", "number"),)

    matter_id: Mapped[UUID] = mapped_column(to("matter.id"), index=True)
    #: Given in order and never again; in clear so that two people adding at once do not give the same.
    number: Mapped[int]
    label: Sealed[str] = sealed(default="")
    note: Sealed[str] = sealed(default="")
    restricted: Sealed[bool] = sealed(default=False)
    client_file_id: Sealed[UUID] = sealed()
    client_file_vault_id: Sealed[UUID] = sealed()
    #: Who of the team looks after this applicant; None: whoever is responsible for the matter.
    responsible: Sealed[UUID | None] = sealed(default=None)
    #: What became of the place, the first step first; none: active from the start.
    moves: Sealed[tuple[Move, ...]] = sealed(default=())


class OtherPlace(SealedRecord):
    """A place in a matter that is not an applicant's: a witness, a relative, an heir. The person is in the client file.

    Of a restricted file nothing stands here but the role.
    """

    __tablename__ = "place"
    __kind__ = "place"

    matter_id: Mapped[UUID] = mapped_column(to("matter.id"), index=True)
    role: Sealed[PlaceRole] = sealed()
    label: Sealed[str] = sealed(default="")
    note: Sealed[str] = sealed(default="")
    restricted: Sealed[bool] = sealed(default=False)
    client_file_id: Sealed[UUID] = sealed()
    client_file_vault_id: Sealed[UUID] = sealed()
    since: Sealed[date] = sealed()


#: Whoever has a place in a matter.
InMatter = Applicant | OtherPlace


class OtherFirm(SealedRecord):
    """That a member of the team is not of this office but of another firm: clients are asked before it reads."""

    __tablename__ = "other_firm"
    __kind__ = "other firm"

    matter_id: Mapped[UUID] = mapped_column(to("matter.id"), index=True)
    person_id: Sealed[UUID] = sealed()
    firm: Sealed[str] = sealed()


class Complaint(SealedRecord):
    """What is complained of under which article, against which State, by whom."""

    __tablename__ = "complaint"
    __kind__ = "complaint"

    matter_id: Mapped[UUID] = mapped_column(to("matter.id"), index=True)
    #: ISO 3166 code of the respondent State.
    state: Sealed[str] = sealed()
    article: Sealed[str] = sealed()
    what: Sealed[str] = sealed(default="")
    applicants: Sealed[tuple[UUID, ...]] = sealed(default=())

    @property
    def articles(self) -> tuple[str, ...]:
        """Codes of `caseintake.matters.articles`; empty where the words name none."""
        return articles.read(self.article)


class Proceeding(SealedRecord):
    """One set of proceedings against one respondent State, or an act nobody could be asked to review."""

    __tablename__ = "proceeding"
    __kind__ = "proceeding"

    matter_id: Mapped[UUID] = mapped_column(to("matter.id"), index=True)
    state: Sealed[str] = sealed()
    forum: Sealed[Forum] = sealed()
    status: Sealed[Status] = sealed(default=Status.PENDING)
    court: Sealed[str] = sealed(default="")
    case_number: Sealed[str] = sealed(default="")
    applicants: Sealed[tuple[UUID, ...]] = sealed(default=())
    complaints: Sealed[tuple[UUID, ...]] = sealed(default=())
    note: Sealed[str] = sealed(default="")
    #: The proceeding it grew from: the appeal from the claim, the application from the last judgment at home.
    parent_id: Sealed[UUID | None] = sealed(default=None)
    #: Everybody who came and went, from the first change on; see `turns.people`.
    turns: Sealed[tuple[Turn, ...]] = sealed(default=())

    @property
    def ever(self) -> frozenset[UUID]:
        """Everybody who is or was in it: what was decided or lodged in their time still concerns them."""
        now, turns = self.applicants, self.turns
        known = self.__dict__.get("_ever")  # asked of every one of a thousand applicants
        if known is None or known[0] is not now or known[1] is not turns:
            known = self.__dict__["_ever"] = (now, turns, frozenset(now).union(*(turn.came for turn in turns)))
        found: frozenset[UUID] = known[2]
        return found

    def there_on(self, day: DateFact | None) -> tuple[UUID, ...]:
        """For whom something lodged here for all on this day was lodged: whoever surely was in it."""
        return surely_in(self.applicants, stays(self.turns), day)


class Decision(SealedRecord):
    """A judgment, ruling or act with every day that may start a time-limit."""

    __tablename__ = "decision"
    __kind__ = "decision"

    proceeding_id: Mapped[UUID] = mapped_column(to("proceeding.id"), index=True)
    kind: Sealed[DecisionKind] = sealed()
    instance: Sealed[Instance] = sealed()
    outcome: Sealed[str] = sealed(default="")
    is_final: Sealed[Finality] = sealed(default=Finality.UNCLEAR)
    act_on: Sealed[DateFact | None] = sealed(default=None)
    decided_on: Sealed[DateFact | None] = sealed(default=None)
    reasons_on: Sealed[DateFact | None] = sealed(default=None)
    served_on: Sealed[DateFact | None] = sealed(default=None)
    served_on_lawyer: Sealed[DateFact | None] = sealed(default=None)
    known_on: Sealed[DateFact | None] = sealed(default=None)
    judgment_on: Sealed[DateFact | None] = sealed(default=None)
    announced_on: Sealed[DateFact | None] = sealed(default=None)
    posted_on: Sealed[DateFact | None] = sealed(default=None)
    #: The day of finality as the Court printed it: it goes before any computed one.
    final_on: Sealed[DateFact | None] = sealed(default=None)
    #: What the rules ask beside days, by name: gravity, how it was served.
    choices: Sealed[tuple[tuple[str, str], ...]] = sealed(default=())
    documents: Sealed[tuple[UUID, ...]] = sealed(default=())
    history: Sealed[tuple[Change, ...]] = sealed(default=())

    @property
    def facts(self) -> dict[str, DateFact | None]:
        """Every date of this decision by name, None where nothing was recorded."""
        return {name: getattr(self, name) for name in FACTS}


class ServiceOnApplicant(SealedRecord):
    """Days on which a decision reached one applicant, where they differ from those of the decision."""

    __tablename__ = "service_on_applicant"
    __kind__ = "service on applicant"

    decision_id: Mapped[UUID] = mapped_column(to("decision.id"), index=True)
    applicant_id: Sealed[UUID] = sealed()
    served_on: Sealed[DateFact | None] = sealed(default=None)
    served_on_lawyer: Sealed[DateFact | None] = sealed(default=None)
    known_on: Sealed[DateFact | None] = sealed(default=None)
    history: Sealed[tuple[Change, ...]] = sealed(default=())

    @property
    def facts(self) -> dict[str, DateFact | None]:
        return {name: getattr(self, name) for name in PERSONAL}


class Filing(SealedRecord):
    """Something lodged in a proceeding, signed by who recorded it."""

    __tablename__ = "filing"
    __kind__ = "filing"
    __signed__ = True

    proceeding_id: Mapped[UUID] = mapped_column(to("proceeding.id"), index=True)
    kind: Sealed[FilingKind] = sealed()
    what: Sealed[str] = sealed(default="")
    how: Sealed[Lodged] = sealed()
    lodged_on: Sealed[DateFact | None] = sealed(default=None)
    #: Who lodged it, in words: often not one of us.
    lodged_by: Sealed[str] = sealed(default="")
    #: For whom; empty means all applicants of the proceeding.
    applicants: Sealed[tuple[UUID, ...]] = sealed(default=())
    proof_id: Sealed[UUID | None] = sealed(default=None)
    #: The paper itself.
    paper_id: Sealed[UUID | None] = sealed(default=None)
    #: Of one paper lodged in several proceedings in one act: the same in each filing.
    act_id: Sealed[UUID | None] = sealed(default=None)
    history: Sealed[tuple[Change, ...]] = sealed(default=())
    #: Why it was recorded by mistake: it stays to be read and meets nothing.
    taken_back: Sealed[str] = sealed(default="")

    @property
    def facts(self) -> dict[str, DateFact | None]:
        return {"lodged_on": self.lodged_on}


class ProceduralEvent(SealedRecord):
    """What happened in a matter and is neither a decision nor a filing: a letter came, an arrest, a contact.

    Signed by who recorded it. Its dates and choices are those the rules with this trigger ask for.
    """

    __tablename__ = "procedural_event"
    __kind__ = "procedural event"
    __signed__ = True

    matter_id: Mapped[UUID] = mapped_column(to("matter.id"), index=True)
    #: A word of `caseintake.law.events`.
    kind: Sealed[str] = sealed()
    proceeding_id: Sealed[UUID | None] = sealed(default=None)
    known: Sealed[tuple[Known, ...]] = sealed(default=())
    choices: Sealed[tuple[tuple[str, str], ...]] = sealed(default=())
    #: Of whom; empty means all of the proceeding, or of the matter.
    applicants: Sealed[tuple[UUID, ...]] = sealed(default=())
    #: About what; empty means every complaint of the proceeding, or of the matter.
    complaints: Sealed[tuple[UUID, ...]] = sealed(default=())
    documents: Sealed[tuple[UUID, ...]] = sealed(default=())
    note: Sealed[str] = sealed(default="")
    #: Why it was taken back: it did not happen, or was recorded twice. Then it sets nothing running.
    taken_back: Sealed[str] = sealed(default="")
    history: Sealed[tuple[Change, ...]] = sealed(default=())

    @property
    def facts(self) -> dict[str, DateFact | None]:
        return {one.name: one.fact for one in self.known}


class Task(SealedRecord):
    """Something to be done for one client; in the client file, so that no board tells of whom."""

    __tablename__ = "task"
    __kind__ = "task"

    client_file_id: Mapped[UUID] = mapped_column(to("client_file.id"), index=True)
    what: Sealed[TaskKind] = sealed()
    #: In words, where the kind does not say it.
    text: Sealed[str] = sealed(default="")
    #: The record it is about: the answer of a client, a complaint.
    subject_id: Sealed[UUID | None] = sealed(default=None)
    made_on: Sealed[date] = sealed()
    due_on: Sealed[date | None] = sealed(default=None)
    #: None: whoever is responsible for the matter.
    responsible: Sealed[UUID | None] = sealed(default=None)
    done_by: Sealed[UUID | None] = sealed(default=None)
    done_on: Sealed[date | None] = sealed(default=None)


def facts_for(
    decision: Decision, applicant_id: UUID, services: Iterable[ServiceOnApplicant]
) -> dict[str, DateFact | None]:
    """The dates of a decision as they stand for one applicant: a day of their own goes before the common one."""
    facts = decision.facts
    for service in services:
        if service.decision_id == decision.id and service.applicant_id == applicant_id:
            facts |= {name: fact for name, fact in service.facts.items() if fact is not None}
    return facts
