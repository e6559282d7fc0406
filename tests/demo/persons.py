"""From what stands on paper to the key, the long way."""

from uuid import UUID

from sqlalchemy import select

from caseintake.identity.credentials import unwrap
from caseintake.identity.model import Credential, Person
from caseintake.work import Office


def secret_of(office: Office, handle: str, words: tuple[str, ...]) -> tuple[UUID, bytes]:
    """Who has this handle, and her secret, opened with the passphrase."""
    with office.unit() as uow:
        statement = select(Person, Credential).join(Credential, Credential.person_id == Person.id)
        row = uow.session.execute(statement.where(Person.handle == handle)).one()
    wrapped = row.Credential.under_passphrase()
    return row.Person.id, unwrap(words, wrapped, fingerprint=office.fingerprint, person_id=row.Person.id)
