"""The recovery secret on paper: k of n shares of 33 words (SLIP-0039). Pure.

Sealed to the recovery key is every vault's epoch and never a person's secret: with the shares a case can be read, but
nobody can sign as somebody else.
"""

from collections.abc import Iterable

from shamir_mnemonic import MnemonicError, combine_mnemonics, generate_mnemonics
from shamir_mnemonic.share import Share

from caseintake.vault.errors import WrongShares
from caseintake.vault.primitives import SECRET_BYTES, HolderKeys, equal

SHARES = 5
THRESHOLD = 3
MOST_SHARES = 16
#: Words of one share of a secret of 32 bytes (SLIP-0039).
SHARE_WORDS = 33


def split(secret: bytes, *, shares: int = SHARES, threshold: int = THRESHOLD) -> tuple[str, ...]:
    """``shares`` texts of 33 words, any ``threshold`` of which give the secret back.

    Without a share passphrase: a wrong one would give another secret without a word. Raises `ValueError` for numbers
    that make no sense: one person alone must never be enough.
    """
    if len(secret) != SECRET_BYTES:
        raise ValueError("the recovery secret has 32 bytes")
    if not 2 <= threshold <= shares <= MOST_SHARES:
        raise ValueError(f"needed: 2 ≤ threshold ≤ shares ≤ {MOST_SHARES}")
    return tuple(generate_mnemonics(1, [(threshold, shares)], secret)[0])


def combine(shares: Iterable[str], recovery_public: bytes) -> bytes:
    """The recovery secret from enough shares. Raises `WrongShares` unless it is the one the roster names.

    More shares than needed are fine, and so is the same share twice.
    """
    secret = unproven(shares)
    if not equal(HolderKeys(secret).hpke_public, recovery_public):
        raise WrongShares("these shares are not of this office's recovery key")
    return secret


def unproven(shares: Iterable[str]) -> bytes:
    """The secret these shares give, whoever's it is: for a caller who tries it at once. Raises `WrongShares`."""
    try:
        given = {_share(share) for share in shares}
        if not given:
            raise WrongShares("no share was given")
        if len({share.identifier for share in given}) > 1:
            raise WrongShares("these shares are not of one set: some are older than others, or of another office")
        needed = next(iter(given)).member_threshold
        if len(given) < needed:
            raise WrongShares(f"{len(given)} of {needed} shares are here; each must be another one")
        chosen = sorted(given, key=lambda share: share.index)[:needed]
        secret = combine_mnemonics([share.mnemonic() for share in chosen])
    except MnemonicError:
        raise WrongShares("the shares do not belong together") from None
    if len(secret) != SECRET_BYTES:
        raise WrongShares("these shares are not of a recovery key")
    return secret


def needed(share: str) -> int:
    """How many shares the holder of this one needs. Raises `WrongShares`."""
    threshold: int = _share(share).member_threshold
    return threshold


def _share(text: str) -> Share:
    typed = text.lower().split()
    if len(typed) != SHARE_WORDS:
        raise WrongShares(f"a share is mistyped: it has {SHARE_WORDS} words, these are {len(typed)}")
    try:
        return Share.from_mnemonic(" ".join(typed))
    except MnemonicError:
        raise WrongShares("a share is mistyped: one of its words is another one on the paper") from None
