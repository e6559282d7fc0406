"""What was never sent is gone after its days, once a day, without any key."""

from datetime import timedelta

from sqlalchemy import func, select

from caseintake.housekeeping import tidy
from caseintake.identity import sent_forms
from caseintake.intake import drafts
from caseintake.intake.drafts import Content, Draft
from caseintake.intake.receipts import new_code
from tests.office import OfficeForTests


def drafts_left(office: OfficeForTests) -> int:
    with office.office.unit() as uow:
        return uow.session.scalar(select(func.count()).select_from(Draft)) or 0


def test_a_draft_lives_seven_days_and_not_longer(office: OfficeForTests) -> None:
    drafts.begin(new_code(), Content(language="az"), office=office.office)
    assert tidy(office.office)
    assert drafts_left(office) == 1
    office.clock.advance(timedelta(days=7))
    assert tidy(office.office)
    assert drafts_left(office) == 1, "the seventh day is still hers"
    office.clock.advance(timedelta(days=1))
    assert tidy(office.office)
    assert drafts_left(office) == 0


def test_a_sent_form_is_known_for_its_days_and_not_longer(office: OfficeForTests) -> None:
    def first_time() -> bool:
        with office.office.unit(write=True) as uow:
            found = sent_forms.first_time(b"\1" * 32, uow=uow)
            uow.commit()
            return found

    assert first_time()
    office.clock.advance(timedelta(days=sent_forms.DAYS_KNOWN))
    assert tidy(office.office)
    assert not first_time()
    office.clock.advance(timedelta(days=1))
    assert tidy(office.office)
    assert first_time()


def test_it_is_done_once_a_day(office: OfficeForTests) -> None:
    assert tidy(office.office)
    assert not tidy(office.office)
    office.clock.advance(timedelta(days=1))
    assert tidy(office.office)
