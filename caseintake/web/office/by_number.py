"""Forms about some applicants of a matter: ticked, or named by number, for nobody takes three hundred ticks away."""

from typing import Any

from flask import g

from caseintake.i18n import lazy
from caseintake.matters import queries
from caseintake.web.forms import at_most, trimmed
from caseintake.web.office.matters_pages import matter
from caseintake.web.office.numbers import NumbersField


class ByNumber:
    """What such a form has beside its ``applicants`` to tick. Drawn by `office/matters/_people.html`."""

    applicants: Any
    numbers = NumbersField(lazy("Applicants by number, instead of the ticks"), [at_most(2000)], filters=[trimmed])

    def validate(self, extra_validators: Any = None) -> bool:
        """Whoever is named by number stands in place of the ticks."""
        fine = bool(super().validate(extra_validators=extra_validators))  # type: ignore[misc]
        if not self.numbers.data:
            return fine
        offered = {value for value, _label in self.applicants.choices}
        people = [row for row in queries.applicants(matter(), uow=g.uow) if str(row.id) in offered]
        whose = self.numbers.whose(people)
        if self.numbers.errors:
            return False
        self.applicants.data = [str(id) for id in whose]
        return fine
