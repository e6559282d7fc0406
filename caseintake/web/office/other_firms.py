"""Other firms on a team: what keeps one from being given the key, and what each newcomer is asked about it."""

from collections.abc import Mapping
from typing import ClassVar, TypeVar

from flask import g
from wtforms import Field, RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from caseintake.access.policy import Action, allows
from caseintake.i18n import _, current_language
from caseintake.matters.model import Matter
from caseintake.representation import firms, newcomers, wording
from caseintake.representation.newcomers import Word
from caseintake.vault.primitives import sha256
from caseintake.web.forms import OfficeForm
from caseintake.web.office.matters_pages import called_all, shortened
from caseintake.web.public.counter import papers


def why_not(of: Matter, firm: str) -> str:
    """The firm has not declared, or clients have not agreed to it by name; empty: nothing keeps it."""
    if not firm:
        return ""
    if not firms.has_declared(of, firm, uow=g.uow):
        return str(wording.FAULTS["firm_not_declared"])
    missing = firms.not_agreed(of, firm, uow=g.uow)
    if not missing:
        return ""
    return _(
        "These clients have not agreed that %(firm)s reads their file: %(who)s. Write down their consent, or close "
        "their files to the team first.", firm=firm, who=shortened(list(called_all(missing).values())),
    )  # fmt: skip


Form = TypeVar("Form", bound="AsksFirms")


class AsksFirms(OfficeForm):
    """A form that brings somebody into a matter. Where other firms are on its team it asks one question about each."""

    #: The other firms by the name of the field that asks about each.
    firms: ClassVar[Mapping[str, str]] = {}

    @property
    def about_firms(self) -> list[Field]:
        return [self[name] for name in self.firms]

    def answered(self) -> bool:
        """Whether every question about a firm has an answer; refuses at each that has none."""
        for name in self.firms:
            if self[name].data not in ("yes", "wait"):
                self.refuse(name, _("Please answer this question."))
        return not self.errors

    def word(self) -> Word:
        """To which firms the newcomers agreed. Whatever is no yes is none."""
        yes = tuple(firm for name, firm in self.firms.items() if self[name].data == "yes")
        return Word(yes, papers().questionnaire.consent(newcomers.USE, current_language()) if yes else None)


def asking(form: type[Form], of: Matter | None, *, many: bool = False) -> Form:
    """This form with a question about each other firm on the team of this matter; ``many``: one for a whole table."""
    found = {_field_name(firm): firm for firm in newcomers.asked(of, uow=g.uow)} if of is not None else {}
    questions = {name: _question(firm, many=many) for name, firm in found.items()}
    made: Form = type(form.__name__, (form,), {**questions, "firms": found})() if found else form()
    return made


def _field_name(firm: str) -> str:
    """Of the firm itself and not of its place in the list: a yes never counts for one that came in meanwhile."""
    return f"firm_{sha256(firm.strip().casefold().encode()).hex()[:16]}"


def _question(firm: str, *, many: bool) -> RadioField:
    label = _("Has the client agreed that %(firm)s reads the file?", firm=firm)
    if many:
        label = _("Have all clients of this table agreed that %(firm)s reads their files?", firm=firm)
    choices = [SelectChoice("yes", _("yes"))] if allows(g.uow.actor.role, Action.CLIENT_ANSWER) else []
    said = papers().questionnaire.consent(newcomers.USE, current_language()).text
    later = _("If not yet, a new file begins closed to this firm and waits for the consent.")
    return RadioField(
        label, choices=[*choices, SelectChoice("wait", _("not yet"))], validate_choice=False,
        description=f"“{said}” {later}",
    )  # fmt: skip
