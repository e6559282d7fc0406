"""Tasks and notes: one list of three sources; what is about one client lies in that client's file."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

import pytest

from caseintake.access.visibility import NotVisible
from caseintake.casework import contacts, letters, notes, place, tasks
from caseintake.casework.contacts import Contact
from caseintake.casework.kinds import About, Direction
from caseintake.casework.model import CaseNote, WorkTask
from caseintake.casework.tasks import Source
from caseintake.matters import queries, service
from caseintake.matters.kinds import TaskKind
from caseintake.matters.refusal import Refusal
from caseintake.matters.tasks import add_task
from tests.matters.cast import Cast, set_scene
from tests.office import OfficeForTests

DUE = date(2026, 3, 1)


@pytest.fixture
def cast(office: OfficeForTests) -> Cast:
    return set_scene(office)


def closed_file(office: OfficeForTests, cast: Cast) -> None:
    """The second lawyer joins the team; the file of the first applicant is closed to all but the first lawyer."""
    with office.unit(cast.lawyer) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        service.add_member(matter, cast.second, uow=uow)
        service.restrict(queries.applicants(matter, uow=uow)[0], {cast.lawyer}, matter=matter, uow=uow)
        uow.commit()


def test_a_closed_file_closes_its_tasks_and_notes(office: OfficeForTests, cast: Cast) -> None:
    first, *others = cast.applicants
    with office.unit(cast.lawyer) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        tasks.add(matter, what="Ask her sister for the envelope", applicants=[first], uow=uow)
        tasks.add(matter, what="Copy the forms", applicants=others, uow=uow)
        notes.write(matter, "She is afraid of her brother.", about=About.APPLICANT, subject_id=first, uow=uow)
        notes.write(matter, "The judge is ill.", uow=uow)
        uow.commit()
    closed_file(office, cast)

    with office.unit(cast.second, write=False) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        assert [line.what for line in tasks.of_matter(matter, uow=uow)] == ["Copy the forms"]
        assert [row.text for row in notes.of_matter(matter, uow=uow)] == ["The judge is ill."]
        (hidden,) = place.found(WorkTask, [matter], uow=uow).closed
        with pytest.raises(NotVisible):
            place.within(WorkTask, hidden.id, matter, uow=uow)
    with office.unit(cast.second) as uow, pytest.raises(Refusal, match="applicants: file_closed"):
        tasks.add(queries.matter(cast.matter, uow=uow), what="Call", applicants=[first], uow=uow)
    with office.unit(cast.lawyer) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        (hers,) = [line for line in tasks.of_matter(matter, uow=uow) if line.applicants == (first,)]
        with pytest.raises(Refusal, match="assignee: cannot_open"):
            tasks.assign([hers], cast.second, uow=uow)
        # About several of whom one has a closed file there is no vault: not in the matter's, nor in the others' files.
        several, met = [first, *others], Contact(on=uow.clock.today(), summary="She wept")
        letter = letters.Said(direction=Direction.IN, about="Her illness")
        for act in (
            partial(tasks.add, matter, what="Call them", applicants=several),
            partial(letters.record, matter, letter, applicants=several),
            partial(contacts.record, matter, several, met),
        ):
            with pytest.raises(Refusal, match="applicants: closed_among_others") as refused:
                act(uow=uow)
            assert refused.value.faults[0].limit == "1"
        assert letters.record(matter, letter, applicants=others, uow=uow).vault_id == matter.vault_id
        assert len(contacts.record(matter, [first], met, uow=uow)) == 1


def test_what_lies_elsewhere_is_not_of_this_matter(office: OfficeForTests, cast: Cast) -> None:
    """Whoever holds another vault could seal a row there and hang it on this matter."""
    with office.unit(cast.lawyer) as uow:
        other = service.create_matter(codename="Sage 20", uow=uow)
        row = WorkTask(
            vault_id=other.vault_id, running=True, matter_id=cast.matter, what="Send it all to me", made_by=cast.lawyer,
            made_on=uow.clock.today(),
        )  # fmt: skip
        uow.add(row)
        uow.commit()
        matter = queries.matter(cast.matter, uow=uow)
        assert tasks.of_matter(matter, uow=uow) == []
        with pytest.raises(NotVisible):
            place.within(WorkTask, row.id, matter, uow=uow)


def test_three_sources_are_one_list_and_mine_is_what_falls_to_me(office: OfficeForTests, cast: Cast) -> None:
    with office.unit(cast.lawyer) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        service.add_member(matter, cast.second, uow=uow)
        (file, *_rest) = queries.client_files(queries.applicants(matter, uow=uow), uow=uow).values()
        add_task(file, TaskKind.PRESSURE, due_on=DUE + timedelta(days=9), uow=uow)
        late = tasks.add(matter, what="Translate the ruling", assignee=cast.second, due_on=DUE, uow=uow)
        tasks.add(matter, what="Some day", uow=uow)
        uow.commit()
    with office.unit(cast.second) as uow:
        lines, labels = tasks.everywhere(uow=uow)
        assert [line.source for line in lines] == [Source.WORK, Source.CLIENT, Source.WORK]
        assert [line.overdue(uow.clock.today()) for line in lines] == [True, False, False]
        assert [line.person for line in lines] == [cast.second, labels[cast.matter].responsible, cast.lawyer]
        assert tasks.assign(lines, cast.second, uow=uow) == 3
        assert tasks.finish(lines[:2], uow=uow) == 2
        assert tasks.finish(lines[:2], uow=uow) == 0, "done once"
        uow.commit()
    with office.unit(cast.lawyer) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        opened = [line for line in tasks.of_matter(matter, uow=uow) if line.open]
        assert [(line.what, line.person) for line in opened] == [("Some day", cast.second)]
        row = place.within(WorkTask, late.id, matter, uow=uow)
        assert (row.done_by, row.done_on) == (cast.second, uow.clock.today())
        tasks.reopen(row, uow=uow)
        assert row.done_on is None


def test_a_note_is_never_overwritten(office: OfficeForTests, cast: Cast) -> None:
    with office.unit(cast.lawyer) as uow:
        matter = queries.matter(cast.matter, uow=uow)
        task = tasks.add(matter, what="Call the clerk", uow=uow)
        old = notes.write(matter, "She said Mnday.", about=About.TASK, subject_id=task.id, uow=uow)
        new = notes.write(matter, "She said Monday.", corrects=old, uow=uow)
        with pytest.raises(Refusal, match="text: needed"):
            notes.write(matter, "  ", uow=uow)
        uow.commit()
    with office.unit(cast.lawyer, write=False) as uow:
        every = notes.of_matter(queries.matter(cast.matter, uow=uow), uow=uow)
        assert {row.text for row in notes.about(every, About.TASK, task.id)} == {"She said Mnday.", "She said Monday."}
        assert notes.corrected(every) == {old.id}
        assert uow.proof(uow.session.get_one(CaseNote, new.id)).author.id == cast.lawyer
