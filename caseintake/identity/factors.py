"""The second factor when the phone is gone: printed codes, or two coordinators who know the person.

Only the person's own secret opens what the factor is checked with, so coordinators cannot make her a new one: they
agree that for once no code is asked, and the right passphrase makes a new factor.
"""

from uuid import UUID

import msgspec
from sqlalchemy import select

from caseintake.identity import agreeing
from caseintake.identity.agreeing import Subject
from caseintake.identity.credentials import TOTP_SECRET_BYTES, Bundle, code_hash
from caseintake.identity.freezing import signatures_needed
from caseintake.identity.model import Credential
from caseintake.identity.refusals import Refused, Why
from caseintake.vault.primitives import random_bytes
from caseintake.work import UnitOfWork


def declare_lost(person_id: UUID, *, uow: UnitOfWork) -> bool:
    """Agree, as a coordinator who has spoken with her, that this person's second factor is lost.

    True once enough have agreed: her next right passphrase within three days makes a new one. Raises `Refused`.
    """
    credential = uow.session.scalar(select(Credential).where(Credential.person_id == person_id))
    if credential is None or credential.frozen is not None:
        raise Refused(Why.NO_SUCH_PERSON)
    agreeing.agree(person_id, Subject.NEW_FACTOR, credential, uow=uow)
    return is_lost(person_id, credential, uow=uow)


def is_lost(person_id: UUID, credential: Credential, *, uow: UnitOfWork) -> bool:
    """Whether enough coordinators agreed for this very credential."""
    names = agreeing.agreed(person_id, Subject.NEW_FACTOR, credential, uow=uow)
    return len(names) >= signatures_needed(person_id, uow=uow)


def renewed(person_id: UUID, bundle: Bundle, *, uow: UnitOfWork) -> Bundle:
    """A bundle with a fresh second factor and no printed codes; the agreement is used up."""
    agreeing.forget(person_id, uow=uow)
    return msgspec.structs.replace(bundle, totp_secret=random_bytes(TOTP_SECRET_BYTES), last_step=0, codes=())


def with_codes(bundle: Bundle, codes: tuple[str, ...]) -> Bundle:
    """These printed codes, instead of any earlier ones."""
    return msgspec.structs.replace(bundle, codes=tuple(code_hash(code) for code in codes))
