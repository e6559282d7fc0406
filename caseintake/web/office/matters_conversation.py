"""What a client sent us, as far as it opens from the client file."""

from typing import Any

from flask import g

from caseintake.intake import queries as intake
from caseintake.intake.model import Conversation
from caseintake.matters.model import ClientFile
from caseintake.web.office import inbox


def conversation_of(file: ClientFile) -> Conversation | None:
    """The client's conversation; None if there is none, or none that opens."""
    if file.conversation_id is None:
        return None
    found: Conversation | None = g.uow.session.get(Conversation, file.conversation_id)
    if found is None or not g.uow.keystore.can_open(found.vault_id):
        return None
    return found


def sent(file: ClientFile | None) -> dict[str, Any]:
    """For the client's page: every message with its checked author, and the files that came with them."""
    found = conversation_of(file) if file is not None else None
    if found is None:
        return {"said": [], "sent_files": []}
    all_of_it = intake.whole(found, uow=g.uow)
    return {
        "said": all_of_it.messages,
        "sent_files": all_of_it.documents,
        "question": inbox.question,
        "label_of": inbox.label_of,
    }
