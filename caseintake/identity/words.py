"""How many words stand for what (docs/decisions: words from the list of the recovery shares). Pure."""

from uuid import UUID

from caseintake.kernel import words
from caseintake.vault import canonical
from caseintake.vault.primitives import sha256

#: 80 bits: at a million guesses a second, each costing 64 MiB, half of them take 19 billion years.
PASSPHRASE_WORDS = 8
#: A one-time code typed once within a fortnight; the same strength, because its hash lies in the database.
INVITATION_WORDS = 8
#: 90 bits: fewer could be met by trying keys until the words agree.
COMPARED_WORDS = 9
HANDLE_WORDS = 2


def draw_passphrase() -> tuple[str, ...]:
    return words.draw(PASSPHRASE_WORDS)


def draw_invitation() -> tuple[str, ...]:
    return words.draw(INVITATION_WORDS)


def draw_handle() -> str:
    """Two random words: never a name, and never a hash of one."""
    return "-".join(words.draw(HANDLE_WORDS))


def read_handle(text: str) -> str:
    """A handle as it was drawn, however it was typed. Raises `NotAWord`."""
    return "-".join(words.read(text))


def compared(fingerprint: bytes, person_id: UUID, hpke_public: bytes, sign_public: bytes) -> tuple[str, ...]:
    """The words two people compare: they stand for this office, this person and both public keys at once."""
    body = canonical.encode("compared words", fingerprint, person_id, hpke_public, sign_public)
    return words.of_bytes(sha256(body), COMPARED_WORDS)


def of_fingerprint(fingerprint: bytes) -> tuple[str, ...]:
    """The office fingerprint as words, for paper."""
    return words.of_bytes(fingerprint, COMPARED_WORDS)
