"""What an act for many people did: for whom, and for whom not and why."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from caseintake.matters.facts import Fault
from caseintake.matters.model import Applicant
from caseintake.matters.refusal import Refusal


@dataclass
class Outcome:
    """For whom it was done, and for whom not and why; by applicant id."""

    done: list[UUID] = field(default_factory=list)
    refused: dict[UUID, Fault] = field(default_factory=dict)

    def each(self, applicants: Iterable[Applicant], act: Callable[[Applicant], object]) -> "Outcome":
        """Try it for each. ``act`` raises `Refusal` before it changes anything."""
        for row in applicants:
            try:
                act(row)
                self.done.append(row.id)
            except Refusal as refusal:
                self.refused[row.id] = refusal.faults[0]
        return self
