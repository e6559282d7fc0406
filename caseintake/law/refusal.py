"""The engine refuses rather than guesses: a refusal is data, worded by `explain`."""

from datetime import date


class Refused(Exception):
    """No date can be given. ``code`` names the reason, ``values`` what the sentence needs; days are `date` objects.

    Whoever catches it tells the person what to record next; the fact that was typed is never thrown away.
    """

    def __init__(self, code: str, **values: "date | str | int | None") -> None:
        self.code = code
        self.values = values
        super().__init__(code, values)

    def __str__(self) -> str:
        return f"{self.code} ({', '.join(f'{name}={value}' for name, value in self.values.items())})"

    @property
    def readings(self) -> tuple[tuple[str, date], ...]:
        """Of ``choose_reading``: each reading that conflicts with the others, and the last day it gives."""
        pairs = (each.partition("=") for each in str(self.values.get("readings") or "").split(", ") if each)
        return tuple((name, date.fromisoformat(day)) for name, _, day in pairs)
