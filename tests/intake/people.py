"""A person asking, for tests: draws a code, writes a draft, sends it, comes back."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from functools import cache
from pathlib import Path
from uuid import UUID

import msgspec

from caseintake.intake import drafts, returning, sending
from caseintake.intake.drafts import Agreed, Content
from caseintake.intake.office_texts import load_office_texts
from caseintake.intake.papers import Papers
from caseintake.intake.questionnaire import load as load_questionnaire
from caseintake.intake.receipts import Code, new_code
from caseintake.kernel.actor import Actor, Role
from caseintake.law.rules import load as load_law
from caseintake.law.rules import shipped_directory
from caseintake.vault.holders import VaultKind
from caseintake.work import Office, UnitOfWork
from tests.office import OfficeForTests

STATEMENT = "They opened my telephone in the corridor. Telefonumu dəhlizdə açdılar."


@cache
def papers() -> Papers:
    """The papers that come with the program, with the fictional office's own words."""
    where = shipped_directory()
    office = load_office_texts(where / "intake" / "office_texts.example.toml")
    return Papers(load_questionnaire(where), load_law(where), office)


def agreed(use: str = "intake", yes: bool = True, language: str = "en") -> Agreed:
    text = papers().questionnaire.consent(use, language)
    return Agreed(use, yes, text.version, language, text.digest)


def content(answers: Mapping[str, str] | None = None, **values: object) -> Content:
    given = {"what_happened": STATEMENT} if answers is None else answers
    ready = Content("en", {name: (text,) for name, text in given.items()}, (agreed(),))
    return msgspec.structs.replace(ready, **values)


def draft(office: Office, written: Content | None = None) -> Code:
    code = new_code()
    drafts.begin(code, written or content(), office=office)
    return code


def send(office: Office, written: Content | None = None) -> Code:
    code = draft(office, written)
    assert sending.submit(code, papers=papers(), office=office)
    return code


def visit(office: Office, code: Code, *, write: bool = False) -> AbstractContextManager[UnitOfWork]:
    keyring = returning.keyring_of(code, office=office)
    assert keyring is not None
    return office.unit(actor=Actor("receipt", code.id), keyring=keyring, write=write)


def officer(office: OfficeForTests) -> UUID:
    return office.hire(Role.INTAKE_OFFICER, VaultKind.INTAKE, VaultKind.DIRECTORY)


def with_office_words(directory: Path) -> None:
    """An own ``config`` folder for an office, as an administrator would fill it."""
    shipped = shipped_directory()
    for source in shipped.rglob("*.toml"):
        target = directory / "config" / source.relative_to(shipped)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source.read_bytes())
    example = directory / "config" / "intake" / "office_texts.example.toml"
    example.rename(example.with_name("office_texts.toml"))
