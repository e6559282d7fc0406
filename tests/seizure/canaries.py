"""Canary words: one for every box somebody types into, all of one unlikely root, so that one search finds them all."""

from __future__ import annotations

from string import ascii_lowercase

#: Nine letters that no language, key or file of ours has.
ROOT = "qvokzarin"


class Canaries:
    """Every canary that was let fly, by what was typed; and the secrets that the house itself made up."""

    def __init__(self) -> None:
        self.typed: dict[str, str] = {}
        self.secrets: dict[str, bytes] = {}

    def word(self, where: str) -> str:
        """A new canary; ``where`` says in which box of which page."""
        number, letters = len(self.typed), ""
        for _place in range(3):
            number, rest = divmod(number, 26)
            letters += ascii_lowercase[rest]
        canary = f"{ROOT}{letters}"
        self.typed[canary] = where
        return canary

    def text(self, where: str) -> str:
        """A canary among the letters of our languages."""
        return f"{self.word(where)} Şəhla щит é"

    def keep(self, name: str, secret: str | bytes) -> None:
        """A secret that must not be found either: a passphrase, a code, a cookie."""
        self.secrets[name] = secret.encode() if isinstance(secret, str) else secret

    def origin(self, found: str) -> str:
        """Where the canary beginning at this root was typed."""
        return self.typed.get(found[: len(ROOT) + 3], "somewhere")
