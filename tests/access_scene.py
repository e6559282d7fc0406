"""The office that the access table speaks of: one person of each kind, and one thing of each kind to ask for."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import cast
from uuid import UUID

from caseintake.advocacy import service as advocacy
from caseintake.advocacy.checks import Body
from caseintake.advocacy.model import Saying
from caseintake.casework import contacts, letters, tasks
from caseintake.casework.contacts import Contact
from caseintake.casework.kinds import Direction, Reached
from caseintake.casework.letters import Said
from caseintake.conflicts import asking, cards, inner
from caseintake.conflicts.kinds import Side
from caseintake.costs import service as costs
from caseintake.costs.model import CostItem, CostKind, CostStage
from caseintake.costs.money import typed
from caseintake.costs.service import Cost
from caseintake.custody import service as custody
from caseintake.custody.service import Custody
from caseintake.deadlines import feed, slips
from caseintake.deadlines import service as deadlines
from caseintake.deadlines.events import listen
from caseintake.diary import absences
from caseintake.diary import service as diary
from caseintake.diary.kinds import Kind
from caseintake.diary.readiness import Away
from caseintake.diary.service import Typed
from caseintake.documents import service as documents
from caseintake.documents import setting_aside
from caseintake.documents.model import Document, Step
from caseintake.execution import service as execution
from caseintake.execution.model import AwardKind
from caseintake.execution.service import Judged
from caseintake.identity import holding, people, words
from caseintake.identity.credentials import NewKeys, wrap
from caseintake.identity.model import HistoryWarning
from caseintake.incidents import service as incidents
from caseintake.incidents.kinds import IncidentKind
from caseintake.incidents.model import Told as OfIncident
from caseintake.intake import circulars, returning, taking_down, withdrawal
from caseintake.intake import service as intake
from caseintake.intake.answers import check
from caseintake.intake.drafts import DraftedFile
from caseintake.intake.model import Consent, Conversation, Message, Speaker, Whose, Wish
from caseintake.intake.queries import inbox, taken_down
from caseintake.intake.receipts import Code
from caseintake.intake.taking_down import Told
from caseintake.intake.withdrawal import Found
from caseintake.kernel.actor import Role
from caseintake.kernel.ids import new_id
from caseintake.matters import dispatches, joinings, places, queries, service
from caseintake.matters.dispatch_model import AnswerKind
from caseintake.matters.dispatches import Sending
from caseintake.matters.facts import exactly
from caseintake.matters.kinds import DecisionKind, FilingKind, Forum, Instance, Lodged, TaskKind
from caseintake.matters.model import Applicant, Matter
from caseintake.matters.person import PlaceRole
from caseintake.matters.tasks import add_task
from caseintake.outside import sharing
from caseintake.people import merges
from caseintake.portability import rights
from caseintake.representation import authorities, firms, handover, runs
from caseintake.representation.authorities import Wanted
from caseintake.representation.firms import Told as OfFirm
from caseintake.representation.kinds import PageKind
from caseintake.search import saved
from caseintake.settlements import service as settlements
from caseintake.settlements.model import OfferedBy, OfferKind
from caseintake.settlements.service import Offered
from caseintake.vault.holders import VaultKind
from caseintake.vault.primitives import random_bytes
from caseintake.work import UnitOfWork
from tests.documents.bodies import body, file, take
from tests.intake.people import agreed, content, papers, send, with_office_words
from tests.office import OfficeForTests, make_office, make_tables
from tests.signing_in import QUICK, account
from tests.staffing import employ


@dataclass
class Scene:
    """The prepared office, whom each column of the table means, and what each id of an address stands for.

    ``things`` are by the name in the address; ``of`` holds those of one row (``matters.download``) or of one case
    (``restricted``), which go first.
    """

    office: OfficeForTests
    database: Path
    who: dict[str, UUID] = field(default_factory=dict)
    things: dict[str, object] = field(default_factory=dict)
    of: dict[str, dict[str, object]] = field(default_factory=dict)
    code: Code | None = None


def prepare(folder: Path) -> Scene:
    """Make it. One person a column, one row of each kind, and the same again where a key makes the difference."""
    database = folder / "office.sqlite"
    url = f"sqlite:///{database}"
    make_tables(url)
    office = make_office(folder / "office", url)
    with_office_words(office.office.settings.directory)
    listen(office.office)
    scene = Scene(office, database)
    _people(scene)
    _matter(scene)
    _doubles(scene)
    _limits(scene)
    _work(scene)
    _absence(scene)
    _settlement(scene)
    _costs(scene)
    _execution(scene)
    _conversations(scene)
    _left_freely(scene)
    _set_aside(scene)
    _news(scene)
    office.office.engine.dispose()
    return scene


def _people(scene: Scene) -> None:
    office, directory = scene.office, VaultKind.DIRECTORY
    account(office, office.coordinator)
    scene.who = {
        "coordinator": office.coordinator,
        "administrator": account(office, office.hire(Role.ADMINISTRATOR)).person_id,
        "officer": employ(office, Role.INTAKE_OFFICER, "Nərmin Səfərova", VaultKind.INTAKE, directory).person_id,
        "bare": employ(office, Role.INTAKE_OFFICER, "Aygün Nağıyeva").person_id,
        "lawyer": employ(office, Role.LAWYER, "Leyla Quliyeva", directory).person_id,
        "colleague": employ(office, Role.LAWYER, "Marc Orban", directory).person_id,
        "stranger": employ(office, Role.LAWYER, "Ilaha Məmmədli", directory).person_id,
        "assistant": employ(office, Role.ASSISTANT, "Tural Babayev").person_id,
        "observer": employ(office, Role.OBSERVER, "Anna Weiss").person_id,
        "outside": employ(office, Role.TRANSLATOR, "Emma Petit").person_id,
        "newcomer": _newcomer(office),
    }


def _newcomer(office: OfficeForTests) -> UUID:
    """Somebody who has taken up an invitation and whom nobody has vouched for."""
    keys, passphrase = NewKeys(random_bytes(32), random_bytes(20)), words.draw_passphrase()
    with office.office.unit(write=True) as uow:
        person, _code = people.invite(Role.LAWYER, uow=uow)
        uow.flush()
        wrapped = wrap(passphrase, keys.secret, fingerprint=office.office.fingerprint, person_id=person.id, cost=QUICK)
        people.enrol(person.id, keys, wrapped, 0, uow=uow)
        uow.commit()
        office.secrets[person.id], office.roles[person.id] = keys.secret, Role.LAWYER
        return person.id


def _matter(scene: Scene) -> None:
    """A matter of the lawyer's with a team, an open and a closed client file, and one row of each kind."""
    who = scene.who
    with scene.office.unit(who["lawyer"]) as uow:
        matter: Matter = service.create_matter(codename="Quince 14", about="Searches in March", uow=uow)
        for member in ("colleague", "assistant", "observer"):
            service.add_member(matter, who[member], uow=uow)
        opened = service.add_applicant(matter, name="Sevda Qarayeva", contact="Through her sister", uow=uow)
        closed = service.add_applicant(matter, name="Тимур Алиев", restricted=True, holders=[who["lawyer"]], uow=uow)
        people_in = (opened.id, closed.id)
        complaint = service.record_complaint(
            matter, state="AZ", article="8", what="The phone was read", applicants=people_in, uow=uow
        )
        proceeding = service.record_proceeding(
            matter, state="AZ", forum=Forum.CIVIL, applicants=people_in, complaints=[complaint.id], uow=uow
        )
        decision = service.record_decision(
            proceeding,
            kind=DecisionKind.JUDGMENT,
            instance=Instance.FIRST,
            facts={"decided_on": exactly(date(2026, 2, 2)), "served_on": exactly(date(2026, 2, 20))},
            uow=uow,
        )
        filing = service.record_filing(proceeding, kind=FilingKind.APPEAL, how=Lodged.POST, uow=uow)
        form = service.record_filing(proceeding, kind=FilingKind.APPLICATION, how=Lodged.POST, uow=uow)
        dispatch = dispatches.record_dispatch(form, proceeding, Sending(channel="courier"), days={}, uow=uow)
        answer = dispatches.record_answer(form, proceeding, kind=AnswerKind.REJECTED, uow=uow)
        beside = joinings.new_beside(proceeding, court="Sabail District Court", case_number="", uow=uow)
        joining = joinings.sever(proceeding, beside, [closed.id], uow=uow)
        event = service.record_event(matter, kind="contact_made", uow=uow)
        search = incidents.record(matter, OfIncident(kind=IncidentKind.SEARCH, applicants=(opened.id,)), uow=uow)
        leak = OfIncident(kind=IncidentKind.LEAK, applicants=(closed.id,))
        in_closed = incidents.record(matter, leak, only_for=closed, uow=uow)
        file = queries.client_file(opened, uow=uow)
        assert file is not None
        task = add_task(file, TaskKind.PRESSURE, uow=uow)
        uow.commit()
        ids: dict[str, object] = {
            "task_id": task.id,
            "matter_id": matter.id,
            "applicant_id": opened.id,
            "complaint_id": complaint.id,
            "proceeding_id": proceeding.id,
            "decision_id": decision.id,
            "filing_id": filing.id,
            "joining_id": joining.id,
            "dispatch_id": dispatch.id,
            "answer_id": answer.id,
            "event_id": event.id,
            "incident_id": search.id,
            "word": event.kind,
            "person_id": who["stranger"],
        }
        vaults = (matter.vault_id, opened.client_file_vault_id, closed.client_file_vault_id)
    scene.things |= ids
    scene.of["matters.record_ink"] = {"word": "engagement"}
    scene.of["board.choose_reading"] = {"rule_id": "az.crim.cassation"}
    scene.of["board.take"] = {"kind": "csv"}
    scene.of["matters.take_incidents"] = {"shape": "csv"}
    of_matter, of_opened, of_closed = (_document(scene, who["lawyer"], vault) for vault in vaults)
    scene.things["document_id"] = of_matter
    for act in ("download", "private", "minor"):
        scene.of[f"matters.client_{act}"] = {"document_id": of_opened}
    scene.of["restricted"] = {"applicant_id": closed.id, "document_id": of_closed, "incident_id": in_closed.id}
    _lend(scene, of_matter)
    for tap in ("ask", "freeze", "taken", "thaw", "lost_phone"):
        scene.of[f"freeze.{tap}"] = {"person_id": who["colleague"]}
    for act in ("ask", "begin", "back", "held_before", "give"):
        scene.of[f"forgotten.{act}"] = {"person_id": who["observer"]}
    scene.of["matters.remove_member"] = {"person_id": who["assistant"]}
    with scene.office.unit(who["colleague"], write=False) as uow:
        (news,) = (
            row for row in holding.news(queries.matter(matter.id, uow=uow).vault_id, uow=uow)
            if row.person_id == who["observer"]
        )  # fmt: skip
        scene.of["matters.seen_news"] = {"announcement_id": news.id}


def _document(scene: Scene, person: UUID, vault: UUID) -> UUID:
    office = scene.office
    folder = office.office.settings.blobs
    received = take(folder, body(file("file", "qərar.pdf", b"%PDF-1.7 x")), today=office.clock.today())
    with received as form, office.unit(person) as uow:
        (kept,) = documents.keep(form.files, vault, uow=uow)
        uow.commit()
        return kept.id


def _work(scene: Scene) -> None:
    """A task, a contact and a letter of the open client file, and of the closed one."""
    with scene.office.unit(scene.who["lawyer"]) as uow:
        matter = queries.matter(cast(UUID, scene.things["matter_id"]), uow=uow)
        said = Contact(on=uow.clock.today(), reached=Reached.NOBODY)
        for things in (scene.things, scene.of["restricted"]):
            whose = [cast(UUID, things["applicant_id"])]
            things["work_id"] = tasks.add(matter, what="Call", applicants=whose, uow=uow).id
            (entry,) = contacts.record(matter, whose, said, uow=uow)
            things["contact_id"] = entry.id
            came = Said(direction=Direction.IN, about="A letter")
            things["letter_id"] = letters.record(matter, came, applicants=whose, uow=uow).id
            whom = queries.within(Applicant, whose[0], matter, uow=uow)
            file = queries.client_file(whom, uow=uow)
            assert file is not None
            custody.keep(matter, file, Custody(place="Kürdəxanı"), uow=uow)
        scene.things["saved_id"] = saved.save("Hers alone", "words", uow=uow).id
        scene.things["question_id"] = asking.ask((("Rauf Vəliyev",),), uow=uow).id
        scene.things["named_id"] = cards.add_name(matter, "Kərim Əsgərov", Side.OFFICIAL, uow=uow).id
        circle = inner.make(matter, [], uow=uow)
        uow.commit()
        scene.things["circle_id"], vault_id = circle.id, circle.vault_id
    for act in ("download", "private", "minor"):
        scene.of[f"matters.inner_{act}"] = {"document_id": _document(scene, scene.who["lawyer"], vault_id)}


def _doubles(scene: Scene) -> None:
    """Two files that may be of one person, and two that were made one."""
    office, lawyer = scene.office, scene.who["lawyer"]
    with office.unit(lawyer) as uow:
        matter = queries.matter(cast(UUID, scene.things["matter_id"]), uow=uow)
        names = ("Rəna Bağırova", "Рена Багирова", "Rana Baghirova", "Réna Baguirova")
        rows = [places.add_place(matter, PlaceRole.WITNESS, name=name, uow=uow) for name in names]
        kept, other, stays, goes = (queries.client_files(rows, uow=uow)[row.id] for row in rows)
        made = merges.merge(stays, goes, {}, uow=uow)
        uow.commit()
    scene.things |= {"kept_id": kept.id, "other_id": other.id, "merge_id": made.id}


def _lend(scene: Scene, document: UUID) -> None:
    """A document shared with the translator, who has sent one back."""
    lawyer, outside = scene.who["lawyer"], scene.who["outside"]
    office, until = scene.office, scene.office.clock.today() + timedelta(days=9)
    with office.unit(lawyer) as uow:
        matter = queries.matter(cast(UUID, scene.things["matter_id"]), uow=uow)
        lent = [uow.session.get_one(Document, document)]
        note = sharing.share(
            matter, matter.vault_id, lent, outside, purpose="Into English.", until=until, may_return=True, uow=uow
        )
        uow.commit()
    with office.unit(outside, write=False) as uow:
        (share,) = sharing.mine(uow=uow)
    scene.things |= {"share_id": note.id, "lent_id": share.id}
    scene.of["shared.open"] = {"document_id": note.items[0].copy_id}
    scene.of["matters.take_return"] = {"document_id": _document(scene, outside, note.shared_vault_id)}


def _limits(scene: Scene) -> None:
    """A time-limit that follows from the decision, a slip about it for the coordinator, a calendar."""
    lawyer, matter_id = scene.who["lawyer"], cast(UUID, scene.things["matter_id"])
    with scene.office.unit(lawyer) as uow:
        matter = queries.matter(matter_id, uow=uow)
        limit = next(row for row in deadlines.deadlines_of(matter, uow=uow) if row.due is not None)
        asked = {"reader": scene.office.coordinator, "proof": "The envelope", "page": "20 February"}
        slip = slips.make(limit, matter, **asked, uow=uow)
        scene.things |= {"deadline_id": limit.id, "slip_id": slip.id, "token": feed.make(uow=uow)}
        _missed(scene, matter, uow)
        people = [row.id for row in queries.applicants(matter, uow=uow)]
        scene.things["circular_id"] = circulars.send(matter, people, {"en": "Hello."}, once="1", uow=uow).id
        gone = handover.prepare(matter, scene.who["colleague"], lawyer, why="cannot act", uow=uow)
        scene.things["handover_id"] = gone.id
        line = authorities.lines(matter, uow=uow)[0]
        assert line.file is not None
        out = runs.make(
            matter, [(line.applicant, line.file)], [PageKind.AUTHORITY], Wanted(representative=lawyer),
            place="The upper village", collector="Əminə", uow=uow,
        )  # fmt: skip
        scene.things["batch_id"] = out.id
        beside = firms.record(matter, OfFirm("Orban", leads=True, corresponds=False, costs="",
                              declared_on=None, declared=""), uow=uow)  # fmt: skip
        scene.things["firm_id"] = beside.id
        scene.of["matters.print_batch"] = {"what": "sheets"}
        typed = Typed(kind=Kind.HEARING, due=date(2026, 4, 20))
        scene.things["entry_id"] = diary.record(matter, typed, uow=uow).entry.id
        uow.commit()


def _missed(scene: Scene, matter: Matter, uow: UnitOfWork) -> None:
    """A time-limit nobody knew the end of, and now it is too late."""
    whose = [cast(UUID, scene.things["applicant_id"])]
    course = service.record_proceeding(matter, state="AZ", forum=Forum.NO_REMEDY, applicants=whose, uow=uow)
    lost = next(row for row in deadlines.deadlines_of(matter, uow=uow) if row.proceeding_id == course.id)
    deadlines.miss(lost, reason="Nobody looked.", uow=uow)
    for act in ("after_missed", "after_missed_step"):
        scene.of[f"matters.{act}"] = {"deadline_id": lost.id}


def _absence(scene: Scene) -> None:
    """The lawyer is away next week: for her and any coordinator to end."""
    with scene.office.unit(scene.who["lawyer"]) as uow:
        gone = absences.record(scene.who["lawyer"], Away.AWAY, uow.clock.today(), None, uow=uow)
        scene.things |= {"absence_id": gone.id, "rule": "echr.application", "rule_id": "echr.application"}
        uow.commit()


def _settlement(scene: Scene) -> None:
    """The closed part of the matter, held by the lawyer alone: an offer and a paper; a statement and a pledge."""
    with scene.office.unit(scene.who["lawyer"]) as uow:
        matter = queries.matter(cast(UUID, scene.things["matter_id"]), uow=uow)
        part = settlements.open_part(matter, uow=uow)
        whose = [cast(UUID, scene.things["applicant_id"])]
        offered = Offered(kind=OfferKind.FRIENDLY, by=OfferedBy.REGISTRY, offered_on=uow.clock.today())
        (made,) = settlements.offer(part, matter, offered, whose, uow=uow)
        vault_id, scene.things["offer_id"] = part.vault_id, made.id
        uow.commit()
    with scene.office.unit(scene.who["lawyer"]) as uow:
        matter = queries.matter(cast(UUID, scene.things["matter_id"]), uow=uow)
        said = Saying(body=Body.COMMISSIONER, what="A letter", applicants=tuple(whose))
        scene.things["advocacy_id"] = advocacy.prepare(matter, said, uow=uow).id
        scene.things["pledge_id"] = advocacy.pledge(matter, who="Her brother", signed_on=None, uow=uow).id
        uow.commit()
    scene.of["matters.settlement_file"] = {"document_id": _document(scene, scene.who["lawyer"], vault_id)}


def _costs(scene: Scene) -> None:
    """Costs held by the lawyer and the assistant; nobody else of the team."""
    with scene.office.unit(scene.who["lawyer"]) as uow:
        matter = queries.matter(cast(UUID, scene.things["matter_id"]), uow=uow)
        book = costs.open_book(matter, other=scene.who["assistant"], uow=uow)
        fee = Cost(
            kind=CostKind.EXPENSE, stage=CostStage.DOMESTIC, on=uow.clock.today(), what="Fee", amount=typed("7", "EUR")
        )
        item = costs.write(book, matter, fee, uow=uow)
        costs_vault, item_id = book.vault_id, item.id
        uow.commit()
    receipt = _document(scene, scene.who["lawyer"], costs_vault)
    with scene.office.unit(scene.who["lawyer"]) as uow:
        row, proof = uow.session.get(CostItem, item_id), uow.session.get(Document, receipt)
        assert row is not None
        assert proof is not None
        costs.prove(row, proof, uow=uow)
        scene.things["item_id"] = item_id
        scene.of["reports.take"] = {"language": "fr"}
        for endpoint in ("add_cost", "costs_file"):
            scene.of[f"matters.{endpoint}"] = {"kind": "time" if endpoint == "add_cost" else "csv"}
        uow.commit()


def _execution(scene: Scene) -> None:
    """A judgment of the lawyer's matter with an award that was paid."""
    with scene.office.unit(scene.who["lawyer"]) as uow:
        matter = queries.matter(cast(UUID, scene.things["matter_id"]), uow=uow)
        judgment = execution.record(matter, Judged(title="Qarayeva v. Azerbaijan"), uow=uow)
        award = execution.award(judgment, matter, kind=AwardKind.COSTS, amount=typed("7", "EUR"), uow=uow)
        paid = execution.pay(award, judgment, matter, on=uow.clock.today(), amount=typed("5", "EUR"), uow=uow)
        day, read = date(2025, 6, 11), "ecb.europa.eu, read on 2 March 2026"
        rate = execution.add_rate(matter, begins=day, percent=Decimal("2.40"), source=read, uow=uow)
        scene.things |= {"judgment_id": judgment.id, "payment_id": paid.id, "rate_id": rate.id}
        scene.things["asked_id"] = rights.ask(matter, reason="The office moves", uow=uow).id
        scene.of["matters.add_to_judgment"] = {"what": "award"}
        scene.of["matters.import_table"] = scene.of["matters.import_file"] = {"what": "people"}
        uow.commit()


def _conversations(scene: Scene) -> None:
    """One that waits at intake with a file and an answer, and one that has been accepted into the matter."""
    office, officer = scene.office, scene.who["officer"]
    lawyer = scene.who["lawyer"]
    accepted = _sent(scene)
    with office.unit(officer) as uow:
        own = service.create_matter(codename="Sage 20", uow=uow)
        service.add_member(own, lawyer, uow=uow)
        row = intake.find(accepted, uow=uow)
        intake.accept_into(row, own, name="Nil Ərdoğan", text="We take it.", once="1", restricted_to=(lawyer,), uow=uow)
        uow.commit()
    waiting = _sent(scene)
    with office.unit(officer) as uow:
        row = intake.find(waiting, uow=uow)
        intake.answer(row, "We have read it.", once="1", uow=uow)
        _written_down(scene, "inbox.confirm", row, uow)
        uow.commit()
        (document,) = documents.documents_in(row.vault_id, uow=uow)
        answers = [m.id for m in uow.session.query(Message).filter_by(vault_id=row.vault_id) if m.once == "1"]
    scene.things |= {"conversation_id": waiting}
    scene.of["message"] = {"message": str(answers[0])}
    for act in ("download", "mark_private", "set_aside"):
        scene.of[f"inbox.{act}"] = {"document_id": document.id}
    scene.of["accepted"] = {"conversation_id": accepted}
    _client(scene)


def _written_down(scene: Scene, endpoint: str, row: Conversation, uow: UnitOfWork) -> None:
    """A statement somebody of the office wrote down in a conversation, which nobody has confirmed."""
    said = check(papers().questionnaire, (), {}, uow.clock.today())
    taking_down.write_down_more(Told(Speaker.RELATIVE), row, said, papers(), once=new_id(), uow=uow)
    uow.flush()
    (found,) = taken_down(row, uow=uow)
    scene.of[endpoint] = {"message_id": found}


def _client(scene: Scene) -> None:
    """A client whose file the whole team of a matter opens, with a conversation; the officer stayed outside."""
    office, who = scene.office, scene.who
    visiting = scene.code
    asking = _sent(scene)
    with office.unit(who["officer"]) as uow:
        matter = service.create_matter(codename="Sage 21", responsible=who["lawyer"], join=False, uow=uow)
        row = intake.find(asking, uow=uow)
        client = intake.accept_into(row, matter, name="Aytac Vəliyeva", text="We take it.", once="1", uow=uow)
        uow.commit()
    with office.unit(who["lawyer"]) as uow:
        own = queries.matter(matter.id, uow=uow)
        for member in ("colleague", "assistant", "observer"):
            service.add_member(own, who[member], uow=uow)
        _written_down(scene, "matters.confirm_statement", uow.session.get_one(Conversation, asking), uow)
        uow.commit()
    assert scene.code is not None
    keyring = returning.keyring_of(scene.code, office=office.office)
    actor = returning.actor_of(scene.code)
    with office.office.unit(actor=actor, keyring=keyring, write=True) as uow:
        returning.change_consent(agreed("un"), returning.own(uow=uow), uow=uow)
        uow.commit()
        own = returning.own(uow=uow)
        (changed,) = (row for row in uow.session.query(Consent).filter_by(vault_id=own.vault_id) if row.how == "code")
    scene.of["client"] = {"matter_id": matter.id, "applicant_id": client.id, "consent_id": changed.id}
    _pressed(scene, scene.code, who["lawyer"], scene.of["client"])
    scene.code = visiting


def _sent(scene: Scene) -> UUID:
    """Send a statement with a file; the conversation's id."""
    office, officer = scene.office, scene.who["officer"]
    with office.unit(officer, write=False) as uow:
        before = {row.id for row in inbox(uow=uow).rows}
    folder = office.office.settings.blobs
    received = take(folder, body(file("file", "səs.mp3", b"ID3 x")), today=office.clock.today())
    with received as form:
        form.hold(date(2026, 3, 20))
        scene.code = send(office.office, content(files=(DraftedFile(form.files[0], False),)))
    with office.unit(officer, write=False) as uow:
        (new,) = {row.id for row in inbox(uow=uow).rows} - before
        return new


def _pressed(scene: Scene, code: Code, person: UUID, client: dict[str, object]) -> None:
    """Somebody made the client stop, and the lawyer wrote that down."""
    office = scene.office
    _asked_to_stop(scene, code)
    with office.unit(person) as uow:
        row = queries.applicants(queries.matter(cast(UUID, client["matter_id"]), uow=uow), uow=uow)[0]
        file = queries.client_file(row, uow=uow)
        assert file is not None
        conversation = uow.session.get_one(Conversation, file.conversation_id)
        withdrawal.settle_client(conversation, file, Found(Whose.PRESSURE, "By telephone", None, "Her aunt"), uow=uow)
        uow.commit()
        (finding,) = withdrawal.findings(conversation, file.vault_id, uow=uow)
    client["finding_id"] = finding.id


def _left_freely(scene: Scene) -> None:
    """Somebody at intake left of her own wish, and nobody has destroyed it yet; somebody else was forced to."""
    office, officer, visiting = scene.office, scene.who["officer"], scene.code
    vault = VaultKind.INTAKE
    for whose, how, page in (
        (Whose.PRESSURE, "By telephone", "pressure"),
        (Whose.OWN, "At the agreed place", "delete"),
    ):
        leaving = _sent(scene)
        assert scene.code is not None
        _asked_to_stop(scene, scene.code)
        with office.unit(officer) as uow:
            row = intake.find(leaving, uow=uow)
            withdrawal.settle(row, Found(whose, how, None, "Her aunt"), uow=uow)
            uow.commit()
            (finding,) = withdrawal.findings(row, uow.roster.office_vaults[vault], uow=uow)
        scene.of[f"inbox.{page}"] = {"conversation_id": leaving, "finding_id": finding.id}
    scene.code = visiting


def _asked_to_stop(scene: Scene, code: Code) -> None:
    office = scene.office.office
    keyring = returning.keyring_of(code, office=office)
    with office.unit(actor=returning.actor_of(code), keyring=keyring, write=True) as uow:
        returning.withdraw(Wish.STOP, 30, returning.own(uow=uow), uow=uow)
        uow.commit()


def _set_aside(scene: Scene) -> None:
    """Files that may show a child: one of the matter, of a client, of a conversation. Lawyer and stranger hold them."""
    office, who = scene.office, scene.who
    named = [who["lawyer"], who["stranger"]]
    with office.unit(office.coordinator) as uow:
        setting_aside.name_officers(named, uow=uow)
        uow.commit()
    with office.unit(who["officer"], write=False) as uow:
        row = intake.find(cast(UUID, scene.things["conversation_id"]), uow=uow)
        talk, own = row.vault_id, uow.roster.office_vaults[VaultKind.INTAKE]
    with office.unit(who["lawyer"], write=False) as uow:
        here = queries.matter(cast(UUID, scene.things["matter_id"]), uow=uow)
        client = queries.applicants(here, uow=uow)[0].client_file_vault_id
        circle = inner.circle(here, cast(UUID, scene.things["circle_id"]), uow=uow).vault_id
    places = {
        "matters.describe": (who["lawyer"], here.vault_id, here.vault_id),
        "matters.client_describe": (who["lawyer"], client, client),
        "matters.inner_describe": (who["lawyer"], circle, circle),
        "inbox.describe": (who["officer"], talk, own),
    }
    for endpoint, (person, origin, stays_in) in places.items():
        found = _document(scene, person, origin)
        with office.unit(person) as uow:
            setting_aside.set_aside(uow.session.get_one(Document, found), stays_in, uow=uow)
            uow.commit()
            (kept,) = setting_aside.set_aside_from(origin, stays_in, uow=uow)
            scene.of[endpoint] = {"kept_id": kept.id}
    held = kept.document_id
    for step in (Step.HAND_OVER, Step.REPORT):
        with office.unit(who["stranger"]) as uow:
            setting_aside.decide(uow.session.get_one(Document, held), step, "Asked", "", uow=uow)
            uow.commit()
    with office.unit(who["lawyer"]) as uow:
        vault_id = uow.session.get_one(Document, held).vault_id
        over, report = sorted(setting_aside.steps(vault_id, uow=uow), key=lambda row: row.step)
        setting_aside.agree(over, uow=uow)
        uow.commit()
    for act in ("decide", "agree", "replace", "hand_over"):
        scene.of[f"set_aside.{act}"] = {"document_id": held, "step_id": report.id}


def _news(scene: Scene) -> None:
    """Somebody new holds the intake vault, and a head of the log that somebody remembers is missing."""
    office = scene.office
    newest = employ(office, Role.INTAKE_OFFICER, "Kamran Əliyev").person_id
    with office.unit(office.coordinator) as uow:
        holding.give(VaultKind.INTAKE, newest, uow=uow)
        warning = HistoryWarning(
            noticed_by=office.coordinator, damaged=new_id(), seq=3, remembered=random_bytes(32),
            noticed_on=office.clock.today(),
        )  # fmt: skip
        uow.add(warning)
        uow.commit()
        scene.things["warning_id"] = warning.id
    with office.unit(scene.who["officer"], write=False) as uow:
        (news,) = holding.news(uow.roster.office_vaults[VaultKind.INTAKE], uow=uow)
        scene.things["announcement_id"] = news.id
    scene.things["kind"] = VaultKind.INTAKE.value
    scene.things["question"] = "backup"
