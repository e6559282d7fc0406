"""What can be wrong with a key or a record, each under its own name.

None of these derives from AttributeError: Jinja prints an AttributeError as an empty string, and a name that
cannot be opened must never look like a name that is not there. Messages carry kinds and ids, never values.
"""


class VaultError(Exception):
    """Something about keys or sealed data does not hold."""


class Locked(VaultError):
    """The keyring at hand holds no key for this."""


class Tampered(VaultError):
    """A sealed row is not what its author sealed: a column, the ciphertext or its place was changed."""


class ForgedGrant(VaultError):
    """A grant opens to another secret than the signed epoch promises, or not at all for its named holder."""


class ForgedEpoch(VaultError):
    """An epoch row is not signed by somebody who held the vault and was on the roster."""


class SkippedEpoch(VaultError):
    """Epoch numbers of a vault have a gap, or a row does not follow from the one before."""


class DroppedEpoch(VaultError):
    """A vault has lost an epoch that somebody remembers."""


class ForgedRoster(VaultError):
    """A roster entry is not signed as the rules of the roster demand, or entry 0 is not this office's."""


class ForgedRecord(VaultError):
    """A record that proves something does not carry a valid signature of its author."""


class RolledBack(VaultError):
    """Roster or epochs are older than what this host or this person remembers."""


class StreamDamaged(VaultError):
    """A sealed file is cut, reordered or changed."""


class NotVouched(VaultError):
    """This person's keys have not been compared in words by a coordinator, so nothing is sealed to them."""


class SealedQuery(VaultError):
    """A sealed attribute was used in SQL; the database cannot see it. Filter in Python."""


class NewerSchema(VaultError):
    """The record was written by a newer version of the program."""


class WrongShares(VaultError):
    """The recovery shares do not combine to this office's recovery key."""


class DamagedPadding(VaultError):
    """A plaintext is not padded as the format says."""
