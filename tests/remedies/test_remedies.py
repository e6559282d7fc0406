"""The exhaustion grid, what proceedings suggest, section G, and the warnings of a joint case."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from caseintake.access.policy import NotAllowed
from caseintake.deadlines.situations import Case, Claim, Course, Happening, Ruling
from caseintake.deadlines.statute import the_law
from caseintake.kernel.actor import Role
from caseintake.kernel.ids import new_id
from caseintake.law.rules import RuleError
from caseintake.matters import queries
from caseintake.matters import service as matters
from caseintake.matters.articles import needs_remedies
from caseintake.matters.facts import exactly
from caseintake.matters.kinds import DecisionKind, Finality, Forum, Instance, Status
from caseintake.matters.model import Complaint
from caseintake.matters.service import Refusal
from caseintake.remedies import catalogue, looking, section_g, service
from caseintake.remedies.grid import Cell, Said, Spot, filled, lines
from caseintake.remedies.kinds import RemedyState
from caseintake.remedies.suggesting import Road, suggestions
from caseintake.remedies.warnings import Code, Ending, Warned, of_case
from tests.matters.cast import Cast, hire, set_scene
from tests.office import OfficeForTests

ANN, BEN, CEM = (UUID(int=n) for n in range(1, 4))
PRIVACY, EXPRESSION = UUID(int=11), UUID(int=12)
CLAIMS = (Claim(PRIVACY, "AZ", (ANN, BEN, CEM)), Claim(EXPRESSION, "AZ", (ANN,)))
EXHAUSTED, PENDING, INEFFECTIVE = RemedyState.EXHAUSTED, RemedyState.PENDING, RemedyState.INEFFECTIVE
CIVIL = Road("az.civil", Forum.CIVIL, Instance.CASSATION)
DAYS = {"decided_on": exactly(date(2026, 1, 20)), "served_on": exactly(date(2026, 2, 5))}


def course(
    forum: Forum, *rulings: Ruling, status: Status = Status.PENDING, whose: tuple[UUID, ...] = (ANN, BEN)
) -> Course:
    return Course(new_id(), "AZ", forum, status, whose, (), rulings)


def ruling(instance: Instance, final: Finality) -> Ruling:
    return Ruling(new_id(), DecisionKind.JUDGMENT, instance, final, DAYS)


FINAL = ruling(Instance.CASSATION, Finality.YES)
UNCLEAR, LOWER = ruling(Instance.CASSATION, Finality.UNCLEAR), ruling(Instance.FIRST, Finality.YES)


def cell(state: RemedyState, number: int = 1, reason: str = "", decision: UUID | None = None) -> Cell:
    return Cell(state, reason, decision, None, None, number)


def test_the_last_statement_counts_and_who_stands_alike_is_one_line() -> None:
    everybody = tuple(UUID(int=n) for n in range(100, 1100))
    said = [
        Said(PRIVACY, "az.civil", everybody[:3], cell(INEFFECTIVE, 3, "No court takes it")),
        Said(PRIVACY, "az.civil", everybody, cell(PENDING, 1)),
        Said(PRIVACY, "az.civil", everybody[2:], cell(EXHAUSTED, 4)),
        Said(EXPRESSION, "az.civil", everybody, cell(PENDING, 2)),
    ]
    grid = filled(said)
    found = lines(PRIVACY, everybody, ["az.civil", "az.admin"], grid)
    assert [(len(line.applicants), line.cells[0] and line.cells[0].state, line.cells[1]) for line in found] == [
        (998, EXHAUSTED, None),
        (2, INEFFECTIVE, None),
    ]
    assert sorted(id for line in found for id in line.applicants) == sorted(everybody)


@pytest.mark.parametrize(
    ("what", "made", "now", "expected"),
    [
        ("final decision of the last instance", course(Forum.CIVIL, FINAL), None, EXHAUSTED),
        ("nobody has said whether it is final", course(Forum.CIVIL, UNCLEAR), None, PENDING),
        ("a lower instance, final because nobody went on", course(Forum.CIVIL, LOWER), None, PENDING),
        ("ended without a decision", course(Forum.CIVIL, status=Status.ENDED), None, None),
        ("prepared", course(Forum.CIVIL, status=Status.PREPARED), None, RemedyState.OPEN),
        ("another forum", course(Forum.ADMINISTRATIVE, FINAL), None, None),
        ("said already", course(Forum.CIVIL), PENDING, None),
        ("said pending, now final", course(Forum.CIVIL, FINAL), PENDING, EXHAUSTED),
        ("said exhausted, the record is behind", course(Forum.CIVIL), EXHAUSTED, None),
        ("a lawyer holds it not effective", course(Forum.CIVIL, FINAL), INEFFECTIVE, None),
    ],
)  # fmt: skip
def test_what_a_proceeding_suggests(
    what: str, made: Course, now: RemedyState | None, expected: RemedyState | None
) -> None:
    grid = {} if now is None else {Spot(id, PRIVACY, "az.civil"): cell(now, reason="why") for id in (ANN, BEN)}
    found = [one for one in suggestions(Case([made], CLAIMS), {"AZ": (CIVIL,)}, grid) if one.complaint_id == PRIVACY]
    assert [one.state for one in found] == ([] if expected is None else [expected]), what
    assert all(one.applicants == (ANN, BEN) for one in found)
    assert all((one.decision_id is not None) is (one.state is EXHAUSTED) for one in found)


def codes(
    case: Case, endings: list[Ending] | None = None, grid: dict[Spot, Cell] | None = None
) -> set[tuple[Code, tuple[UUID, ...]]]:
    said = {Spot(id, claim.id, "az.civil"): cell(PENDING) for claim in CLAIMS for id in claim.applicants}
    found: list[Warned] = of_case(
        case, endings or [], said if grid is None else grid, {"az.civil": Forum.CIVIL}, the_law()
    )
    return {(one.code, one.applicants) for one in found}


def test_two_clocks_in_one_form() -> None:
    form = course(Forum.ECHR, status=Status.PREPARED)

    def end(whose: UUID, day: date | None) -> Ending:
        return Ending(whose, PRIVACY, None, None, day)

    same = [end(ANN, date(2026, 6, 5)), end(BEN, date(2026, 6, 5)), end(CEM, date(2026, 4, 1))]
    assert codes(Case([form], CLAIMS), same) == set()
    for other in (date(2026, 6, 6), None):
        assert codes(Case([form], CLAIMS), [end(ANN, date(2026, 6, 5)), end(BEN, other)]) == {
            (Code.CLOCKS_DIFFER, (ANN, BEN) if other else (BEN, ANN))
        }
    # The earliest of several clocks of one applicant is hers.
    assert codes(Case([form], CLAIMS), [*same, end(ANN, date(2026, 5, 1))]) == {(Code.CLOCKS_DIFFER, (ANN, BEN))}


def test_the_united_nations_close_the_way_and_the_other_way_round() -> None:
    form = course(Forum.ECHR, status=Status.PREPARED)
    committee = course(Forum.HRC, whose=(BEN, CEM))
    assert codes(Case([form, committee], CLAIMS)) == {(Code.UN_BLOCKS, (BEN,))}
    assert codes(Case([form, replace(committee, forum=Forum.UN)], CLAIMS)) == {(Code.UN_PERHAPS, (BEN,))}
    running = [Ending(CEM, PRIVACY, None, None, date(2026, 6, 5))]
    assert codes(Case([committee], CLAIMS), running) == {(Code.UN_BLOCKS, (CEM,))}
    # Begun at the Court, prepared for the Committee.
    lodged, prepared = replace(form, status=Status.PENDING), replace(committee, status=Status.PREPARED)
    assert codes(Case([lodged, prepared], CLAIMS)) == {(Code.WOULD_BLOCK, (BEN,))}
    # Other complaints, another State: no conflict.
    apart = replace(committee, complaints=(EXPRESSION,), applicants=(BEN,))
    assert codes(Case([form, apart], CLAIMS)) == set()
    assert codes(Case([form, replace(committee, state="GE")], CLAIMS)) == set()
    # An event is enough, until a lawyer has found that the matters differ.
    begun = Happening(new_id(), "other_procedure_lodged", {}, applicants=(ANN,), complaints=(PRIVACY,))
    assert codes(Case([form], CLAIMS, [begun])) == {(Code.UN_BLOCKS, (ANN,))}
    found_different = Happening(new_id(), "matter_found_different", {}, applicants=(ANN,))
    assert codes(Case([form], CLAIMS, [begun, found_different])) == set()


def test_rows_doubles_and_a_start_in_doubt() -> None:
    form, again = course(Forum.ECHR), course(Forum.ECHR, whose=(BEN,))
    assert codes(Case([form, again], CLAIMS)) == {(Code.TWICE, (BEN,))}
    assert codes(Case([form, replace(again, status=Status.JOINED)], CLAIMS)) == set()
    assert codes(Case([form], CLAIMS), grid={}) == {(Code.NO_ROW, (ANN, BEN)), (Code.NO_ROW, (ANN,))}
    hindered = [replace(CLAIMS[0], needs_remedies=False), *CLAIMS[1:]]  # Article 34 asks for no remedy at home
    assert len(codes(Case([form], hindered), grid={})) == 1
    assert not needs_remedies("34")
    assert all(needs_remedies(text) for text in ("8", "8+34", "", "Article 34 and 99"))
    last = ruling(Instance.CASSATION, Finality.YES)
    civil = course(Forum.CIVIL, last, status=Status.ENDED)
    running = [Ending(ANN, PRIVACY, civil.id, last.id, date(2026, 6, 5))]
    for said, expected in (
        (cell(EXHAUSTED), set()),
        (cell(INEFFECTIVE, reason="why"), {(Code.INEFFECTIVE_START, (ANN,))}),
        (cell(INEFFECTIVE, reason="why", decision=last.id), {(Code.INEFFECTIVE_START, (ANN,))}),
        (cell(INEFFECTIVE, reason="why", decision=new_id()), set()),
    ):
        assert codes(Case([civil], CLAIMS), running, {Spot(ANN, PRIVACY, "az.civil"): said}) == expected


def test_whoever_stands_under_nothing_has_no_clock() -> None:
    everybody = (ANN, BEN, CEM)
    civil, abroad = course(Forum.CIVIL), replace(course(Forum.CIVIL, whose=(CEM,)), state="GE")
    assert codes(Case([], CLAIMS, applicants=everybody)) == set(), "a matter that has only begun"
    assert codes(Case([civil, abroad], CLAIMS, applicants=everybody)) == {(Code.NO_CLOCK, (CEM,))}
    assert codes(Case([civil, course(Forum.CIVIL, whose=(CEM,))], CLAIMS, applicants=everybody)) == set()
    assert codes(Case([civil], (), applicants=everybody)) == {(Code.NO_CLOCK, (CEM,))}


def test_the_lists_of_remedies_are_checked(tmp_path: Path) -> None:
    assert {one.id for one in catalogue.of_state("AZ")} >= {"az.civil", "az.crim.trial", "az.crim.supervision"}
    good = (Path("config/remedies/az.toml")).read_text()
    (tmp_path / "remedies").mkdir()
    for wrong, old, new in (
        ("another State", 'state = "AZ"', 'state = "GE"'),
        ("no forum", 'forum = "civil"', 'forum = "village"'),
        ("a field nobody knows", "extraordinary = true", "extra = true"),
        ("twice", 'id = "az.admin"', 'id = "az.civil"'),
        ("no language", 'fr = "action civile, appel et cassation"\n', ""),
    ):
        (tmp_path / "remedies" / "az.toml").write_text(good.replace(old, new, 1))
        with pytest.raises(RuleError, match=r"az\.toml"):
            catalogue.load(tmp_path)
        assert wrong


@pytest.fixture
def cast(office: OfficeForTests) -> Cast:
    return set_scene(office)


def test_saying_accepting_and_the_text_of_section_g(office: OfficeForTests, cast: Cast) -> None:
    sevda, timur, nil = cast.applicants
    observer = hire(office, Role.OBSERVER, "Anna Weiss")
    with office.unit(cast.lawyer) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        matters.add_member(matter, observer, uow=uow)
        complaint = uow.session.get_one(Complaint, cast.complaint)
        (proceeding,) = queries.proceedings(matter, uow=uow)
        claim = matters.record_proceeding(
            matter, state="AZ", forum=Forum.CIVIL, court="Nasimi District Court", applicants=[sevda, timur], uow=uow
        )
        matters.record_decision(claim, kind=DecisionKind.JUDGMENT, instance=Instance.FIRST, facts=DAYS, uow=uow)
        matters.grow_from(proceeding, claim.id, matter=matter, uow=uow)
        for whose, remedy, given, code in (
            ([new_id()], "az.civil", {}, "not_of_complaint"),
            ([], "az.civil", {}, "nobody"),
            ([sevda], "az.civil", {"reason": " "}, "need_reason_why"),
            ([sevda], "az.nothing", {"reason": "why"}, "unknown_choice"),
            ([sevda], "own: ", {"reason": "why"}, "needed"),
        ):
            with pytest.raises(Refusal, match=code):
                service.say(matter, complaint, remedy, INEFFECTIVE, whose, uow=uow, **given)  # type: ignore[arg-type]
        judgment = {"kind": DecisionKind.JUDGMENT, "is_final": Finality.YES, "outcome": "Refused"}
        last = matters.record_decision(
            proceeding,
            instance=Instance.CASSATION,
            facts=DAYS,
            **judgment,
            uow=uow,  # type: ignore[arg-type]
        )
        own = {"served_on": exactly(date(2026, 2, 9))}
        matters.record_service(last, proceeding=proceeding, applicant_id=nil, facts=own, uow=uow)
        (offered,) = service.suggested(matter, uow=uow)
        assert (offered.state, set(offered.applicants), offered.decision_id) == (
            EXHAUSTED,
            set(cast.applicants),
            last.id,
        )
        assert service.grid(matter, uow=uow) == {}  # nothing is said before somebody accepts
        assert service.accept(matter, [offered], uow=uow) == 3
        assert service.suggested(matter, uow=uow) == []
        service.say(
            matter, complaint, "az.crim.supervision", INEFFECTIVE, [sevda, timur], reason="Nobody answered.", uow=uow
        )
        uow.commit()
        for entry in service.entries(matter, uow=uow):
            assert uow.proof(entry).author.id == cast.lawyer
    with office.unit(observer, write=False) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        complaint = uow.session.get_one(Complaint, cast.complaint)
        with pytest.raises(NotAllowed):
            service.say(matter, complaint, "az.civil", PENDING, [sevda], uow=uow)
        grid = service.grid(matter, uow=uow)
        rows = {row.id: row for row in queries.proceedings(matter, uow=uow)}
        decided = queries.decisions(rows.values(), uow=uow)
        served = queries.services([one for each in decided.values() for one in each], uow=uow)
        record = section_g.Record(rows, decided, section_g.own_days(served), {})
        remedies = ["az.civil", "az.crim.supervision"]
        both, alone = section_g.texts(complaint, complaint.applicants, remedies, grid, record, "en")
        (inconnu, *_rest) = section_g.texts(complaint, complaint.applicants, remedies, grid, record, "fr")
        assert "première instance" in inconnu.text, "the form speaks its own language"
        assert inconnu.gaps == both.gaps, "and who fills it in is told in hers"
        assert section_g.texts(complaint, [sevda], [], grid, record, "en")[0].gaps == (
            "Nothing is said of any remedy.",
        )
        complaint.article = "34"
        (hindered,) = section_g.texts(complaint, [sevda], [], grid, record, "en")
        assert hindered.gaps == ()
        assert hindered.text.endswith("No remedy has to be used first: this is about the proceedings before the Court.")
        assert (both.applicants, alone.applicants) == ((sevda, timur), (nil,))
        for words in (
            "Complaint under Article 8: The phone was read",
            "cassation: Nasimi District Court; first instance: judgment of 20 January 2026, received on",
            "; Sabail District Court, 2(009)-118/2026; cassation: judgment of 20 January 2026 (Refused)",
            "the final decision, received on 5 February 2026.",
            "complaint to the prosecutor, then judicial supervision: not effective. Nobody answered.",
        ):
            assert words in both.text, words
        assert "received on 9 February 2026" in alone.text
        lost = [text.gaps[0].rpartition(": ")[2] for text in (both, alone)]
        assert lost == ["appeal.", "first instance, appeal."], "the form asks for every instance"
        assert "Nobody answered" not in alone.text
        assert "Nasimi" not in alone.text, "she was in no claim there"
        # The start of the time is shown as in doubt nowhere: the decision belongs to the remedy that was effective.
        assert looking.warnings(matter, uow=uow) == []
