"""The one module that touches ``cryptography``. Everything above it speaks of keys, seals and signatures.

Constructions are the library's own: HPKE (RFC 9180, base mode) with ML-KEM-768 + X25519, HKDF-SHA256,
AES-256-GCM; Ed25519; Argon2id (RFC 9106); TOTP (RFC 6238).
"""

import functools
import hashlib
import hmac
import os
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.hazmat.primitives.twofactor.totp import TOTP

SECRET_BYTES = 32
HASH_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16
MLKEM_PUBLIC_BYTES = 1184
HPKE_PUBLIC_BYTES = MLKEM_PUBLIC_BYTES + 32
SIGN_PUBLIC_BYTES = 32
SIGNATURE_VERSION = b"\x01"  # Ed25519; a later number may say ML-DSA
TOTP_DIGITS = 6
TOTP_STEP_SECONDS = 30

_SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class DoesNotOpen(Exception):
    """A ciphertext does not open under this key and context. Callers give it its name."""


def random_bytes(size: int) -> bytes:
    return os.urandom(size)


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def equal(one: bytes, other: bytes) -> bool:
    """Compare secrets without telling by the time it takes where they differ."""
    return hmac.compare_digest(one, other)


def hkdf(secret: bytes, *, info: bytes, salt: bytes = b"", length: int = SECRET_BYTES) -> bytes:
    """HKDF-SHA256 (RFC 5869)."""
    return HKDF(algorithm=SHA256(), length=length, salt=salt or None, info=info).derive(secret)


def mac(key: bytes, message: bytes) -> bytes:
    """HMAC-SHA256."""
    return hmac.digest(key, message, "sha256")


class SymmetricKey:
    """AES-256-GCM under random 96-bit nonces; a seal is nonce, ciphertext and tag in one."""

    __slots__ = ("_aead",)

    def __init__(self, key: bytes) -> None:
        self._aead = AESGCM(key)

    def __reduce__(self) -> str:
        raise TypeError("keys are not copied into caches")

    def seal(self, plaintext: bytes, aad: bytes) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._aead.encrypt(nonce, plaintext, aad)

    def open(self, sealed: bytes, aad: bytes) -> bytes:
        """Open what `seal` made. Raises `DoesNotOpen`."""
        if len(sealed) < NONCE_BYTES + TAG_BYTES:
            raise DoesNotOpen
        try:
            return self._aead.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], aad)
        except InvalidTag:
            raise DoesNotOpen from None


def seal(key: bytes, plaintext: bytes, aad: bytes) -> bytes:
    """`SymmetricKey.seal` for a key that is used once."""
    return SymmetricKey(key).seal(plaintext, aad)


def open_sealed(key: bytes, sealed: bytes, aad: bytes) -> bytes:
    """`SymmetricKey.open` for a key that is used once. Raises `DoesNotOpen`."""
    return SymmetricKey(key).open(sealed, aad)


class ChunkCipher:
    """AES-256-GCM with nonces the caller counts: for streams under a key that is used for one stream only."""

    def __init__(self, key: bytes) -> None:
        self._aead = AESGCM(key)

    def encrypt(self, nonce: bytes, plaintext: bytes | memoryview) -> bytes:
        return self._aead.encrypt(nonce, plaintext, None)

    def encrypt_into(self, nonce: bytes, plaintext: bytes | memoryview, room: memoryview) -> None:
        """Write ciphertext and tag into ``room``, which has exactly their size."""
        self._aead.encrypt_into(nonce, plaintext, None, room)

    def decrypt(self, nonce: bytes, ciphertext: bytes | memoryview) -> bytes:
        try:
            return self._aead.decrypt(nonce, ciphertext, None)
        except InvalidTag:
            raise DoesNotOpen from None


class HolderKeys:
    """The HPKE pair and the Ed25519 pair of one holder, both from one 32-byte secret.

    The pairs are made when first used: a page that only opens records never pays for a signing key.
    """

    __slots__ = ("__dict__", "_secret")

    def __init__(self, secret: bytes) -> None:
        if len(secret) != SECRET_BYTES:
            raise ValueError("a holder's secret has 32 bytes")
        self._secret = secret

    def __reduce__(self) -> str:
        raise TypeError("keys are not copied into caches")

    @functools.cached_property
    def _hpke(self) -> MLKEM768X25519PrivateKey:
        seed = hkdf(self._secret, info=b"caseintake/v1/hpke", length=96)
        return MLKEM768X25519PrivateKey(
            MLKEM768PrivateKey.from_seed_bytes(seed[:64]), X25519PrivateKey.from_private_bytes(seed[64:])
        )

    @functools.cached_property
    def _sign(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(hkdf(self._secret, info=b"caseintake/v1/sign"))

    @functools.cached_property
    def hpke_public(self) -> bytes:
        """ML-KEM-768 encapsulation key (1184 bytes), then the X25519 public key (32 bytes)."""
        seed = hkdf(self._secret, info=b"caseintake/v1/hpke", length=96)
        return (
            MLKEM768PrivateKey.from_seed_bytes(seed[:64]).public_key().public_bytes_raw()
            + X25519PrivateKey.from_private_bytes(seed[64:]).public_key().public_bytes_raw()
        )

    @functools.cached_property
    def sign_public(self) -> bytes:
        return self._sign.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)

    def sign(self, message: bytes) -> bytes:
        """A version byte and an Ed25519 signature (65 bytes)."""
        return SIGNATURE_VERSION + self._sign.sign(message)

    def open_grant(self, sealed: bytes, info: bytes) -> bytes:
        """Open an HPKE seal to this holder. Raises `DoesNotOpen`."""
        try:
            return _SUITE.decrypt(sealed, self._hpke, info)
        except (InvalidTag, ValueError, TypeError):
            raise DoesNotOpen from None


@dataclass(frozen=True, slots=True)
class VerifiedKey:
    """An HPKE public key (1216 bytes) somebody has checked. Only `vault.verified` makes one."""

    public: bytes

    @property
    def hash(self) -> bytes:
        return sha256(self.public)


def hpke_seal(to: VerifiedKey, plaintext: bytes, info: bytes) -> bytes:
    """HPKE single-shot seal of a 32-byte secret: of an epoch, or of a file of a backup. Never of content."""
    return _SUITE.encrypt(plaintext, _public_key(to.public), info)


@functools.lru_cache(maxsize=4096)
def _public_key(public: bytes) -> MLKEM768X25519PublicKey:
    if len(public) != HPKE_PUBLIC_BYTES:
        raise ValueError("an HPKE public key has 1216 bytes")
    return MLKEM768X25519PublicKey(
        MLKEM768PublicKey.from_public_bytes(public[:MLKEM_PUBLIC_BYTES]),
        X25519PublicKey.from_public_bytes(public[MLKEM_PUBLIC_BYTES:]),
    )


@functools.lru_cache(maxsize=4096)
def verify_signature(public: bytes, signature: bytes, message: bytes) -> bool:
    """True if ``signature`` (version byte + Ed25519) is ``public``'s over ``message``. Cached: all is public."""
    if len(signature) != 65 or signature[:1] != SIGNATURE_VERSION or len(public) != SIGN_PUBLIC_BYTES:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature[1:], message)
    except (InvalidSignature, ValueError):
        return False
    return True


@dataclass(frozen=True, slots=True)
class Argon2Cost:
    """What one guess costs. Bounds stop a changed row from making guessing cheap or a worker fall over."""

    memory_kib: int = 64 * 1024
    iterations: int = 3
    lanes: int = 1


FLOOR = Argon2Cost(8 * 1024, 1, 1)
CEILING = Argon2Cost(4 * 64 * 1024, 12, 4)


def argon2id(passphrase: str, salt: bytes, cost: Argon2Cost) -> bytes:
    """Argon2id (RFC 9106) → 32 bytes. Raises `ValueError` for a cost outside floor and ceiling."""
    for name in ("memory_kib", "iterations", "lanes"):
        if not getattr(FLOOR, name) <= getattr(cost, name) <= getattr(CEILING, name):
            raise ValueError(f"argon2 {name} is out of bounds")
    kdf = Argon2id(
        salt=salt,
        length=SECRET_BYTES,
        iterations=cost.iterations,
        lanes=cost.lanes,
        memory_cost=cost.memory_kib,
    )
    return kdf.derive(passphrase.encode("utf-8"))


def totp(secret: bytes, step: int) -> str:
    """The six digits of RFC 6238 for one 30-second step (SHA-1, as authenticator apps expect)."""
    code = TOTP(secret, TOTP_DIGITS, SHA1(), TOTP_STEP_SECONDS, enforce_key_length=False)  # noqa: S303
    return code.generate(step * TOTP_STEP_SECONDS).decode("ascii")
