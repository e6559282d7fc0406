"""Who is on the cards, what an asker learns, and that closed files and inner circles leave no trace for others."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import select

from caseintake import leavers
from caseintake.access.visibility import NotVisible
from caseintake.audit.trail import LogEntry
from caseintake.conflicts import asking, cards, inner
from caseintake.conflicts.kinds import Between, InnerKind, Side, Strength, Verdict
from caseintake.conflicts.model import ConflictAnswer, ConflictEntry, InnerCircle, InnerNote, LookUp
from caseintake.kernel.actor import Role
from caseintake.matters import places, queries, service, team
from caseintake.matters.kinds import Spellings
from caseintake.matters.person import PlaceRole
from caseintake.matters.refusal import Refusal
from caseintake.people import merges
from caseintake.vault.errors import Locked
from caseintake.vault.holders import Holder, VaultKind
from caseintake.work import UnitOfWork
from tests.matters.cast import Cast, hire, set_scene
from tests.office import OfficeForTests


@pytest.fixture
def cast(office: OfficeForTests) -> Cast:
    return set_scene(office)


def up_to_date(office: OfficeForTests, cast: Cast) -> int:
    with office.unit(cast.lawyer) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        changed = cards.bring_up_to_date(matter, uow=uow)
        uow.commit()
        assert cards.behind(matter, uow=uow) == 0
    return changed


def found(office: OfficeForTests, *names: str) -> list[tuple[int, Strength, Side]]:
    with office.unit(office.coordinator) as uow:
        rows = asking.look_up(tuple((name,) for name in names), uow=uow)
        uow.commit()
    return [(row.asked, row.strength, row.side) for row in rows]


def test_names_meet_on_the_cards_without_being_written_there(office: OfficeForTests, cast: Cast) -> None:
    assert up_to_date(office, cast) == 3
    assert up_to_date(office, cast) == 0
    with office.unit(cast.lawyer) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        cards.add_name(
            matter, "Kərim Əsgərov", Side.OFFICIAL, spellings=Spellings(ru="Аскеров Керим"), note="Judge", uow=uow
        )
        with pytest.raises(Refusal, match="name: needed"):
            cards.add_name(matter, "12", Side.OFFICIAL, uow=uow)
        uow.commit()
    assert found(office, "Əliyev Timur", "Askerov, Kerim", "Aliyev", "Rauf Vəliyev", "Aliyeva Timur") == [
        (0, Strength.NAME, Side.APPLICANT),
        (1, Strength.NAME, Side.OFFICIAL),
        (2, Strength.WORDS, Side.APPLICANT),
    ]
    with office.unit(office.coordinator, write=False) as uow:
        (match, *_) = asking.matches((("Timur Aliyev",),), uow=uow)
        assert (match.ref, match.ask) == (uow.session.scalar(select(queries.Matter.ref)), cast.lawyer)
        with pytest.raises(NotVisible):
            queries.matter(cast.matter, uow=uow)
        for row in uow.session.scalars(select(ConflictEntry)):
            assert "Тимур".encode() not in row.plaintext()

    with office.unit(cast.lawyer) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        (named,) = cards.named(matter, uow=uow)
        cards.take_off(matter, named.id, uow=uow)
        people = queries.applicants(matter, uow=uow)
        file = queries.client_files(people, uow=uow)[people[1].id]
        file.name = "Тимур Насиров"
        uow.flush()
        assert cards.behind(matter, uow=uow) == 1
        uow.commit()
    assert up_to_date(office, cast) == 1
    assert found(office, "Əliyev Timur", "Askerov", "Nəsirov") == [(2, Strength.WORDS, Side.APPLICANT)]


def test_an_applicant_stands_on_the_card_from_the_first_hour(office: OfficeForTests, cast: Cast) -> None:
    cards.listen(office.office)
    up_to_date(office, cast)
    with office.unit(cast.lawyer) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        row = service.add_applicant(matter, name="Günel Xəlilova", uow=uow)
        places.add_place(matter, PlaceRole.WITNESS, name="Orxan Məlikov", uow=uow)
        places.give_place(matter, PlaceRole.WITNESS, queries.client_file(row, uow=uow), uow=uow)
        assert cards.behind(matter, uow=uow) == 0
        said = merges.facts(queries.client_file(row, uow=uow))
        names = ("name", "language", "contact", "never", "safety", "came_through", "born_on", "note")
        told = {name: getattr(said, name) for name in names} | {"spellings": Spellings(ru="Насирова Гюнель")}
        service.change_client_file(queries.client_file(row, uow=uow), **told, uow=uow)
        uow.commit()
        assert cards.behind(matter, uow=uow) == 0
    assert found(office, "Халилова Гюнель", "Gunel Nasirova", "Malikov") == [
        (0, Strength.NAME, Side.WITNESS), (1, Strength.NAME, Side.WITNESS), (2, Strength.WORDS, Side.WITNESS),
    ]  # fmt: skip


def test_the_team_learns_nothing_of_a_closed_file_from_its_card(office: OfficeForTests, cast: Cast) -> None:
    cards.listen(office.office)
    up_to_date(office, cast)
    with office.unit(cast.lawyer) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        team.add_member(matter, cast.second, uow=uow)
        timur = queries.applicants(matter, uow=uow)[1]
        for _again in range(2):
            team.restrict(timur, {cast.lawyer}, matter=matter, uow=uow)
            assert cards.behind(matter, uow=uow) == 0, "moved in the same act"
            team.lift_restriction(timur, matter=matter, uow=uow)
            assert cards.behind(matter, uow=uow) == 0
            assert len(uow.session.scalars(select(ConflictEntry)).all()) == 3, "and nothing stays behind"
        team.restrict(timur, {cast.lawyer}, matter=matter, uow=uow)
        uow.commit()
    assert up_to_date(office, cast) == 0
    assert found(office, "Timur Aliyev") == [(0, Strength.NAME, Side.APPLICANT)]
    with office.unit(cast.second) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        rows = uow.session.scalars(select(ConflictEntry)).all()
        uow.keystore.open({row.vault_id for row in rows})
        mine = [row for row in rows if uow.keystore.can_open(row.vault_id)]
        assert len(mine) == len(rows) - 1
        assert not any("timur" in row.words for row in mine)
        assert cards.behind(matter, uow=uow) == 0
        assert cards.bring_up_to_date(matter, uow=uow) == 0
        uow.commit()
    assert found(office, "Timur Aliyev") == [(0, Strength.NAME, Side.APPLICANT)]


def test_who_asks_learns_one_word_and_every_look_up_is_counted(office: OfficeForTests, cast: Cast) -> None:
    up_to_date(office, cast)
    names = asking.read_names("Тимур Алиев / Timur Aliyev\n\n 12 \nRauf Vəliyev")
    assert names == (("Тимур Алиев", "Timur Aliyev"), ("Rauf Vəliyev",))
    with office.unit(cast.second) as uow:
        with pytest.raises(Refusal, match="names: needed"):
            asking.ask((), uow=uow)
        open_one = asking.ask(names, uow=uow).id
        for_lead = asking.ask(names[:1], lead=cast.lawyer, uow=uow).id
        uow.commit()
        for forbidden in (lambda: asking.look_up(names, uow=uow), lambda: asking.counted(uow=uow)):
            with pytest.raises(NotVisible):
                forbidden()
        with pytest.raises(NotVisible):
            asking.answer(asking.question(open_one, uow=uow), Verdict.NO, uow=uow)
        assert asking.matches(names, uow=uow) == []
    with office.unit(cast.lawyer, write=False) as uow:
        assert asking.questions(uow=uow) == []
        with pytest.raises(NotVisible):
            asking.question(open_one, uow=uow)

    with office.unit(office.coordinator) as uow:
        assert {row.id for row in asking.questions(uow=uow)} == {open_one, for_lead}
        one = asking.question(open_one, uow=uow)
        assert len(asking.look_up(one.names, question_id=one.id, uow=uow)) == 1
        with pytest.raises(Refusal, match="person: needed"):
            asking.answer(one, Verdict.ASK, uow=uow)
        asking.answer(one, Verdict.ASK, person=cast.lawyer, uow=uow)
        asking.answer(asking.question(for_lead, uow=uow), Verdict.YES, words="Her cousin", uow=uow)
        uow.commit()
        today = uow.clock.today()
        assert asking.counted(uow=uow) == sorted(
            [(today, office.coordinator, 2, 0), (today, cast.second, 0, 3)], key=lambda row: row[1].hex, reverse=True
        )
        (row,) = uow.session.scalars(select(LookUp))
        assert uow.proof(row).author.id == office.coordinator

    def learned(person: UUID) -> dict[UUID, list[Verdict]]:
        with office.unit(person, write=False) as uow:
            return {id: [row.verdict for row in rows] for id, rows in asking.answers(uow=uow).items()}

    assert learned(cast.second) == {open_one: [Verdict.ASK], for_lead: [Verdict.TO_LEAD]}
    assert learned(cast.lawyer) == {for_lead: [Verdict.TO_LEAD, Verdict.YES]}
    with office.unit(cast.lawyer, write=False) as uow:
        assert [row.names for row in asking.questions(uow=uow)] == [names[:1]], "she reads what it answers"
    with office.unit(cast.second, write=False) as uow:
        (answer,) = asking.answers(uow=uow)[open_one]
        assert (answer.ask, uow.proof(answer).author.id) == (cast.lawyer, office.coordinator)
        assert not [row for row in uow.session.scalars(select(ConflictAnswer)) if _says_cousin(row)]


def _says_cousin(row: ConflictAnswer) -> bool:
    try:
        return "cousin" in row.words
    except Locked:
        return False


@pytest.mark.one_engine
def test_an_answer_counts_only_from_who_held_the_conflicts_vault(office: OfficeForTests, cast: Cast) -> None:
    """Who asks holds the question's vault and could write there; anybody can make a vault for the lead to find."""
    names = asking.read_names("Timur Aliyev")
    with office.unit(cast.second) as uow:
        own, lead = (asking.ask(names, lead=to, uow=uow) for to in (None, cast.lawyer))
        conflicts = Holder.vault(uow.roster.office_vaults[VaultKind.CONFLICTS])
        made = uow.keystore.create_vault(VaultKind.CONFLICT, [Holder.person(cast.lawyer), conflicts])
        for vault_id, question in ((own.vault_id, own.id), (made, lead.id)):
            uow.add(
                ConflictAnswer(
                    vault_id=vault_id, question_id=question, verdict=Verdict.NO, answered_on=uow.clock.today()
                )
            )
        uow.commit()
        ids = own.id, lead.id
    for person, question in ((cast.second, ids[0]), (cast.lawyer, ids[1])):
        with office.unit(person, write=False) as uow:
            assert (asking.answers(uow=uow), asking.untrusted(uow=uow)) == ({}, {question})
    with office.unit(office.coordinator) as uow:
        assert asking.untrusted(uow=uow) == set(ids)
        asking.answer(asking.question(ids[0], uow=uow), Verdict.YES, uow=uow)
        uow.commit()
    with office.unit(cast.second, write=False) as uow:
        assert [row.verdict for row in asking.answers(uow=uow)[ids[0]]] == [Verdict.YES]


def test_an_inner_circle_leaves_no_trace_for_who_is_walled(office: OfficeForTests, cast: Cast) -> None:
    third = hire(office, Role.LAWYER, "Nino Gelovani")
    with office.unit(cast.lawyer) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        for person in (cast.second, third):
            team.add_member(matter, person, uow=uow)
        uow.commit()

    def walled_sees() -> tuple[list[object], ...]:
        with office.unit(cast.second, write=False) as uow:
            matter = queries.matter(cast.matter, uow=uow)
            return (
                inner.circles(matter, uow=uow),
                sorted(inner.suspected(matter, uow=uow)),
                sorted(team.members(matter, uow=uow)),
                sorted(uow.keystore.mine()),
                [row.id for row in queries.applicants(matter, uow=uow)],
                [entry.seq for entry in _log_of(matter.vault_id, uow)],
            )

    before = walled_sees()
    sevda, timur, _nil = cast.applicants
    with office.unit(cast.lawyer) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        with pytest.raises(Refusal, match="people: not_on_team"):
            inner.make(matter, [office.coordinator], uow=uow)
        made = inner.make(matter, [third], uow=uow)
        inner.write(made, InnerKind.SUSPICION, about=(cast.second,), text="Seen with the other side", uow=uow)
        inner.write(made, InnerKind.SUSPICION, about=(timur,), text="Released too early", uow=uow)
        inner.write(made, InnerKind.CONFLICT, about=(sevda, timur), between=Between.ACCUSED_WITH, uow=uow)
        for fault, kind, about in (
            ("about: people_conflict", InnerKind.CONFLICT, (sevda, sevda)),
            ("about: people_suspicion", InnerKind.SUSPICION, ()),
            ("text: needed", InnerKind.NOTE, ()),
        ):
            with pytest.raises(Refusal, match=fault):
                inner.write(made, kind, about=about, uow=uow)
        uow.commit()
        vault_id = made.vault_id
    assert walled_sees() == before
    with office.unit(third, write=False) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        (circle,) = inner.circles(matter, uow=uow)
        assert sorted(inner.people(circle, uow=uow)) == sorted({cast.lawyer, third})
        assert len(inner.notes(circle, uow=uow)) == 3
        assert inner.suspected(matter, uow=uow) == {cast.second, timur}
    with office.unit(cast.second, write=False) as uow:
        assert not uow.keystore.can_open(vault_id)
        matter = queries.matter(cast.matter, uow=uow)
        with pytest.raises(NotVisible):
            inner.circle(matter, made.id, uow=uow)


def test_whoever_leaves_the_team_leaves_the_circle(office: OfficeForTests, cast: Cast) -> None:
    leavers.listen(office.office)
    with office.unit(cast.lawyer) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        team.add_member(matter, cast.second, uow=uow)
        uow.commit()
        vault_id = inner.make(matter, [cast.second], uow=uow).vault_id
        uow.commit()
    with office.unit(cast.second, write=False) as uow:
        assert uow.keystore.can_open(vault_id)
    with office.unit(cast.lawyer) as uow:
        team.remove_member(queries.matter(cast.matter, uow=uow), cast.second, uow=uow)
        uow.commit()
    with office.unit(cast.second, write=False) as uow:
        assert not uow.keystore.can_open(vault_id)


def _log_of(vault_id: UUID, uow: UnitOfWork) -> list[LogEntry]:
    return list(uow.session.scalars(select(LogEntry).where(LogEntry.chain == vault_id)))


def test_nothing_of_an_inner_circle_stands_in_clear() -> None:
    for model in (InnerCircle, InnerNote):
        assert model.columns() <= {"id", "vault_id", "epoch", "sealed", "revision"}
    assert VaultKind.INNER.value == "inner"
