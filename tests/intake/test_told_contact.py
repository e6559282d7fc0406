"""What was said about safe contact reaches the client file when a case is accepted."""

from caseintake.intake.model import Answer
from caseintake.intake.told_contact import told_contact


def test_ways_and_warnings_stand_where_a_lawyer_looks() -> None:
    told = told_contact(
        [
            Answer("contact_way", ("code",)),
            Answer("contact_place", ("the library, Tuesdays",)),
            Answer("contact_never", ("the home telephone",)),
            Answer("others_never", ("my brother",)),
        ]
    )
    assert told.contact == "Comes back with the code.\nthe library, Tuesdays"
    assert told.never == "the home telephone"
    assert told.safety == "Must never learn of it: my brother"


def test_a_later_answer_counts() -> None:
    told = told_contact([Answer("contact_never", ("the old phone",)), Answer("contact_never", ("any phone",))])
    assert told.never == "any phone"


def test_nothing_told_is_nothing_written() -> None:
    told = told_contact([])
    assert (told.contact, told.never, told.safety) == ("", "", "")
