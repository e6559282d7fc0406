"""What a recovery brought back, written into the office. Needs no key: every row is checked like any other."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseintake.vault.epoch import Epoch
from caseintake.vault.grant import Scheme
from caseintake.vault.holders import Holder, HolderKind
from caseintake.vault.keystore import Keystore
from caseintake.vault.rescue import Answer
from caseintake.vault.tables import EpochRow, Grant


def write_back(answer: Answer, keystore: Keystore) -> int:
    """Epoch rows and grants of an answer; answers how many vaults it opens. Raises what `Chains.add` raises."""
    session, chains = keystore.session, keystore.chains
    rows = [Epoch.parse(body, signature) for body, signature in answer.rows]
    keystore.locks.turn([row.vault_id for row in rows])
    for row in rows:
        chains.of(row.vault_id)
        chains.add(row)
        session.add(EpochRow(vault_id=row.vault_id, seq=row.seq, body=row.body, signature=row.signature))
    for vault_id, number, holder, sealed in answer.grants:
        above = chains.current(holder.id).number if holder.kind is HolderKind.VAULT else 0
        _write_grant(session, vault_id, number, holder, above, sealed)
    return len(rows)


def _write_grant(session: Session, vault_id: UUID, number: int, holder: Holder, above: int, sealed: bytes) -> None:
    values = {"vault_id": vault_id, "number": number, "holder_number": above}
    values |= {"holder_kind": holder.kind, "holder_id": holder.id}
    old = session.scalar(select(Grant).filter_by(**values))
    if old is None:
        session.add(Grant(**values, scheme=int(Scheme.HPKE), sealed=sealed))
    else:
        old.scheme, old.sealed = int(Scheme.HPKE), sealed  # to a key the holder had before
