"""Somebody in danger has written: whoever reads intake is told at once, and nothing of it."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from caseintake.intake import service as intake
from caseintake.intake.queries import inbox
from caseintake.kernel.actor import Role
from caseintake.reminders import gathering, wording
from caseintake.reminders.agenda import URGENT, to_say
from caseintake.vault.holders import VaultKind
from tests.intake.people import content, send, with_office_words
from tests.office import OfficeForTests
from tests.signing_in import account


def said(office: OfficeForTests) -> set[object]:
    """Who hears of something urgent today."""
    with office.office.unit() as uow:
        found = to_say(gathering.items(uow=uow), {}, gathering.staff(uow=uow), office.clock.today())
        text = wording.body([item for _said, item in found], office.clock.today())
        if found:
            assert "Something urgent waits in the inbox." in text
            assert str(office.clock.today().year) not in text
        return {one.person for one, item in found if item.rule == URGENT}


def test_an_officer_is_told_at_once_then_coordinators_until_somebody_answers(office: OfficeForTests) -> None:
    with_office_words(office.office.settings.directory)
    officer = office.hire(Role.INTAKE_OFFICER, VaultKind.INTAKE)
    office.hire(Role.INTAKE_OFFICER)
    for person in office.roles:
        account(office, person)
    assert said(office) == set()
    send(office.office)
    assert said(office) == set()  # in danger is nobody yet
    written = content()
    urgent = {**written.answers, "safety_urgent": ("detained",)}
    send(office.office, msgspec.structs.replace(written, answers=urgent))
    assert officer in said(office)
    office.clock.advance(timedelta(days=1))
    assert {officer, office.coordinator} <= said(office)
    with office.unit(officer) as uow:
        for row in inbox(uow=uow).rows:
            intake.answer(row, "We have read it.", once=row.id.hex, uow=uow)
        uow.commit()
    assert said(office) == set()
